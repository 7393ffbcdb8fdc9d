// RUN: %check --policy exclusive %s
// A shared_ptr that forgets its type and gets it back.
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

struct Db {
  explicit Db(const char* f) { sqlite3_open(f, &db); }
  ~Db() { sqlite3_close(db); }
  Db(const Db&) = delete;
  void run() { use(db); }
  sqlite3* db = nullptr;
};

void l_static_cast() {
  auto db = std::make_shared<Db>("a.db");
  std::shared_ptr<void> any = db;
  auto back = std::static_pointer_cast<Db>(any);
  std::thread t([back] { back->run(); });  // finding(exclusive): sqlite-handle-shared: connection 'Db::db' is used by this thread and by the one started here
  db->run();
  t.join();
}

void m_shared_fn() {
  auto db = std::make_shared<Db>("a.db");
  std::thread t(&Db::run, db);  // finding(exclusive): sqlite-handle-shared: connection 'Db::db' is used by this thread and by the one started here
  db->run();
  t.join();
}
