// RUN: %check --policy exclusive %s
// Ternaries, commas, if with an initialiser, switch, try and goto.
#include <sqlite3.h>

#include <thread>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

void ternary(bool b) {
  sqlite3* x = opened(); sqlite3* y = opened();
  sqlite3* db = b ? x : y;
  std::thread t([&] { use(db); });  // finding(exclusive): sqlite-handle-shared: connection 'x' is used by this thread and by the one started here
  use(db);
  t.join();
}

void comma_ifinit() {
  if (sqlite3* db = opened(); db != nullptr) {
    std::thread t([=] { use((0, db)); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
    use(db);
    t.join();
  }
}

void sw(int n) {
  sqlite3* db = nullptr;
  switch (n) { case 0: db = opened(); break; case 1: sqlite3_open("b", &db); [[fallthrough]]; default: break; }
  std::thread t([=] { use(db); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  t.join();
}

void tries() {
  sqlite3* db = opened();
  std::thread t;
  try { t = std::thread([=] { use(db); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
    use(db); } catch (...) { throw; }
  t.join();
}

void gotos() {
  sqlite3* db = nullptr;
  std::thread t;
  if (sqlite3_open("a", &db)) goto done;
  t = std::thread([=] { use(db); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  t.join();
done:
  sqlite3_close(db);
}
