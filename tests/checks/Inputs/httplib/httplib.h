// Stands in for cpp-httplib: what the fixtures use, as it declares it.
#pragma once
#pragma GCC system_header
#include <functional>
#include <string>
namespace httplib {
struct Request {
  std::string path;
};
struct Response {
  void set_content(const std::string& text, const std::string& type);
};
class Server {
 public:
  using Handler = std::function<void(const Request&, Response&)>;
  Server& Get(const std::string& pattern, Handler handler);
  Server& Post(const std::string& pattern, Handler handler);
  bool listen(const std::string& host, int port);

 private:
  void* routes;
};
}  // namespace httplib
