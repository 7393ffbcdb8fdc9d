// RUN: %check --library poco %s
// Poco::Thread runs a Runnable, an adapter of a method, or a function with a pointer.
#include <Poco/RunnableAdapter.h>
#include <Poco/Thread.h>
#include <sqlite3.h>

class Cleaner : public Poco::Runnable {
 public:
  explicit Cleaner(sqlite3* db) : db_(db) {}
  void run() override { sqlite3_exec(db_, "vacuum", nullptr, nullptr, nullptr); }
  void look() { sqlite3_changes(db_); }

 private:
  sqlite3* db_;
};

class Other : public Poco::Runnable {
 public:
  void run() override {
    sqlite3* own = nullptr;
    sqlite3_open("own.db", &own);
    sqlite3_close(own);
  }
};

void clean(void* db) { sqlite3_exec(static_cast<sqlite3*>(db), "vacuum", 0, 0, 0); }

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  Cleaner cleaner(db);
  Other other;
  Poco::RunnableAdapter<Cleaner> looks(cleaner, &Cleaner::look);
  Poco::Thread first, second, third, fourth;
  first.start(cleaner);  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  sqlite3_changes(db);
  first.join();
  second.start(other);
  sqlite3_changes(db);
  second.join();
  third.start(looks);  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  sqlite3_changes(db);
  third.join();
  fourth.start(clean, db);  // finding: sqlite-handle-transferred: connection 'db' is handed to the thread started here
  fourth.join();
  sqlite3_close(db);
}
