// RUN: %check --policy serialized %s
// What other threads run while a transaction is open becomes part of it.
#include <sqlite3.h>

#include <mutex>
#include <thread>

static std::mutex mutex;

static void run(sqlite3* db, const char* text) { sqlite3_exec(db, text, nullptr, nullptr, nullptr); }

static void log(sqlite3* db) { run(db, "insert into log values (1)"); }

static void log_locked(sqlite3* db) {
  std::lock_guard<std::mutex> lock(mutex);
  log(db);
}

static void move(sqlite3* db) {
  sqlite3_exec(db, "begin", nullptr, nullptr, nullptr);  // finding(serialized): sqlite-connection-state: the transaction on connection 'db' takes in what other threads run meanwhile: no lock is held until sqlite3_exec ends it
  run(db, "update account set sum = sum - 1");
  run(db, "update account set sum = sum + 1");
  sqlite3_exec(db, "commit", nullptr, nullptr, nullptr);
}

static void move_locked(sqlite3* db) {
  std::lock_guard<std::mutex> lock(mutex);
  sqlite3_exec(db, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
  run(db, "update account set sum = sum - 1");
  sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr);
}

void wrong(sqlite3* db) {
  std::thread logger(log, db);
  move(db);
  logger.join();
}

void right(sqlite3* db) {
  std::thread logger(log_locked, db);
  move_locked(db);
  logger.join();
}

void right_in_one_call(sqlite3* db) {
  std::thread logger(log, db);
  sqlite3_exec(db, "begin; delete from log; commit;", nullptr, nullptr, nullptr);
  logger.join();
}
