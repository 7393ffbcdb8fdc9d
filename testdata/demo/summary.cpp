#include "summary.h"

#include "database.h"
#include "thread_pool.h"

namespace station {

double average(const std::string& path, ThreadPool& pool) {
  Database database(path);
  sqlite3_stmt* statement = database.prepare("SELECT avg(celsius) FROM reading");
  double celsius = 0;
  pool.submit([statement, &celsius] {               // finding: sqlite-handle-transferred
    sqlite3_step(statement);                        // violation: cross-thread-use
    celsius = sqlite3_column_double(statement, 0);  // violation: cross-thread-use
  });
  pool.wait();
  sqlite3_finalize(statement);
  return celsius;
}

}  // namespace station
