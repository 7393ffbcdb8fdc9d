// RUN: %check --policy exclusive %s
// Right under `exclusive`: a unique_ptr to a thread, asked whether it is there.
#include <sqlite3.h>

#include <memory>
#include <thread>

class Index {
 public:
  explicit Index(const char* file) { sqlite3_open(file, &db_); }
  ~Index() {
    // mutant drop-join: drop
    // mutant close-early: put after closed
    if (thread_) thread_->join();
    sqlite3_close(db_);
    // place closed
  }
  void build() {
    thread_ = std::make_unique<std::thread>(
        [this] { sqlite3_exec(db_, "reindex", nullptr, nullptr, nullptr); });
  }

 private:
  sqlite3* db_ = nullptr;
  std::unique_ptr<std::thread> thread_;
};
