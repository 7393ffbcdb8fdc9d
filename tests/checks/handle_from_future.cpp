// RUN: %check %s
// The thread opens the connection and answers with it.
#include <sqlite3.h>

#include <future>

int main() {
  // finding: sqlite-handle-transferred: connection 'opened' is created on the thread started here and used by this one
  // step: crosses: it comes from the thread started here
  auto opened = std::async(std::launch::async, [] {
    sqlite3* db = nullptr;
    sqlite3_open("app.db", &db);  // step: created: connection 'opened' is created here, on the new thread
    return db;
  });
  sqlite3* db = opened.get();
  sqlite3_close(db);  // step: used_here: used on this thread here, by sqlite3_close
}
