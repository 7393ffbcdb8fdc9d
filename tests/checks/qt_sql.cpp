// RUN: %check --library qt %s
// A QSqlDatabase is known by its name all over the program, and may only be used on the
// thread that made it.
#include <QtSql>
#include <thread>

void by_name() {
  QSqlQuery query(QSqlDatabase::database("main"));
  query.exec("select 1");
}

void by_default() {
  QSqlQuery query;
  query.exec("select 1");
}

void own_connection() {
  QSqlDatabase own = QSqlDatabase::addDatabase("QSQLITE", "worker");
  own.open();
  QSqlQuery query(own);
  query.exec("select 1");
}

int main() {
  QSqlDatabase db = QSqlDatabase::addDatabase("QSQLITE", "main");
  db.open();
  QSqlDatabase::addDatabase("QSQLITE").open();
  std::thread first(by_name);  // finding: sqlite-handle-shared: connection 'QSqlDatabase main' is used by this thread and by the one started here
  std::thread second(by_default);  // finding: sqlite-handle-transferred: connection 'QSqlDatabase' is handed to the thread started here
  std::thread third(own_connection);
  db.transaction();
  first.join();
  second.join();
  third.join();
}
