// RUN: %check --library qt %s
// The slots of an object that was moved to a thread run there; those of one that was not
// run on the thread that emits, as far as anybody can tell here.
#include <sqlite3.h>

#include <QtCore>

class Worker : public QObject {
 public:
  explicit Worker(sqlite3* db) : db_(db) {}
  void work() { sqlite3_exec(db_, "vacuum", nullptr, nullptr, nullptr); }
  void look() { sqlite3_changes(db_); }

 private:
  sqlite3* db_;
};

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  QThread thread;
  Worker* worker = new Worker(db);
  worker->moveToThread(&thread);
  QObject::connect(&thread, &QThread::started, worker, &Worker::work);  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  QObject::connect(&thread, SIGNAL(finished()), worker, SLOT(look()));  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  QObject::connect(&thread, &QThread::finished, worker, &Worker::look, Qt::DirectConnection);
  Worker here(db);
  QObject::connect(&thread, &QThread::finished, &here, &Worker::look);
  thread.start();
  const int changed = sqlite3_changes(db);
  thread.quit();
  thread.wait();
  return changed;
}
