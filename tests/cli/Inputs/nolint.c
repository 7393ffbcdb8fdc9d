// A finding on each line that starts a thread, under every form of NOLINT.
#include <sqlite3.h>
#include <threads.h>

static int work(void* connection) {
  return sqlite3_exec(connection, "select 1", NULL, NULL, NULL);
}

static sqlite3* make(void) {
  sqlite3* db = NULL;
  sqlite3_open(":memory:", &db);
  return db;
}

void start(thrd_t* threads) {
  sqlite3* a = make();
  thrd_create(&threads[0], work, a);
  sqlite3* b = make();
  thrd_create(&threads[1], work, b);  // NOLINT
  sqlite3* c = make();
  thrd_create(&threads[2], work, c);  // NOLINT(sqlite-handle-transferred)
  sqlite3* d = make();
  thrd_create(&threads[3], work, d);  // NOLINT(bugprone-*, sqlite-*): handed over
  sqlite3* e = make();
  thrd_create(&threads[4], work, e);  // NOLINT(bugprone-*)
  sqlite3* f = make();
  // NOLINTNEXTLINE
  thrd_create(&threads[5], work, f);
  sqlite3* g = make();
  // NOLINTNEXTLINE(sqlite-handle-shared)
  thrd_create(&threads[6], work, g);
  sqlite3* h = make();
  // NOLINTBEGIN(sqlite-*)
  thrd_create(&threads[7], work, h);
  // NOLINTEND(sqlite-*)
  sqlite3* i = make();
  thrd_create(&threads[8], work, i);
  sqlite3* j = make();
  thrd_create(&threads[9], work, j);  // NOLINT()
  sqlite3* k = make();
  thrd_create(&threads[10], work, k);  // NOLINT(*,-sqlite-*)
}
