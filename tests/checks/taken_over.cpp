// RUN: %check %s
// RUN: %check --policy exclusive %s
// lanyard_rebind: from there on the calling thread is the home.
#include "../../include/lanyard/lanyard.h"

#include <sqlite3.h>

#include <mutex>
#include <thread>

void query(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

void handed_over() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  std::thread worker([db] {
    lanyard_rebind(db);
    query(db);
    sqlite3_close(db);
  });
  worker.join();
}

void handed_over_too_late() {
  sqlite3* late = nullptr;
  sqlite3_open("app.db", &late);
  std::thread worker([late] {  // finding: sqlite-handle-transferred: connection 'late' is handed to the thread started here
    query(late);
    lanyard_rebind(late);
    sqlite3_close(late);
  });
  worker.join();
}

void handed_over_on_one_way(bool ready) {
  sqlite3* some = nullptr;
  sqlite3_open("app.db", &some);
  std::thread worker([some, ready] {  // finding: sqlite-handle-transferred: connection 'some' is handed to the thread started here
    if (ready) lanyard_rebind(some);
    query(some);
    sqlite3_close(some);
  });
  worker.join();
}

void there_and_back() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  std::thread worker([db] {
    lanyard_rebind(db);
    query(db);
  });
  worker.join();
  lanyard_rebind(db);
  sqlite3_close(db);
}

void there_and_not_back() {
  sqlite3* lost = nullptr;
  sqlite3_open("app.db", &lost);
  std::thread worker([lost] {  // finding: sqlite-handle-transferred: connection 'lost' is handed to the thread started here
    lanyard_rebind(lost);
    query(lost);
  });
  worker.join();
  sqlite3_close(lost);
}

void by_its_statement() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(db, "select 1", -1, &statement, nullptr);
  std::thread worker([db, statement] {
    lanyard_rebind(statement);
    sqlite3_step(statement);
    sqlite3_finalize(statement);
    sqlite3_close(db);
  });
  worker.join();
}

void opened_there() {
  sqlite3* db = nullptr;
  std::thread opener([&] { sqlite3_open("app.db", &db); });
  opener.join();
  lanyard_rebind(db);
  query(db);
  sqlite3_close(db);
}

sqlite3* taken(sqlite3* db) {
  lanyard_rebind(db);
  return db;
}

void by_a_function() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  std::thread worker([db] {
    query(taken(db));
    sqlite3_close(db);
  });
  worker.join();
}

std::mutex mutex;

void in_turns() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  std::thread worker([db] {
    std::lock_guard<std::mutex> lock(mutex);
    lanyard_rebind(db);
    query(db);
  });
  {
    std::lock_guard<std::mutex> lock(mutex);
    lanyard_rebind(db);
    query(db);
  }
  worker.join();
  lanyard_rebind(db);
  sqlite3_close(db);
}

// A hand-over is no lock.
void at_once() {
  sqlite3* both = nullptr;
  sqlite3_open("app.db", &both);
  // finding: sqlite-handle-shared: connection 'both' is used by this thread and by the one started here
  // finding(exclusive): sqlite-handle-shared: connection 'both' is used by this thread and by the one started here
  std::thread worker([both] {
    lanyard_rebind(both);
    query(both);
  });
  lanyard_rebind(both);
  query(both);
  worker.join();
  sqlite3_close(both);
}

int main(int count, char**) {
  handed_over();
  handed_over_too_late();
  handed_over_on_one_way(count > 1);
  there_and_back();
  there_and_not_back();
  by_its_statement();
  opened_there();
  by_a_function();
  in_turns();
  at_once();
}
