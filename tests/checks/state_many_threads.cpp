// RUN: %check --policy serialized %s
// Threads of one kind disturb each other.
#include <sqlite3.h>

#include <mutex>
#include <thread>
#include <vector>

static sqlite3* db;
static std::mutex mutex;

static void count() {
  sqlite3_exec(db, "delete from log", nullptr, nullptr, nullptr);
  (void)sqlite3_changes(db);  // finding(serialized): sqlite-connection-state: sqlite3_changes on connection 'db' can tell another thread's count: no lock is held since sqlite3_exec
}

static void count_locked() {
  std::lock_guard<std::mutex> lock(mutex);
  sqlite3_exec(db, "delete from log", nullptr, nullptr, nullptr);
  (void)sqlite3_changes(db);
}

static void start(void (*work)(), std::vector<std::thread>& threads) {
  for (int i = 0; i != 4; ++i) threads.emplace_back(work);
  for (auto& each : threads) each.join();
}

int main() {
  std::vector<std::thread> threads;
  sqlite3_open("app.db", &db);
  for (int i = 0; i != 4; ++i) threads.emplace_back(count);
  for (auto& each : threads) each.join();
  threads.clear();
  for (int i = 0; i != 4; ++i) threads.emplace_back(count_locked);
  for (auto& each : threads) each.join();
  start(count_locked, threads);
}
