// RUN: %check --policy exclusive %s
// A unique_ptr that closes by a function pointer or a lambda; two of them with one deleter are
// two connections.
#include <sqlite3.h>

#include <memory>
#include <thread>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

using Fn = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;

using FnInt = std::unique_ptr<sqlite3, int (*)(sqlite3*)>;

void a() {
  Fn db(opened(), &sqlite3_close);
  std::thread t([&] { use(db.get()); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db.get());
  t.join();
}

void a_right() {
  Fn db(opened(), &sqlite3_close);
  std::thread t([&] { use(db.get()); });
  t.join();
  use(db.get());
}

void b() {
  auto deleter = [](sqlite3* db) { sqlite3_close(db); };
  std::unique_ptr<sqlite3, decltype(deleter)> db(opened(), deleter);
  std::thread t([&] { use(db.get()); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db.get());
  t.join();
}

void b2() {
  FnInt db{opened(), sqlite3_close};
  std::thread([&] { use(db.get()); }).detach();  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
}

void b3() {
  auto deleter = [](sqlite3* db) { sqlite3_close(db); };
  std::unique_ptr<sqlite3, decltype(deleter)> db(opened(), deleter);
  std::thread([&] { use(db.get()); }).detach();  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
}

struct Db {
  explicit Db(const char* f) { sqlite3_open(f, &db); }
  ~Db() { sqlite3_close(db); }
  Db(const Db&) = delete;
  void run() { use(db); }
  sqlite3* db = nullptr;
};

void h() {
  auto db = std::make_unique<Db>("a.db");
  Db& ref = *db;
  std::thread t([&ref] { ref.run(); });  // finding(exclusive): sqlite-handle-shared: connection 'Db::db' is used by this thread and by the one started here
  (*db).run();
  t.join();
}

class Holder {
 public:
  Holder() : db_(opened(), &sqlite3_close) {}
  sqlite3* get() { return db_.get(); }
 private:
  Fn db_;
};

void j() {
  Holder h;
  std::thread t([&] { use(h.get()); });  // finding(exclusive): sqlite-handle-shared: connection 'Holder::db_' is used by this thread and by the one started here
  use(h.get());
  t.join();
}

void j_two() {
  Holder h, k;
  std::thread t([&] { use(h.get()); });
  use(k.get());
  t.join();
}
