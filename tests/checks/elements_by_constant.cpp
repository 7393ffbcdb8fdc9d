// RUN: %check --policy exclusive %s
// An element that two threads name by one constant is one handle; by two, two.
#include <sqlite3.h>

#include <map>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened(const char* name) {
  sqlite3* db = nullptr;
  sqlite3_open(name, &db);
  return db;
}

void by_name() {
  std::map<std::string, sqlite3*> all;
  all["users"] = opened("users.db");
  std::thread worker([&all] { use(all["users"]); });  // finding(exclusive): sqlite-handle-shared: connection 'all' is used by this thread and by the one started here
  use(all["users"]);
  worker.join();
}

void by_at() {
  std::unordered_map<std::string, sqlite3*> all;
  all["users"] = opened("users.db");
  std::thread worker([&all] { use(all.at("users")); });  // finding(exclusive): sqlite-handle-shared: connection 'all' is used by this thread and by the one started here
  use(all.at("users"));
  worker.join();
}

void by_find() {
  std::map<std::string, sqlite3*> all;
  all["users"] = opened("users.db");
  std::thread worker([&all] { use(all.find("users")->second); });  // finding(exclusive): sqlite-handle-shared: connection 'all' is used by this thread and by the one started here
  use(all["users"]);
  worker.join();
}

void by_two_names() {
  std::map<std::string, sqlite3*> all;
  all["users"] = opened("users.db");
  all["files"] = opened("files.db");
  std::thread worker([&all] { use(all["users"]); });
  use(all["files"]);
  worker.join();
}

void in_front() {
  std::vector<sqlite3*> all;
  all.push_back(opened("users.db"));
  std::thread worker([&all] { use(all.front()); });  // finding(exclusive): sqlite-handle-shared: connection 'all' is used by this thread and by the one started here
  use(all.front());
  worker.join();
}

int main() {
  by_name();
  by_at();
  by_find();
  by_two_names();
  in_front();
}
