// A second "SQLite" with just enough of its interface to tell which one was called.
int sqlite3_open(const char* file, void** db) {
  static int only;
  (void)file;
  *db = &only;
  return 0;
}
int sqlite3_errcode(void* db) {
  (void)db;
  return 1234;
}
int sqlite3_close(void* db) {
  (void)db;
  return 0;
}
const char* sqlite3_libversion(void) { return "other"; }
int sqlite3_threadsafe(void) { return 0; }
