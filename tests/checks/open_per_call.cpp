// RUN: %check %s
// Right: every call opens and closes; the object that is shared holds only a file name.
#include <sqlite3.h>

#include <string>
#include <thread>

class Log {
 public:
  explicit Log(std::string file) : file_(std::move(file)) {}
  void write(const char* text) {
    sqlite3* db = nullptr;
    sqlite3_open(file_.c_str(), &db);
    sqlite3_exec(db, text, nullptr, nullptr, nullptr);
    sqlite3_close(db);
  }

 private:
  std::string file_;
};

int main() {
  Log log("log.db");
  std::thread worker([&log] { log.write("insert into log values (1)"); });
  log.write("insert into log values (2)");
  worker.join();
}
