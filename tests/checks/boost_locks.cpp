// RUN: %check --library boost --policy exclusive %s
// Boost's lock_guard and unique_lock keep others out, its shared_lock does not.
#include <sqlite3.h>

#include <boost/thread.hpp>

struct Store {
  boost::mutex mutex;
  boost::shared_mutex shared;
  sqlite3* guarded = nullptr;
  sqlite3* read = nullptr;
};

void flush(Store& store) {
  {
    boost::unique_lock<boost::mutex> lock(store.mutex);
    sqlite3_exec(store.guarded, "commit", nullptr, nullptr, nullptr);
  }
  boost::shared_lock<boost::shared_mutex> lock(store.shared);
  sqlite3_exec(store.read, "commit", nullptr, nullptr, nullptr);
}

void look(Store& store) {
  boost::lock_guard<boost::mutex> lock(store.mutex);
  sqlite3_changes(store.guarded);
}

int main() {
  Store store;
  sqlite3_open("a.db", &store.guarded);
  sqlite3_open("b.db", &store.read);
  // finding(exclusive): sqlite-handle-shared: connection 'Store::read' is used by this thread and by the one started here, each time under a shared lock, which lets other readers in
  boost::thread flusher([&store] { flush(store); });
  look(store);
  flush(store);
  flusher.join();
}
