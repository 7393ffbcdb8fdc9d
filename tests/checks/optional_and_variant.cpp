// RUN: %check --policy exclusive %s
// A handle in an optional or a variant.
#include <sqlite3.h>

#include <optional>
#include <thread>
#include <type_traits>
#include <variant>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

struct Db {
  explicit Db(const char* f) { sqlite3_open(f, &db); }
  ~Db() { sqlite3_close(db); }
  void run() { use(db); }
  sqlite3* db = nullptr;
};

void opt() {
  std::optional<Db> db;
  db.emplace("a.db");
  std::thread t([&] { db->run(); });  // finding(exclusive): sqlite-handle-shared: connection 'Db::db' is used by this thread and by the one started here
  db->run();
  t.join();
}

void opt_right() {
  std::optional<Db> db, other;
  db.emplace("a.db"); other.emplace("b.db");
  std::thread t([&] { db->run(); });
  other->run();
  t.join();
}

void opt_value() {
  std::optional<sqlite3*> db = opened();
  std::thread t([&] { use(*db); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db.value());
  t.join();
}

void variant() {
  std::variant<int, sqlite3*> v = opened();
  std::thread t([&] { use(std::get<sqlite3*>(v)); });  // finding(exclusive): sqlite-handle-shared: connection 'v' is used by this thread and by the one started here
  use(std::get<sqlite3*>(v));
  t.join();
}

void get_if() {
  std::variant<int, sqlite3*> v = opened();
  std::thread t([&] { if (auto* p = std::get_if<sqlite3*>(&v)) use(*p); });  // finding(exclusive): sqlite-handle-shared: connection 'v' is used by this thread and by the one started here
  std::visit([](auto& x) { if constexpr (std::is_same_v<decltype(x), sqlite3*&>) use(x); }, v);
  t.join();
}
