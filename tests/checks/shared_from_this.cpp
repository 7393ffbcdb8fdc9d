// RUN: %check --policy exclusive %s
// An object that keeps itself alive for its thread.
#include <sqlite3.h>

#include <memory>
#include <thread>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

struct Conn {
  static std::shared_ptr<Conn> create() { return std::shared_ptr<Conn>(new Conn); }
  sqlite3* raw() const { return db_.get(); }
 private:
  struct Close { void operator()(sqlite3* d) const { sqlite3_close_v2(d); } };
  Conn() { sqlite3* d = nullptr; sqlite3_open("a", &d); db_.reset(d); }
  std::unique_ptr<sqlite3, Close> db_;
};

void created() {
  auto c = Conn::create();
  std::thread t([c] { use(c->raw()); });  // finding(exclusive): sqlite-handle-shared: connection 'Conn::db_' is used by this thread and by the one started here
  use(c->raw());
  t.join();
}

void created_right() {
  auto c = Conn::create(); auto d = Conn::create();
  std::thread t([c] { use(c->raw()); });
  use(d->raw());
  t.join();
}

struct Shared : std::enable_shared_from_this<Shared> {
  sqlite3* db = opened();
  std::thread go() { auto self = shared_from_this(); return std::thread([self] { use(self->db); }); }  // finding(exclusive): sqlite-handle-shared: connection 'Shared::db' is used by this thread and by the one started here
};

void sft() {
  auto s = std::make_shared<Shared>();
  auto t = s->go();
  use(s->db);
  t.join();
}

void weak_from() {
  auto s = std::make_shared<Shared>();
  std::thread t([w = std::weak_ptr<Shared>(s)] { if (auto p = w.lock()) use(p->db); });  // finding(exclusive): sqlite-handle-shared: connection 'Shared::db' is used by this thread and by the one started here
  use(s->db);
  t.join();
}
