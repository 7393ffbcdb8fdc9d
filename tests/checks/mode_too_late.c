// RUN: %check %s
// A mode can be chosen before SQLite is initialised, and after it is shut down.
#include <sqlite3.h>

static void choose(void) { sqlite3_config(SQLITE_CONFIG_SERIALIZED); }

void right(void) {
  choose();
  sqlite3_initialize();
}

void wrong(void) {
  sqlite3_initialize();
  sqlite3_config(SQLITE_CONFIG_SERIALIZED);  // finding: sqlite-threading-mode: sqlite3_config comes too late: SQLite is initialised by now, so it fails with SQLITE_MISUSE and changes nothing
}

void wrong_after_open(const char* file) {
  sqlite3* db = 0;
  if (sqlite3_open(file, &db) != SQLITE_OK) return;
  sqlite3_config(SQLITE_CONFIG_SERIALIZED);  // finding: sqlite-threading-mode: sqlite3_config comes too late: SQLite is initialised by now, so it fails with SQLITE_MISUSE and changes nothing
}

void right_after_shutdown(void) {
  sqlite3_initialize();
  sqlite3_shutdown();
  sqlite3_config(SQLITE_CONFIG_SERIALIZED);
}

void perhaps(int early) {
  if (early) sqlite3_initialize();
  sqlite3_config(SQLITE_CONFIG_SERIALIZED);
}
