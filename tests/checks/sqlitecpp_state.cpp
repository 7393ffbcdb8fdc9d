// RUN: %check --library sqlitecpp --policy serialized %s
// The state that threads share of a connection, by methods of a class that nobody sees into.
#include <SQLiteCpp/SQLiteCpp.h>

#include <mutex>
#include <thread>

static std::mutex mutex;

static long long add(SQLite::Database& db) {
  db.exec("insert into log values (1)");
  // finding(serialized): sqlite-connection-state: sqlite3_last_insert_rowid on connection 'db' can tell another thread's row id: no lock is held since sqlite3_exec
  return db.getLastInsertRowid();
}

static long long add_locked(SQLite::Database& db) {
  std::lock_guard<std::mutex> lock(mutex);
  db.exec("insert into log values (1)");
  return db.getLastInsertRowid();
}

static long long add_by_statement(SQLite::Database& db) {
  SQLite::Statement insert(db, "insert into log values (1)");
  insert.exec();
  // finding(serialized): sqlite-connection-state: sqlite3_last_insert_rowid on connection 'db' can tell another thread's row id: no lock is held since sqlite3_step
  return db.getLastInsertRowid();
}

static void update(SQLite::Database& db) {
  // finding(serialized): sqlite-connection-state: the transaction on connection 'db' takes in what other threads run meanwhile: no lock is held until sqlite3_step ends it
  SQLite::Transaction transaction(db);
  db.exec("update a set n = 1");
  transaction.commit();
}

int main() {
  SQLite::Database db("app.db");
  {
    std::thread other([&db] { add(db); });
    add(db);
    other.join();
  }
  {
    std::thread other([&db] { add_by_statement(db); });
    add_by_statement(db);
    other.join();
  }
  {
    std::thread other([&db] { update(db); });
    update(db);
    other.join();
  }
  SQLite::Database locked("locked.db");
  std::thread other([&locked] { add_locked(locked); });
  add_locked(locked);
  other.join();
}
