// RUN: %check %s
// Right: what is put in the queue is run by the thread that put it there; another thread
// exists and has nothing to do with it.
#include <sqlite3.h>

#include <functional>
#include <thread>
#include <vector>

class Deferred {
 public:
  void later(std::function<void()> action) { actions_.push_back(std::move(action)); }
  void run() {
    for (auto& each : actions_) each();
    actions_.clear();
  }

 private:
  std::vector<std::function<void()>> actions_;
};

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  Deferred deferred, theirs;
  std::thread worker([&theirs] { theirs.run(); });
  deferred.later([db] { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); });
  sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
  deferred.run();
  worker.join();
  sqlite3_close(db);
}
