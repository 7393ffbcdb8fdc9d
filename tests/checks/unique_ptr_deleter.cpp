// RUN: %check --policy exclusive %s
// A unique_ptr with a deleter of its own closes at the end of its scope: too early here.
#include <sqlite3.h>

#include <memory>
#include <thread>

struct Close {
  void operator()(sqlite3* db) const { sqlite3_close(db); }
};

void refresh(const char* file) {
  sqlite3* raw = nullptr;
  sqlite3_open(file, &raw);
  std::unique_ptr<sqlite3, Close> db(raw);
  // finding(exclusive): sqlite-handle-shared: connection 'raw' is used by this thread and by the one started here
  std::thread([&db] { sqlite3_exec(db.get(), "select 1", nullptr, nullptr, nullptr); }).detach();
}
