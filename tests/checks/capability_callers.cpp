// RUN: %check --policy exclusive %s
// A caller that we see, and that does not hold what the method asks of it.
#include <sqlite3.h>

#include <mutex>
#include <shared_mutex>
#include <thread>

#define CAPABILITY(x) __attribute__((capability(x)))
#define REQUIRES(...) __attribute__((requires_capability(__VA_ARGS__)))
#define REQUIRES_SHARED(...) __attribute__((requires_shared_capability(__VA_ARGS__)))

class CAPABILITY("mutex") Mutex : public std::shared_mutex {};

struct Store {
  Store() { sqlite3_open("app.db", &db); }
  void put() REQUIRES(mutex) { put_one(); }
  void put_one() REQUIRES(mutex) {
    sqlite3_exec(db, "insert into t values (1)", nullptr, nullptr, nullptr);
  }
  void get() REQUIRES_SHARED(mutex) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }
  Mutex mutex;
  sqlite3* db = nullptr;
};

void held_by_both() {
  Store store;
  std::thread worker([&store] {
    std::lock_guard<Mutex> lock(store.mutex);
    store.put();
  });
  {
    std::lock_guard<Mutex> lock(store.mutex);
    store.get();
  }
  worker.join();
}

void held_by_one() {
  Store store;
  // finding(exclusive): sqlite-handle-shared: connection 'Store::db' is used by this thread and by the one started here
  std::thread worker([&store] { store.put(); });
  {
    std::lock_guard<Mutex> lock(store.mutex);
    store.put();
  }
  worker.join();
}

void read_by_both() {
  Store store;
  // finding(exclusive): sqlite-handle-shared: connection 'Store::db' is used by this thread and by the one started here, each time under a shared lock, which lets other readers in
  std::thread worker([&store] {
    std::shared_lock<Mutex> lock(store.mutex);
    store.get();
  });
  {
    std::shared_lock<Mutex> lock(store.mutex);
    store.get();
  }
  worker.join();
}

// Shared by readers, and who writes keeps them out.
void read_by_one() {
  Store store;
  std::thread worker([&store] {
    std::shared_lock<Mutex> lock(store.mutex);
    store.get();
  });
  {
    std::lock_guard<Mutex> lock(store.mutex);
    store.put();
  }
  worker.join();
}

// The thread begins with no lock, whatever its entry asks for.
void run(Store* store) REQUIRES(store->mutex) {
  sqlite3_exec(store->db, "select 1", nullptr, nullptr, nullptr);
}
void started_without() {
  Store store;
  // finding(exclusive): sqlite-handle-shared: connection 'Store::db' is used by this thread and by the one started here
  std::thread worker(run, &store);
  {
    std::lock_guard<Mutex> lock(store.mutex);
    run(&store);
  }
  worker.join();
}
