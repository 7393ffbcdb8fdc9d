// A plugin that uses SQLite, as a host loads one: nothing else in the process does.
#include "host.h"

sqlite3* plugin_open(void) { return opened(":memory:"); }
const char* plugin_version(void) { return sqlite3_libversion(); }
int plugin_errcode(sqlite3* db) { return sqlite3_errcode(db); }
int plugin_close(sqlite3* db) { return sqlite3_close(db); }
