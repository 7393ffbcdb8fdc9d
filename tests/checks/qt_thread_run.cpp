// RUN: %check --library qt %s
// A class derived from QThread: start() runs its run() on another thread, wait() ends it.
#include <sqlite3.h>

#include <QtCore>

class Indexer : public QThread {
 public:
  explicit Indexer(sqlite3* db) : db_(db) {}

 protected:
  void run() override { sqlite3_exec(db_, "reindex", nullptr, nullptr, nullptr); }

 private:
  sqlite3* db_;
};

class Vacuum : public QThread {
 protected:
  void run() override {
    sqlite3* own = nullptr;
    sqlite3_open("app.db", &own);
    sqlite3_exec(own, "vacuum", nullptr, nullptr, nullptr);
    sqlite3_close(own);
  }
};

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  Indexer indexer(db);
  indexer.start();  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  int changed = sqlite3_changes(db);
  indexer.wait();
  Vacuum vacuum;
  vacuum.start();
  changed += sqlite3_total_changes(db);
  vacuum.wait();
  sqlite3_close(db);
  return changed;
}
