// RUN: %check --library dispatch --blocks %s
// Blocks of C++: they hold `this`, references, what a lambda holds, and objects with destructors.
#include <dispatch/dispatch.h>
#include <sqlite3.h>

#include <memory>

struct Close {
  void operator()(sqlite3* db) const { sqlite3_close(db); }
};
using Owned = std::unique_ptr<sqlite3, Close>;

inline Owned open(const char* name) {
  sqlite3* db = nullptr;
  sqlite3_open(name, &db);
  return Owned(db);
}

class Store {
 public:
  Store() : db_(open("store.db")) {}
  void later(dispatch_queue_t queue) {
    dispatch_async(queue, ^{  // finding: sqlite-handle-shared: connection 'Store::db_' is used by this thread and by the one started here
      sqlite3_exec(db_.get(), "commit", nullptr, nullptr, nullptr);
    });
  }
  int count() { return sqlite3_total_changes(db_.get()); }

 private:
  Owned db_;
};

static void of_an_object(dispatch_queue_t queue) {
  Store store;
  store.later(queue);
  store.count();
}

static void of_a_reference(dispatch_queue_t queue, sqlite3*& db) {
  dispatch_async(queue, ^{  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
    sqlite3_exec(db, "commit", nullptr, nullptr, nullptr);
  });
  sqlite3_total_changes(db);
}

static void in_a_lambda(dispatch_queue_t queue) {
  const Owned db = open("lambda.db");
  sqlite3* raw = db.get();
  const auto start = [queue, raw] {
    dispatch_async(queue, ^{  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
      sqlite3_exec(raw, "commit", nullptr, nullptr, nullptr);
    });
  };
  start();
  sqlite3_total_changes(raw);
}

template <typename T>
void run_on(dispatch_queue_t queue, T* db) {
  dispatch_async(queue, ^{  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
    sqlite3_exec(db, "commit", nullptr, nullptr, nullptr);
  });
}
static void of_a_template(dispatch_queue_t queue) {
  const Owned db = open("template.db");
  run_on(queue, db.get());
  sqlite3_total_changes(db.get());
}

// Right: the queue is drained, or the object is the block's own.
static void own(dispatch_queue_t queue) {
  dispatch_async(queue, ^{
    Store store;
    store.count();
  });
}

int main() {
  dispatch_queue_t queue = dispatch_get_global_queue(0, 0);
  of_an_object(queue);
  sqlite3* db = nullptr;
  sqlite3_open("reference.db", &db);
  of_a_reference(queue, db);
  in_a_lambda(queue);
  of_a_template(queue);
  own(queue);
}
