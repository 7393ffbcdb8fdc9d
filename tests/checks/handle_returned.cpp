// RUN: %check %s
// A factory makes the connection, an accessor hands it out.
#include <sqlite3.h>

#include <memory>
#include <thread>

class Connection {
 public:
  static std::unique_ptr<Connection> make(const char* file) {
    auto made = std::make_unique<Connection>();
    sqlite3_open(file, &made->db_);
    return made;
  }
  sqlite3* handle() const { return db_; }

 private:
  sqlite3* db_ = nullptr;
};

int main() {
  auto connection = Connection::make("app.db");
  sqlite3* db = connection->handle();
  std::thread worker([db] { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); });  // finding: sqlite-handle-shared: connection 'Connection::db_' is used by this thread and by the one started here
  sqlite3_exec(connection->handle(), "select 2", nullptr, nullptr, nullptr);
  worker.join();
}
