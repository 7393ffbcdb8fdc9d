// RUN: %check %s
// A detached thread keeps the connection alive through a shared_ptr, and races with poll().
#include <sqlite3.h>

#include <memory>
#include <thread>

class Connection {
 public:
  explicit Connection(const char* file) { sqlite3_open(file, &db_); }
  ~Connection() { sqlite3_close(db_); }
  void run(const char* sql) { sqlite3_exec(db_, sql, nullptr, nullptr, nullptr); }

 private:
  sqlite3* db_ = nullptr;
};

class Server {
 public:
  Server() : connection_(std::make_shared<Connection>("app.db")) {}
  void handle() {
    // finding: sqlite-handle-shared: connection 'Connection::db_' is used by this thread and by the one started here
    std::thread([connection = connection_] { connection->run("insert into t values (1)"); }).detach();
  }
  void poll() { connection_->run("select 1"); }

 private:
  std::shared_ptr<Connection> connection_;
};
