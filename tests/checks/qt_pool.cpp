// RUN: %check --library qt %s
// What QThreadPool::start gets runs on another thread, be it a QRunnable or a function.
#include <sqlite3.h>

#include <QtCore>

class Save : public QRunnable {
 public:
  explicit Save(sqlite3* db) : db_(db) {}
  void run() override { sqlite3_exec(db_, "commit", nullptr, nullptr, nullptr); }

 private:
  sqlite3* db_;
};

class Load : public QRunnable {
 public:
  void run() override {
    sqlite3* own = nullptr;
    sqlite3_open("app.db", &own);
    sqlite3_close(own);
  }
};

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  QThreadPool* pool = QThreadPool::globalInstance();
  pool->start(new Save(db));  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  pool->start(new Load);
  const int changed = sqlite3_changes(db);
  pool->waitForDone();
  sqlite3_close(db);
  return changed;
}
