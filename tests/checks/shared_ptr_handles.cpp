// RUN: %check --policy exclusive %s
// A handle kept by shared_ptr, with a deleter or inside an object, and watched by weak_ptr.
#include <sqlite3.h>

#include <memory>
#include <thread>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

using Fn = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;

void a() {
  Fn db(opened(), &sqlite3_close);
  std::thread t([&] { use(db.get()); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db.get());
  t.join();
}

void c() {
  std::shared_ptr<sqlite3> db(opened(), [](sqlite3* p) { sqlite3_close(p); });
  std::thread t([db] { use(db.get()); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db.get());
  t.join();
}

void c2() {
  std::shared_ptr<sqlite3> db(opened(), sqlite3_close);
  std::weak_ptr<sqlite3> weak = db;
  std::thread t([weak] { if (auto held = weak.lock()) use(held.get()); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db.get());
  t.join();
}

void c2_right() {
  std::shared_ptr<sqlite3> db(opened(), sqlite3_close);
  std::weak_ptr<sqlite3> weak = db;
  std::thread t([weak] { if (auto held = weak.lock()) use(held.get()); });
  t.join();
  use(db.get());
}

struct Db {
  explicit Db(const char* f) { sqlite3_open(f, &db); }
  ~Db() { sqlite3_close(db); }
  Db(const Db&) = delete;
  void run() { use(db); }
  sqlite3* db = nullptr;
};

void g() {
  auto db = std::make_shared<Db>("a.db");
  std::thread t([db] { db->run(); });  // finding(exclusive): sqlite-handle-shared: connection 'Db::db' is used by this thread and by the one started here
  db->run();
  t.join();
}

void g_right() {
  auto db = std::make_shared<Db>("a.db");
  std::thread t([] { auto own = std::make_shared<Db>("a.db"); own->run(); });
  db->run();
  t.join();
}

void i_alias() {
  auto db = std::make_shared<Db>("a.db");
  std::shared_ptr<sqlite3> raw(db, db->db);
  std::thread t([raw] { use(raw.get()); });  // finding(exclusive): sqlite-handle-shared: connection 'Db::db' is used by this thread and by the one started here
  db->run();
  t.join();
}
