// RUN: %check %s
// Right: a wrapper object of its own for each thread.
#include <sqlite3.h>

#include <thread>

class Connection {
 public:
  explicit Connection(const char* file) { sqlite3_open(file, &db_); }
  ~Connection() { sqlite3_close(db_); }
  Connection(const Connection&) = delete;
  void run(const char* sql) { sqlite3_exec(db_, sql, nullptr, nullptr, nullptr); }

 private:
  sqlite3* db_ = nullptr;
};

int main() {
  Connection mine("app.db");
  // mutant share-connection: write std::thread worker([&] {
  std::thread worker([] {
    Connection own("app.db");
    // mutant share-connection: write mine.run("select 1");
    own.run("select 1");
  });
  mine.run("select 2");
  worker.join();
}
