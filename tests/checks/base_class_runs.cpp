// RUN: %check %s
// A base class starts the thread, a derived one says what runs.
#include <sqlite3.h>

#include <thread>

class Thread {
 public:
  virtual ~Thread() = default;
  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  void start() { thread_ = std::thread(&Thread::run, this); }
  void wait() { thread_.join(); }

 protected:
  virtual void run() = 0;

 private:
  std::thread thread_;
};

class Sync : public Thread {
 public:
  explicit Sync(sqlite3* db) : db_(db) {}

 protected:
  void run() override { sqlite3_exec(db_, "select 1", nullptr, nullptr, nullptr); }

 private:
  sqlite3* db_;
};

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  Sync sync(db);
  sync.start();
  sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
  sync.wait();
  sqlite3_close(db);
}
