// RUN: %check --policy exclusive %s
// A wrapper class with conversions, moves and an address operator of its own.
#include <sqlite3.h>

#include <thread>
#include <utility>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

class Db {
 public:
  explicit Db(const char* f) { sqlite3_open(f, &db_); }
  Db(Db&& o) noexcept : db_(std::exchange(o.db_, nullptr)) {}
  Db& operator=(Db&& o) noexcept { std::swap(db_, o.db_); return *this; }
  ~Db() { sqlite3_close(db_); }
  operator sqlite3*() const { return db_; }
  sqlite3** operator&() { return &db_; }
  sqlite3* operator->() const { return db_; }
  sqlite3*& handle() { return db_; }
 private:
  sqlite3* db_ = nullptr;
};

void conversion() {
  Db db("a");
  std::thread t([&] { use(db); });  // finding(exclusive): sqlite-handle-shared: connection 'Db::db_' is used by this thread and by the one started here
  use(db);
  t.join();
}

void conversion_right() {
  Db db("a"), other("b");
  std::thread t([&] { use(db); });
  use(other);
  t.join();
}

void moved() {
  Db first("a");
  Db db(std::move(first));
  std::thread t([&] { use(db); });  // finding(exclusive): sqlite-handle-shared: connection 'Db::db_' is used by this thread and by the one started here
  use(db);
  t.join();
}

void move_assigned() {
  Db db("a");
  db = Db("b");
  std::thread t([&] { use(db); });  // finding(exclusive): sqlite-handle-shared: connection 'Db::db_' is used by this thread and by the one started here
  use(db);
  t.join();
}

static Db make() { Db db("a"); return db; }

static Db make2() { return Db("a"); }

void returned() {
  Db db = make();
  std::thread t([&] { use(db); });  // finding(exclusive): sqlite-handle-shared: connection 'Db::db_' is used by this thread and by the one started here
  use(db);
  t.join();
}

void returned2() {
  auto db = make2();
  std::thread t([&] { use(db.handle()); });  // finding(exclusive): sqlite-handle-shared: connection 'Db::db_' is used by this thread and by the one started here
  use(db);
  t.join();
}

void returned_two_right() {
  auto db = make2();
  auto other = make2();
  std::thread t([&] { use(db.handle()); });
  use(other);
  t.join();
}
