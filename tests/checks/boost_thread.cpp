// RUN: %check --library boost %s
// boost::thread runs what it is constructed with, boost::bind's results among that, until
// join(); a thread_group's threads end at join_all().
#include <sqlite3.h>

#include <boost/bind/bind.hpp>
#include <boost/thread.hpp>

void clean(sqlite3* db) { sqlite3_exec(db, "vacuum", nullptr, nullptr, nullptr); }

void own_connection() {
  sqlite3* own = nullptr;
  sqlite3_open("app.db", &own);
  clean(own);
  sqlite3_close(own);
}

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  boost::thread cleaner(clean, db);  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  boost::thread other(own_connection);
  int changed = sqlite3_changes(db);
  cleaner.join();
  other.join();
  boost::thread_group group;
  group.create_thread(boost::bind(clean, db));  // finding: sqlite-handle-transferred: connection 'db' is handed to the thread started here
  group.join_all();
  changed += sqlite3_changes(db);
  sqlite3_close(db);
  return changed;
}
