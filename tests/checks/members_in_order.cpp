// RUN: %check --policy exclusive %s
// Right under `exclusive`: the jthread comes after the connection, so it ends before it.
#include <sqlite3.h>

#include <thread>

class Connection {
 public:
  explicit Connection(const char* file) { sqlite3_open(file, &db_); }
  ~Connection() { sqlite3_close(db_); }
  void run(const char* sql) { sqlite3_exec(db_, sql, nullptr, nullptr, nullptr); }

 private:
  sqlite3* db_ = nullptr;
};

class Poller {
 public:
  Poller() : thread_([this] { connection_.run("select 1"); }) {}

 private:
  // mutant close-early: put after thread
  Connection connection_{"app.db"};
  std::jthread thread_;
  // place thread
};

int main() { Poller poller; }
