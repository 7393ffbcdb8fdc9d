// RUN: %check %s
// The entry is virtual: an override uses the handle.
#include <sqlite3.h>

#include <thread>

class Job {
 public:
  virtual ~Job() = default;
  virtual void run() = 0;
};

class Query : public Job {
 public:
  explicit Query(sqlite3* db) : db_(db) {}
  void run() override { sqlite3_exec(db_, "select 1", nullptr, nullptr, nullptr); }

 private:
  sqlite3* db_;
};

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  Query query(db);
  Job* job = &query;
  std::thread worker([job] { job->run(); });  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
  worker.join();
}
