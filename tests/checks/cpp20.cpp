// RUN: %check --std c++20 --policy exclusive %s
// Abbreviated templates, algorithms of ranges, threads that join by themselves, and what is
// initialised before anything runs.
#include <sqlite3.h>

#include <algorithm>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

struct Store {
  sqlite3* db = nullptr;
  int count = 0;
};

constinit Store global{.db = nullptr, .count = 0};
constinit thread_local sqlite3* own = nullptr;

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

void use_all(const auto& stores) {
  std::ranges::for_each(stores, [](const Store& each) { use(each.db); });
}

void ranges_here_and_there() {
  std::vector<Store> stores(2);
  for (Store& each : stores) sqlite3_open("app.db", &each.db);
  // finding(exclusive): sqlite-handle-shared: connection 'Store::db' is used by this thread and by the one started here
  std::jthread worker([&stores] { use_all(stores); });
  use_all(stores);
}

void ranges_one_after_the_other() {
  std::vector<Store> stores(2);
  for (Store& each : stores) sqlite3_open("app.db", &each.db);
  {
    std::jthread worker([&stores] { use_all(stores); });
  }
  use_all(stores);
}

void global_here_and_there() {
  sqlite3_open("app.db", &global.db);
  // finding(exclusive): sqlite-handle-shared: connection 'Store::db' is used by this thread and by the one started here
  std::jthread worker([](std::stop_token stop) {
    while (!stop.stop_requested()) use(global.db);
  });
  use(global.db);
}

void each_its_own() {
  const auto work = []<typename T>(T file) {
    sqlite3_open(file, &own);
    use(own);
  };
  std::jthread worker(work, "a.db");
  work("b.db");
}
