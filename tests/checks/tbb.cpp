// RUN: %check --library tbb %s
// parallel_for runs its body on several threads at once, and they have ended when it
// returns; a task_group's tasks end at wait().
#include <sqlite3.h>

#include <tbb/tbb.h>

void clean(sqlite3* db) { sqlite3_exec(db, "vacuum", nullptr, nullptr, nullptr); }

void own_connection() {
  sqlite3* own = nullptr;
  sqlite3_open("app.db", &own);
  clean(own);
  sqlite3_close(own);
}

int main() {
  sqlite3* db = nullptr;
  sqlite3* other = nullptr;
  sqlite3_open("app.db", &db);
  sqlite3_open("other.db", &other);
  tbb::parallel_for(0, 8, [&](int) { clean(db); });  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
  sqlite3_changes(db);
  tbb::parallel_for(0, 8, [](int) { own_connection(); });
  tbb::parallel_invoke([&] { clean(db); }, [&] { sqlite3_changes(other); }); // finding: sqlite-handle-transferred: connection 'db' is handed to the thread started here // finding: sqlite-handle-transferred: connection 'other' is handed to the thread started here
  tbb::task_group group;
  group.run([&] { clean(db); });  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  const int changed = sqlite3_changes(db);
  group.wait();
  sqlite3_close(db);
  sqlite3_close(other);
  return changed;
}
