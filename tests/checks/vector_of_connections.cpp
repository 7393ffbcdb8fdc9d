// RUN: %check --policy exclusive %s
// Right under `exclusive`: a thread for each connection of a vector.
#include <sqlite3.h>

#include <memory>
#include <thread>
#include <vector>

class Connection {
 public:
  explicit Connection(const char* file) { sqlite3_open(file, &db_); }
  ~Connection() { sqlite3_close(db_); }
  void run(const char* sql) { sqlite3_exec(db_, sql, nullptr, nullptr, nullptr); }

 private:
  sqlite3* db_ = nullptr;
};

int main() {
  std::vector<std::unique_ptr<Connection>> connections;
  for (int i = 0; i < 4; ++i) connections.push_back(std::make_unique<Connection>("app.db"));
  std::vector<std::thread> workers;
  for (auto& connection : connections)
    workers.emplace_back([&connection] { connection->run("select 1"); });
  for (auto& worker : workers) worker.join();
}
