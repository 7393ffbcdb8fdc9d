// RUN: %check --library sqlitecpp %s
// SQLiteCpp's classes are opaque; a statement belongs to the connection it was made from.
#include <SQLiteCpp/SQLiteCpp.h>

#include <thread>

void count(SQLite::Database& db) {
  SQLite::Statement query(db, "select count(*) from log");
  query.executeStep();
}

int main() {
  SQLite::Database db("app.db", SQLite::OPEN_READWRITE);
  std::thread counter([&db] { count(db); });  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  std::thread own([] {
    SQLite::Database mine("app.db");
    count(mine);
  });
  db.exec("delete from log");
  counter.join();
  own.join();
  SQLite::Statement query(db, "select 1");
  std::thread stepper([&query] { query.executeStep(); });  // finding: sqlite-handle-shared: statement 'query' is used by this thread and by the one started here
  query.executeStep();
  stepper.join();
}
