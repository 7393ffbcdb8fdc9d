// RUN: %check --library soci %s
// A soci::session is opaque: making it opens a connection, its methods use it, and a
// transaction belongs to it.
#include <soci/soci.h>

#include <string>
#include <thread>

int main() {
  const std::string name = "sqlite3://db=app.db";
  soci::session sql(name);
  std::thread cleaner([&sql] { sql << "delete from log"; });  // finding: sqlite-handle-shared: connection 'sql' is used by this thread and by the one started here
  sql.begin();
  cleaner.join();
  std::thread saver([&sql] {  // finding: sqlite-handle-transferred: connection 'sql' is handed to the thread started here
    soci::transaction all(sql);
    all.commit();
  });
  saver.join();
  std::thread own([&name] {
    soci::session mine(name);
    mine.begin();
  });
  sql.commit();
  own.join();
  std::thread preparer([&sql] { sql.prepare << "select 1"; });  // finding: sqlite-handle-shared: connection 'sql' is used by this thread and by the one started here
  sql.once << "delete from log";
  preparer.join();
}
