// The blocks and odd forms of NOLINT, one hand-over each.
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
  // NOLINTBEGIN
  sqlite3* a = make();
  thrd_create(&threads[0], work, a);
  // NOLINTEND
  sqlite3* b = make();
  // NOLINTBEGIN(sqlite-*)
  // NOLINTBEGIN(bugprone-*)
  thrd_create(&threads[1], work, b);
  // NOLINTEND(bugprone-*)
  // NOLINTEND(sqlite-*)
  sqlite3* c = make();
  // NOLINTBEGIN(sqlite-handle-shared)
  thrd_create(&threads[2], work, c);
  // NOLINTEND(sqlite-handle-shared)
  sqlite3* d = make();
  thrd_create(&threads[3], work, d);  /* NOLINT(sqlite-handle-transferred) NOLINT(x) */
  sqlite3* e = make();
  // NOLINTNEXTLINE(sqlite-handle-transferred,bugprone-*)

  thrd_create(&threads[4], work, e);
  sqlite3* f = make();
  const char* text = "NOLINT"; thrd_create(&threads[5], work, f);
  sqlite3* g = make();
  thrd_create(&threads[6], work, g);  // NOLINTS
  sqlite3* h = make();
  thrd_create(&threads[7], work, h);  // NOLINT (sqlite-handle-shared)
  sqlite3* i = make();
  thrd_create(&threads[8], work, i);  // nolint
  sqlite3* j = make();
  thrd_create(&threads[9],  // NOLINT
              work, j);
  sqlite3* k = make();
  thrd_create(&threads[10],
              work, k);  // NOLINT
  sqlite3* l = make();
  // NOLINTBEGIN(sqlite-*)
  thrd_create(&threads[11], work, l);
  // NOLINTEND
  (void)text;
}
