// RUN: %check --policy exclusive %s
// Templates at their instantiations: recursive ones, fold expressions, returned lambdas.
#include <sqlite3.h>

#include <functional>
#include <memory>
#include <thread>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

template <> struct std::default_delete<sqlite3> { void operator()(sqlite3* p) const { sqlite3_close(p); } };

template <class T> class Box { public: T value; T& get() { return value; } template <class F> void with(F&& f) { f(value); } friend void start(Box& b, std::thread& t) { t = std::thread([&b] { use(b.value); }); } };

void box() {
  Box<sqlite3*> b; b.value = opened();
  std::thread t([&] { b.with([](sqlite3* db) { use(db); }); });  // finding(exclusive): sqlite-handle-shared: connection 'Box::value' is used by this thread and by the one started here
  b.with([](auto* db) { use(db); });
  t.join();
}

template <class T> struct Expected { T v; int err; bool ok; T& operator*() { return v; } explicit operator bool() const { return ok; } };

Expected<sqlite3*> try_open() { Expected<sqlite3*> e{}; if (sqlite3_open("a", &e.v)) e.err = 1; else e.ok = true; return e; }

void expected() {
  auto e = try_open();
  if (!e) return;
  std::thread t([&] { use(*e); });  // finding(exclusive): sqlite-handle-shared: connection 'Expected::v' is used by this thread and by the one started here
  use(*e);
  t.join();
}

template <int N> struct Chain : Chain<N - 1> { void deep(sqlite3* db) { Chain<N - 1>::deep(db); } };

template <> struct Chain<0> { void deep(sqlite3* db) { use(db); } };

void deep() {
  sqlite3* db = opened();
  std::thread t([db] { Chain<20>().deep(db); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  t.join();
}

template <class... Ts> void all(Ts... ts) { (use(ts), ...); }

void fold() {
  sqlite3 *a = opened(), *b = opened();
  std::thread t([=] { all(a, b); });  // finding(exclusive): sqlite-handle-shared: connection 'b' is used by this thread and by the one started here
  use(b);
  t.join();
}

auto make_runner(sqlite3* db) { return [db] { use(db); }; }

void returned_lambda() {
  sqlite3* db = opened();
  std::thread t(make_runner(db));  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  t.join();
}

std::function<void()> make_fn(sqlite3* db) { return [db] { use(db); }; }
