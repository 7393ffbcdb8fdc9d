// RUN: %check --policy exclusive %s
// A map from threads to their connections, and a pool that leases them out.
#include <sqlite3.h>

#include <map>
#include <mutex>
#include <stack>
#include <thread>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

class PerThread {
 public:
  sqlite3* mine() {
    std::lock_guard<std::mutex> l(m_);
    auto& db = by_id_[std::this_thread::get_id()];
    if (!db) sqlite3_open("a", &db);
    return db;
  }
 private:
  std::mutex m_;
  std::map<std::thread::id, sqlite3*> by_id_;
};

void by_thread_right() {
  PerThread p;
  std::thread t([&] { use(p.mine()); });
  use(p.mine());
  t.join();
}

class Pool {
 public:
  Pool() { for (int i = 0; i < 4; ++i) free_.push(opened()); }
  sqlite3* take() { std::lock_guard<std::mutex> l(m_); sqlite3* db = free_.top(); free_.pop(); return db; }
  void give(sqlite3* db) { std::lock_guard<std::mutex> l(m_); free_.push(db); }
 private:
  std::mutex m_;
  std::stack<sqlite3*> free_;
};

void pooled_right() {
  Pool p;
  std::thread t([&] { auto* db = p.take(); use(db); p.give(db); });
  auto* db = p.take(); use(db); p.give(db);
  t.join();
}

void pooled() {
  Pool p;
  auto* db = p.take();
  std::thread t([&] { use(db); });  // finding(exclusive): sqlite-handle-shared: connection 'Pool::free_' is used by this thread and by the one started here
  use(db);
  t.join();
}

struct Lease { Pool& pool; sqlite3* db; explicit Lease(Pool& p) : pool(p), db(p.take()) {} ~Lease() { pool.give(db); } sqlite3* operator*() const { return db; } };

void leased_right() {
  Pool p;
  std::thread t([&] { Lease l(p); use(*l); });
  { Lease l(p); use(*l); }
  t.join();
}
