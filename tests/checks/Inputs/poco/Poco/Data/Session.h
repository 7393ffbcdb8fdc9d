// Stands in for Poco's Data: what the fixtures use, as it declares it.
#pragma once
#pragma GCC system_header
#include <memory>
#include <string>
namespace Poco {
namespace Data {
class SessionImpl;
class Session {
 public:
  Session(const std::string& connector, const std::string& connectionString);
  ~Session();
  void begin();
  void commit();

 private:
  std::shared_ptr<SessionImpl> impl_;
};
}  // namespace Data
}  // namespace Poco
