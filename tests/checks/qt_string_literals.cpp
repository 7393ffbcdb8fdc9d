// RUN: %check --library qt %s
// QStringLiteral names a connection as a plain literal does.
#include <QtSql>
#include <thread>

void by_literal() {
  QSqlQuery query(QSqlDatabase::database(QStringLiteral("main")));
  query.exec("select 1");
}

void another() {
  QSqlDatabase own = QSqlDatabase::addDatabase("QSQLITE", QStringLiteral("mainly"));
  own.open();
  QSqlQuery query(own);
  query.exec("select 1");
}

int main() {
  QSqlDatabase db = QSqlDatabase::addDatabase("QSQLITE", "main");
  db.open();
  std::thread first(by_literal);  // finding: sqlite-handle-shared: connection 'QSqlDatabase main' is used by this thread and by the one started here
  std::thread second(another);
  db.transaction();
  first.join();
  second.join();
}
