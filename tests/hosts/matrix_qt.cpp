// Qt5's QSQLITE, loaded as a plugin; it prepares by the 16-bit functions. Qt refuses to look a
// connection up by name on another thread, but a query that was made before goes along.
//
// RUN: %cxx -std=c++17 -fPIC %s -o %t $(pkg-config --cflags --libs Qt5Sql)
// RUN: %own-thread %t
// RUN: %wrong-thread %t wrong | %FileCheck %s

// CHECK: cross-thread-use: sqlite3_step on statement of memory (multi-thread) x{{[0-9]+}}: thread 2 "other", home thread 1 "matrix_qt
#include <QCoreApplication>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QThread>
#include <QVariant>
#include <cstdio>
#include <memory>

namespace {

void require(const QSqlQuery& query, bool done) {
  if (!done) qFatal("%s", qPrintable(query.lastError().text()));
}

void work(QSqlQuery query) {
  require(query, query.exec("create table t(k integer primary key, v text)"));
  require(query, query.prepare("insert into t(v) values (?)"));
  for (int i = 0; i < 100; ++i) {
    query.bindValue(0, QString("row %1").arg(i));
    require(query, query.exec());
  }
  require(query, query.exec("select sum(k) from t where v like 'row %'") && query.next());
  std::printf("%d\n", query.value(0).toInt());
}

QSqlDatabase opened(const QString& name) {
  QSqlDatabase db = QSqlDatabase::addDatabase("QSQLITE", name);
  db.setDatabaseName(":memory:");
  if (!db.open()) qFatal("%s", qPrintable(db.lastError().text()));
  return db;
}

void own(const QString& name) {
  {
    QSqlDatabase db = opened(name);
    work(QSqlQuery(db));
  }
  QSqlDatabase::removeDatabase(name);
}

template <typename Run>
void on_another_thread(Run run) {
  const std::unique_ptr<QThread> thread(QThread::create(run));
  thread->setObjectName("other");
  thread->start();
  thread->wait();
}

}  // namespace

int main(int count, char** arguments) {
  QCoreApplication application(count, arguments);
  if (count == 1) {
    own("first");
    on_another_thread([] { own("second"); });
    return 0;
  }
  const QSqlDatabase db = opened("only");
  on_another_thread([query = QSqlQuery(db)] { work(query); });
}
