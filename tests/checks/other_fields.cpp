// RUN: %check %s
// Right: one object, two connections, each used by one thread that also opened it.
#include <sqlite3.h>

#include <thread>

class Service {
 public:
  Service() { sqlite3_open("read.db", &reader_); }
  ~Service() {
    thread_.join();
    sqlite3_close(reader_);
  }
  void start() { thread_ = std::thread([this] { write(); }); }
  void read() { sqlite3_exec(reader_, "select 1", nullptr, nullptr, nullptr); }

 private:
  void write() {
    sqlite3_open("write.db", &writer_);
    sqlite3_exec(writer_, "select 1", nullptr, nullptr, nullptr);
    sqlite3_close(writer_);
  }
  sqlite3* reader_ = nullptr;
  sqlite3* writer_ = nullptr;
  std::thread thread_;
};

int main() {
  Service service;
  service.start();
  service.read();
}
