// RUN: %check --std c++14 --policy exclusive %s
// RUN: %check --std c++17 --policy exclusive %s
// Generic lambdas, return types that are deduced, and captures that are initialised.
#include <sqlite3.h>

#include <memory>
#include <mutex>
#include <thread>
#include <utility>

struct Store {
  explicit Store(const char* file) { sqlite3_open(file, &db); }
  sqlite3* db = nullptr;
  std::mutex mutex;
};

auto opened(const char* file) { return std::make_unique<Store>(file); }

decltype(auto) connection(Store& store) { return (store.db); }

template <typename F>
auto started(F&& work) {
  return std::thread(std::forward<F>(work));
}

const auto use = [](auto&& store) { sqlite3_exec(store.db, "select 1", nullptr, nullptr, nullptr); };

const auto locked = [](auto& store, auto&&... work) {
  std::lock_guard<std::mutex> lock(store.mutex);
  int each[] = {(work(store), 0)...};
  (void)each;
};

void right() {
  auto store = opened("right.db");
  auto worker = started([&store = *store] { locked(store, use); });
  locked(*store, use, use);
  worker.join();
}

void wrong() {
  auto store = opened("wrong.db");
  // finding(exclusive): sqlite-handle-shared: connection 'Store::db' is used by this thread and by the one started here
  auto worker = started([&store = *store] { locked(store, use); });
  sqlite3_exec(connection(*store), "select 1", nullptr, nullptr, nullptr);
  worker.join();
}

// Moved into the closure, it is the thread's own.
void given() {
  auto store = opened("given.db");
  auto worker = started([store = std::move(store)] { use(*store); });
  worker.join();
}
