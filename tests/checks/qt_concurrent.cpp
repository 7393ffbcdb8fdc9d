// RUN: %check --library qt %s
// QtConcurrent::run runs on a pool's thread until its future is waited for; map runs on
// several threads at once.
#include <sqlite3.h>

#include <QtConcurrent>
#include <vector>

void clean(sqlite3* db) { sqlite3_exec(db, "vacuum", nullptr, nullptr, nullptr); }

class Store {
 public:
  void flush() { sqlite3_exec(db_, "commit", nullptr, nullptr, nullptr); }
  sqlite3* db_ = nullptr;
};

void own_connection(int) {
  sqlite3* own = nullptr;
  sqlite3_open("app.db", &own);
  sqlite3_close(own);
}

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  QFuture<void> done = QtConcurrent::run(clean, db);  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  const int changed = sqlite3_changes(db);
  done.waitForFinished();
  sqlite3_exec(db, "analyze", nullptr, nullptr, nullptr);
  std::vector<int> ids{1, 2, 3};
  QtConcurrent::blockingMap(ids, [db](int&) { sqlite3_total_changes(db); });  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
  QtConcurrent::blockingMap(ids, [](int& id) { own_connection(id); });
  sqlite3_close(db);
  return changed;
}
