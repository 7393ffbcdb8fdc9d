// RUN: %check %s
// Of a long way of calls, the steps show its first two and its last two.
#include <sqlite3.h>

#include <thread>

struct Store {
  void run(const char* sql) {
    // step: used_there: used on the new thread here, by sqlite3_exec
    // step: used_here: used on this thread here, by sqlite3_exec
    sqlite3_exec(db, sql, nullptr, nullptr, nullptr);
  }
  void row(int id) {
    run(id != 0 ? "insert into t values (1)" : "insert into t values (0)");  // step: calls: the new thread calls Store::run here
  }
  void rows() {
    row(1);  // step: calls: the new thread calls Store::row here
  }
  void table() { rows(); }
  void all() {
    table();  // step: calls: the new thread calls Store::table here
  }
  sqlite3* db = nullptr;
};

void fill(Store& store) {
  store.all();  // step: calls: the new thread calls Store::all here
}

int main() {
  Store store;
  sqlite3_open("app.db", &store.db);  // step: created: connection 'Store::db' is created here
  // finding: sqlite-handle-shared: connection 'Store::db' is used by this thread and by the one started here
  // step: crosses: it goes to the new thread here, inside argument 'store'
  std::thread thread(fill, std::ref(store));
  store.run("delete from t");  // step: calls: this thread calls Store::run here
  thread.join();
  sqlite3_close(store.db);
}
