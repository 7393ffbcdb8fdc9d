// RUN: %check %s
// Objects that close their connection do so in the child too.
#include <sqlite3.h>
#include <unistd.h>

#include <cstdlib>

class Store {
 public:
  Store() { sqlite3_open("app.db", &db_); }
  ~Store() { sqlite3_close(db_); }

 private:
  sqlite3* db_ = nullptr;
};

static Store everywhere;

void local() {
  Store store;
  if (fork() == 0) return;  // finding: sqlite-handle-forked: connection 'Store::db_' is opened before fork and closed in the child
}

void local_right() {
  Store store;
  if (fork() == 0) _exit(0);
}

void exits() {
  if (fork() == 0) std::exit(0);  // finding: sqlite-handle-forked: connection 'Store::db_' is opened before fork and closed in the child
}

int main() {
  local_right();
  exits();
}
