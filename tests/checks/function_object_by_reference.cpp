// RUN: %check --policy exclusive %s
// A function object, given by copy and by std::ref.
#include <sqlite3.h>

#include <functional>
#include <thread>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

struct Db {
  explicit Db(const char* f) { sqlite3_open(f, &db); }
  ~Db() { sqlite3_close(db); }
  void run() { use(db); }
  void run2(int) { use(db); }
  sqlite3* db = nullptr;
};

struct Functor { sqlite3* db; void operator()() const { use(db); } };

void functor_local() {
  sqlite3* db = opened();
  Functor f{db};
  std::thread t(f);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  t.join();
}

void functor_ref() {
  Functor f{opened()};
  std::thread t(std::ref(f));  // finding(exclusive): sqlite-handle-shared: connection 'Functor::db' is used by this thread and by the one started here
  f();
  t.join();
}

void refwrap() {
  Db db("a");
  std::thread t([](Db& d) { d.run(); }, std::ref(db));  // finding(exclusive): sqlite-handle-shared: connection 'Db::db' is used by this thread and by the one started here
  db.run();
  t.join();
}

void refwrap_member() {
  Db db("a");
  std::reference_wrapper<Db> r(db);
  std::thread t([r] { r.get().run(); });  // finding(exclusive): sqlite-handle-shared: connection 'Db::db' is used by this thread and by the one started here
  db.run();
  t.join();
}

void cref() {
  const Functor f{opened()};
  std::thread t(std::cref(f));  // finding(exclusive): sqlite-handle-shared: connection 'Functor::db' is used by this thread and by the one started here
  f();
  t.join();
}
