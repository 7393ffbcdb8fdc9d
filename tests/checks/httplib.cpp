// RUN: %check --library httplib --policy exclusive %s
// A server's handlers run on several threads at once: a shared lock lets them all in, an
// exclusive one does not.
#include <httplib.h>
#include <sqlite3.h>

#include <mutex>
#include <shared_mutex>

class Store {
 public:
  Store() {
    sqlite3_open("a.db", &db_);
    sqlite3_open("b.db", &other_);
  }
  ~Store() {
    sqlite3_close(db_);
    sqlite3_close(other_);
  }
  void count() const {
    std::shared_lock<std::shared_mutex> lock(mutex_);
    sqlite3_exec(db_, "select 1", nullptr, nullptr, nullptr);
  }
  void add() const {
    std::unique_lock<std::shared_mutex> lock(mutex_);
    sqlite3_exec(other_, "select 1", nullptr, nullptr, nullptr);
  }

 private:
  sqlite3* db_ = nullptr;
  sqlite3* other_ = nullptr;
  mutable std::shared_mutex mutex_;
};

int main() {
  Store store;
  httplib::Server server;
  // finding(exclusive): sqlite-handle-shared: connection 'Store::db_' is used by every thread that is started here, each time under a shared lock, which lets other readers in
  server.Get("/count", [&](const httplib::Request&, httplib::Response& response) {
    store.count();
    response.set_content("1", "text/plain");
  });
  server.Post("/add", [&](const httplib::Request&, httplib::Response&) { store.add(); });
  server.listen("localhost", 8080);
}
