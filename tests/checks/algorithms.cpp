// RUN: %check --policy exclusive %s
// Algorithms call what they are given with the elements.
#include <sqlite3.h>

#include <algorithm>
#include <memory>
#include <thread>
#include <vector>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

struct Db { explicit Db(const char* f) { sqlite3_open(f, &db); } ~Db() { sqlite3_close(db); } void run() { use(db); } sqlite3* db = nullptr; };

void alg_for_each() {
  std::vector<sqlite3*> all{opened(), opened()};
  std::thread t([&] { std::for_each(all.begin(), all.end(), [](sqlite3* db) { use(db); }); });  // finding(exclusive): sqlite-handle-shared: connection 'all' is used by this thread and by the one started here
  for (auto* db : all) use(db);
  t.join();
}

void alg_find() {
  std::vector<std::unique_ptr<Db>> all;
  all.push_back(std::make_unique<Db>("a"));
  auto found = std::find_if(all.begin(), all.end(), [](const auto& d) { return d->db != nullptr; });
  Db* d = found->get();
  std::thread t([d] { d->run(); });  // finding(exclusive): sqlite-handle-shared: connection 'Db::db' is used by this thread and by the one started here
  d->run();
  t.join();
}

struct Visitor { void operator()(sqlite3* db) const { use(db); } };

void functor_alg() {
  std::vector<sqlite3*> all{opened()};
  std::thread t([&] { std::for_each(all.begin(), all.end(), Visitor()); });  // finding(exclusive): sqlite-handle-shared: connection 'all' is used by this thread and by the one started here
  for (auto* db : all) Visitor{}(db);
  t.join();
}
