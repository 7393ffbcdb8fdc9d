// RUN: %check --library sqlite_modern_cpp %s
// sqlite_modern_cpp's database shares one connection with its copies and with what it prepares.
#include <sqlite_modern_cpp.h>

#include <thread>

int main() {
  sqlite::database db("app.db");
  std::thread cleaner([&db] { db << "delete from log"; });  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  db << "insert into log values (1)";
  cleaner.join();
  sqlite::database lent("lent.db");
  std::thread borrower([lent]() mutable { lent << "vacuum"; });  // finding: sqlite-handle-transferred: connection 'lent' is handed to the thread started here
  borrower.join();
  std::thread own([] {
    sqlite::database mine("app.db");
    mine << "delete from log";
  });
  db << "select 1";
  own.join();
}
