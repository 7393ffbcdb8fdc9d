// RUN: %check --policy exclusive %s
// A class that keeps its handle behind a pointer to what only its source knows.
#include <sqlite3.h>

#include <memory>
#include <thread>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

class Pimpl {
 public:
  Pimpl();
  ~Pimpl();
  void run();
 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

struct Pimpl::Impl { sqlite3* db = nullptr; Impl() { sqlite3_open("a", &db); } ~Impl() { sqlite3_close(db); } };

Pimpl::Pimpl() : impl_(std::make_unique<Impl>()) {}

Pimpl::~Pimpl() = default;

void Pimpl::run() { use(impl_->db); }

void pimpl() {
  Pimpl p;
  std::thread t([&] { p.run(); });  // finding(exclusive): sqlite-handle-shared: connection 'Pimpl::Impl::db' is used by this thread and by the one started here
  p.run();
  t.join();
}

void pimpl_right() {
  Pimpl p, q;
  std::thread t([&] { p.run(); });
  q.run();
  t.join();
}
