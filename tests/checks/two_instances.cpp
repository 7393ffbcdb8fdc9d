// RUN: %check %s
// Two objects of one class are two connections: the second is this thread's alone.
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

int main() {
  Connection theirs("a.db");
  Connection mine("b.db");
  std::thread worker([&theirs] { theirs.run("select 1"); });  // finding: sqlite-handle-transferred: connection 'Connection::db_' is handed to the thread started here
  mine.run("select 2");
  worker.join();
}
