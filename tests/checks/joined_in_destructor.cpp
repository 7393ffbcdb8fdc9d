// RUN: %check --policy exclusive %s
// Right under `exclusive`: the destructor joins before it closes, nothing else uses it.
#include <sqlite3.h>

#include <thread>

class Writer {
 public:
  explicit Writer(const char* file) {
    sqlite3_open(file, &db_);
    thread_ = std::thread([this] { sqlite3_exec(db_, "select 1", nullptr, nullptr, nullptr); });
  }
  ~Writer() {
    // mutant close-early: put after closed
    // mutant drop-join: write if (thread_.joinable()) thread_.detach();
    if (thread_.joinable()) thread_.join();
    sqlite3_close(db_);
    // place closed
  }

 private:
  sqlite3* db_ = nullptr;
  std::thread thread_;
};
