// A library that uses SQLite, and is unloaded while others do.
#include "host.h"

int plugin_ask(int value) {
  sqlite3* db = opened(":memory:");
  sqlite3_stmt* statement = prepared(db, "select ?1 + 1");
  REQUIRE(!sqlite3_bind_int(statement, 1, value));
  REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
  const int answer = sqlite3_column_int(statement, 0);
  REQUIRE(!sqlite3_finalize(statement) && !sqlite3_close(db));
  return answer;
}
