// RUN: %check %s
// Right: callbacks that are run before the call returns start nothing.
#include <sqlite3.h>

#include <algorithm>
#include <functional>
#include <thread>
#include <vector>

static int row(void* context, int, char**, char**) {
  return sqlite3_changes(static_cast<sqlite3*>(context));
}

class Visitor {
 public:
  virtual ~Visitor() = default;
  virtual void visit(int id) = 0;
};

class Deleter : public Visitor {
 public:
  explicit Deleter(sqlite3* db) : db_(db) {}
  void visit(int) override { sqlite3_exec(db_, "delete from t", nullptr, nullptr, nullptr); }

 private:
  sqlite3* db_;
};

static void each(const std::vector<int>& ids, Visitor& visitor) {
  for (const int id : ids) visitor.visit(id);
}

static void with(sqlite3* db, const std::function<void(sqlite3*)>& action) { action(db); }

int main() {
  std::vector<int> ids{1, 2, 3};
  std::thread other([&ids] { ids.push_back(4); });
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  std::for_each(ids.begin(), ids.end(),
                [db](int) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); });
  sqlite3_exec(db, "select 1", row, db, nullptr);
  Deleter deleter(db);
  each(ids, deleter);
  with(db, [](sqlite3* each) { sqlite3_exec(each, "select 1", nullptr, nullptr, nullptr); });
  sqlite3_close(db);
  other.join();
}
