// A connection closed by close_v2 while a statement of it lives, and shared by two threads: it is
// asked nothing more, since SQLite would log the question. And whoever frees it last, the
// closing or the finalizing thread, it is not read after that.
//
// RUN: %cc -g %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized timeout 120 %t >%t.out 2>%t.err
// RUN: grep -x 'logged 0' %t.out && test ! -s %t.err
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=exclusive:exitcode=0 timeout 120 %t | grep -x 'logged 0'
#include "host.h"

enum { kRounds = 500 };

static int logged;
static sqlite3* db;
static pthread_barrier_t ready;

static void count(void* unused, int code, const char* text) {
  (void)unused, (void)code, (void)text;
  ++logged;
}

static void* step(void* statement) {
  REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
  REQUIRE(sqlite3_reset(statement) == SQLITE_OK);
  return NULL;
}

static void* finalize(void* unused) {
  for (int round = 0; round < kRounds; ++round) {
    sqlite3_stmt* statement = prepared(db, "select 1");
    pthread_barrier_wait(&ready);
    REQUIRE(sqlite3_finalize(statement) == SQLITE_OK);
    pthread_barrier_wait(&ready);
    pthread_barrier_wait(&ready);
  }
  return unused;
}

int main(void) {
  pthread_t thread;
  REQUIRE(!sqlite3_config(SQLITE_CONFIG_LOG, count, NULL));
  db = opened(":memory:");
  sqlite3_stmt* statement = prepared(db, "select 1");
  on_another_thread(step, statement);
  REQUIRE(!sqlite3_close_v2(db));
  on_another_thread(step, statement);
  step(statement);
  REQUIRE(!sqlite3_finalize(statement));

  db = opened(":memory:");
  REQUIRE(!pthread_barrier_init(&ready, NULL, 2));
  REQUIRE(!pthread_create(&thread, NULL, finalize, NULL));
  for (int round = 0; round < kRounds; ++round) {
    pthread_barrier_wait(&ready);
    REQUIRE(!sqlite3_close_v2(db));
    pthread_barrier_wait(&ready);
    db = opened(":memory:");
    pthread_barrier_wait(&ready);
  }
  REQUIRE(!pthread_join(thread, NULL));
  REQUIRE(!sqlite3_close(db));
  printf("logged %d\n", logged);
}
