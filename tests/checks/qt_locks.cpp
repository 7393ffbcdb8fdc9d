// RUN: %check --library qt %s
// RUN: %check --library qt --policy exclusive %s
// A QMutexLocker and a QWriteLocker keep others out; a QReadLocker lets other readers in.
#include <sqlite3.h>

#include <QtCore>
#include <thread>

struct Store {
  QMutex mutex;
  QReadWriteLock lock;
  sqlite3* guarded = nullptr;
  sqlite3* written = nullptr;
  sqlite3* read = nullptr;
};

void flush(Store& store) {
  {
    QMutexLocker locker(&store.mutex);
    sqlite3_exec(store.guarded, "commit", nullptr, nullptr, nullptr);
  }
  {
    QWriteLocker locker(&store.lock);
    sqlite3_exec(store.written, "commit", nullptr, nullptr, nullptr);
  }
  QReadLocker locker(&store.lock);
  sqlite3_exec(store.read, "commit", nullptr, nullptr, nullptr);
}

int main() {
  Store store;
  sqlite3_open("a.db", &store.guarded);
  sqlite3_open("b.db", &store.written);
  sqlite3_open("c.db", &store.read);
  // finding: sqlite-handle-guarded: connection 'Store::guarded' is used by this thread and by the one started here, each time under a lock
  // finding: sqlite-handle-guarded: connection 'Store::written' is used by this thread and by the one started here, each time under a lock
  // finding: sqlite-handle-shared: connection 'Store::read' is used by this thread and by the one started here, each time under a shared lock, which lets other readers in
  // finding(exclusive): sqlite-handle-shared: connection 'Store::read' is used by this thread and by the one started here, each time under a shared lock, which lets other readers in
  std::thread flusher([&store] { flush(store); });
  flush(store);
  flusher.join();
}
