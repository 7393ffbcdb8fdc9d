// RUN: %check %s
// The object is moved into the thread: a hand-over, though it is never used here again.
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

int main() {
  auto connection = std::make_unique<Connection>("app.db");
  // finding: sqlite-handle-transferred: connection 'Connection::db_' is handed to the thread started here
  std::thread worker([mine = std::move(connection)] { mine->run("select 1"); });
  worker.detach();
}
