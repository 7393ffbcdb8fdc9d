// RUN: %check --policy exclusive %s
// A class owns others by their interface and calls each.
#include <sqlite3.h>

#include <memory>
#include <thread>
#include <utility>
#include <vector>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

struct Db { explicit Db(const char* f) { sqlite3_open(f, &db); } ~Db() { sqlite3_close(db); } void run() { use(db); } sqlite3* db = nullptr; };

struct Iface { virtual void exec() = 0; virtual ~Iface() = default; };

struct Impl final : Iface { std::shared_ptr<Db> db = std::make_shared<Db>("a"); void exec() override { db->run(); } };

struct Owner { std::vector<std::unique_ptr<Iface>> all; void add(std::unique_ptr<Iface> i) { all.push_back(std::move(i)); } void run() { for (auto& i : all) i->exec(); } };

void owner() {
  Owner o;
  o.add(std::make_unique<Impl>());
  std::thread t([&] { o.run(); });  // finding(exclusive): sqlite-handle-shared: connection 'Db::db' is used by this thread and by the one started here
  o.run();
  t.join();
}
