// RUN: %check %s
// A singleton reached from both threads.
#include <sqlite3.h>

#include <thread>

class Database {
 public:
  static Database& instance() {
    static Database database;
    return database;
  }
  void run(const char* sql) { sqlite3_exec(db_, sql, nullptr, nullptr, nullptr); }

 private:
  Database() { sqlite3_open("app.db", &db_); }
  sqlite3* db_ = nullptr;
};

int main() {
  std::thread worker([] { Database::instance().run("select 1"); });  // finding: sqlite-handle-shared: connection 'Database::db_' is used by this thread and by the one started here
  Database::instance().run("select 2");
  worker.join();
}
