// RUN: %check --policy exclusive %s
// Handles of base classes, and of constructors that call another.
#include <sqlite3.h>

#include <thread>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

class Base {
 public:
  Base() { sqlite3_open("a", &db); }
  virtual ~Base() { sqlite3_close(db); }
 protected:
  sqlite3* db;
};

class Derived : public Base {
 public:
  void run() { use(db); }
};

void inherited() {
  Derived d;
  std::thread t([&] { d.run(); });  // finding(exclusive): sqlite-handle-shared: connection 'Base::db' is used by this thread and by the one started here
  d.run();
  t.join();
}

class Delegating {
 public:
  Delegating() : Delegating("a.db") {}
  explicit Delegating(const char* f, int flags = 0) { sqlite3_open(f, &db_); }
  void run() { use(db_); }
 private:
  sqlite3* db_ = nullptr;
};

void delegating() {
  Delegating d;
  std::thread t([&] { d.run(); });  // finding(exclusive): sqlite-handle-shared: connection 'Delegating::db_' is used by this thread and by the one started here
  d.run();
  t.join();
}

struct DefaultInit { sqlite3* db = opened(); };

void default_init() {
  DefaultInit d;
  std::thread t([&] { use(d.db); });  // finding(exclusive): sqlite-handle-shared: connection 'DefaultInit::db' is used by this thread and by the one started here
  use(d.db);
  t.join();
}

void default_init_agg() {
  DefaultInit d{};
  std::thread t([&] { use(d.db); });  // finding(exclusive): sqlite-handle-shared: connection 'DefaultInit::db' is used by this thread and by the one started here
  use(d.db);
  t.join();
}
