// RUN: %check --policy exclusive %s
// The members' order closes the connection while the thread may still use it.
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
  // finding(exclusive): sqlite-handle-shared: connection 'Connection::db_' is used by this thread and by the one started here
  Poller() : thread_([this] { connection_.run("select 1"); }) {}

 private:
  std::jthread thread_;
  Connection connection_{"app.db"};
};

int main() { Poller poller; }
