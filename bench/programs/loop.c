/* The workload that the shim's cost is measured on: the mixture of calls that SQLite's own
 * speedtest1 makes (inserts with bindings, indexed look-ups, scans with columns read, updates,
 * text, short statements prepared again and again), small enough to run under callgrind. All in
 * memory and without randomness, so that two runs execute the same instructions.
 *
 *     loop ROWS
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

static sqlite3 *database;

static void check(int code, int expected) {
  if (code == expected) return;
  fprintf(stderr, "loop: %s\n", sqlite3_errmsg(database));
  exit(1);
}

static void run(const char *sql) {
  check(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
}

static sqlite3_stmt *prepare(const char *sql) {
  sqlite3_stmt *statement = NULL;
  check(sqlite3_prepare_v2(database, sql, -1, &statement, NULL), SQLITE_OK);
  return statement;
}

/* A number that jumps about, the same in each run. */
static unsigned scramble(unsigned i) { return (i * 2654435761u) % 1000003u; }

static void insert(int rows) {
  sqlite3_stmt *statement = prepare("INSERT INTO t VALUES (?1, ?2, ?3)");
  run("BEGIN");
  for (int i = 0; i < rows; i++) {
    char text[32];
    int length = snprintf(text, sizeof text, "row number %d", i);
    sqlite3_bind_int64(statement, 1, scramble((unsigned)i));
    sqlite3_bind_int(statement, 2, i);
    sqlite3_bind_text(statement, 3, text, length, SQLITE_STATIC);
    check(sqlite3_step(statement), SQLITE_DONE);
    check(sqlite3_reset(statement), SQLITE_OK);
  }
  run("COMMIT");
  sqlite3_finalize(statement);
}

static long long look_up(int rows) {
  long long sum = 0;
  sqlite3_stmt *statement = prepare("SELECT b, c FROM t WHERE a = ?1");
  for (int i = 0; i < rows; i++) {
    sqlite3_bind_int64(statement, 1, scramble((unsigned)i));
    while (sqlite3_step(statement) == SQLITE_ROW)
      sum += sqlite3_column_int(statement, 0) + sqlite3_column_bytes(statement, 1);
    sqlite3_reset(statement);
  }
  sqlite3_finalize(statement);
  return sum;
}

static long long scan(int times) {
  long long sum = 0;
  sqlite3_stmt *statement = prepare("SELECT a, b, c FROM t WHERE b % 10 = ?1");
  for (int i = 0; i < times; i++) {
    sqlite3_bind_int(statement, 1, i % 10);
    while (sqlite3_step(statement) == SQLITE_ROW) {
      sum += sqlite3_column_int64(statement, 0) + sqlite3_column_int(statement, 1);
      sum += sqlite3_column_text(statement, 2)[0];
    }
    sqlite3_reset(statement);
  }
  sqlite3_finalize(statement);
  return sum;
}

static void update(int rows) {
  sqlite3_stmt *statement = prepare("UPDATE t SET b = b + 1 WHERE a = ?1");
  run("BEGIN");
  for (int i = 0; i < rows; i++) {
    sqlite3_bind_int64(statement, 1, scramble((unsigned)i));
    check(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_reset(statement);
  }
  run("COMMIT");
  sqlite3_finalize(statement);
}

static long long prepare_often(int times) {
  long long sum = 0;
  for (int i = 0; i < times; i++) {
    sqlite3_stmt *statement = prepare("SELECT count(*) FROM t WHERE a BETWEEN 10 AND 20");
    while (sqlite3_step(statement) == SQLITE_ROW) sum += sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
  }
  return sum;
}

int main(int argc, char **argv) {
  int rows = argc == 2 ? atoi(argv[1]) : 0;
  if (rows <= 0) {
    fprintf(stderr, "usage: loop ROWS\n");
    return 2;
  }
  check(sqlite3_open(":memory:", &database), SQLITE_OK);
  run("CREATE TABLE t (a INTEGER, b INTEGER, c TEXT); CREATE INDEX t_a ON t (a)");
  insert(rows);
  long long sum = look_up(rows) + scan(10);
  update(rows / 2);
  sum += prepare_often(rows / 10);
  printf("%lld\n", sum);
  return sqlite3_close(database) != SQLITE_OK;
}
