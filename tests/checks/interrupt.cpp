// RUN: %check %s
// Right: sqlite3_interrupt may be called from any thread.
#include <sqlite3.h>

#include <chrono>
#include <thread>

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  std::thread watchdog([db] {
    std::this_thread::sleep_for(std::chrono::seconds(5));
    sqlite3_interrupt(db);
  });
  sqlite3_exec(db, "vacuum", nullptr, nullptr, nullptr);
  watchdog.join();
  sqlite3_close(db);
}
