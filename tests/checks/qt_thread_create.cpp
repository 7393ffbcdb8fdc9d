// RUN: %check --library qt %s
// RUN: %check --library qt --policy exclusive %s
// QThread::create keeps the function, start() runs it; before start() and after wait()
// nothing else runs.
#include <sqlite3.h>

#include <QtCore>

void clean(sqlite3* db) { sqlite3_exec(db, "vacuum", nullptr, nullptr, nullptr); }

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  QThread* thread = QThread::create([db] { clean(db); });
  int changed = sqlite3_changes(db);
  thread->start();  // finding: sqlite-handle-transferred: connection 'db' is handed to the thread started here
  thread->wait();
  delete thread;
  changed += sqlite3_changes(db);
  sqlite3_close(db);
  return changed;
}
