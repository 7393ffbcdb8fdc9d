// What SQLite allows while another thread is inside a connection: to interrupt it, to use the
// source of a backup that runs, and to use a connection of one's own, also where that one
// waits for the same file. And a connection may go from hand to hand.
//
// RUN: %cc -g %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: rm -f %t.db && env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=exclusive %t interrupt %t.db 2>&1 | %not grep lanyard
// RUN: rm -f %t.db && env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=exclusive %t backup %t.db 2>&1 | %not grep lanyard
// RUN: rm -f %t.db && env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=exclusive %t wait %t.db 2>&1 | %not grep lanyard
// RUN: rm -f %t.db && env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=exclusive %t hands %t.db 2>&1 | %not grep lanyard
//
// The wrong twin of the backup: its destination.
// RUN: rm -f %t.db && env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=exclusive %t destination %t.db 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err
// CHECK: lanyard: concurrent-use: sqlite3_get_autocommit on a connection to a database in memory
// CHECK: used by thread 2
// CHECK: inside it already: thread 1 {{.*}}, in sqlite3_backup_step
// CHECK: lanyard: 1 violation, 1 use{{$}}
#include <semaphore.h>
#include <string.h>

#include "host.h"

static sqlite3 *db, *copy;
static sem_t inside, done;

static void run(sqlite3* to, const char* sql) { REQUIRE(!sqlite3_exec(to, sql, NULL, NULL, NULL)); }

/// Holds the first thread inside its call until the second is done.
static void meet(void) {
  sem_post(&inside);
  sem_wait(&done);
}

static void hold(sqlite3_context* context, int count, sqlite3_value** values) {
  (void)count, (void)values;
  meet();
  sqlite3_result_int(context, 1);
}

static void* interrupt(void* unused) {
  sem_wait(&inside);
  sqlite3_interrupt(db);
  sqlite3_db_mutex(db);
  sem_post(&done);
  return unused;
}

static void* use_source(void* unused) {
  sem_wait(&inside);
  REQUIRE(!sqlite3_errcode(db));
  REQUIRE(sqlite3_get_autocommit(db));
  sem_post(&done);
  return unused;
}

static void* use_destination(void* unused) {
  sem_wait(&inside);
  REQUIRE(sqlite3_get_autocommit(copy));
  sem_post(&done);
  return unused;
}

static int busy(void* unused, int times) {
  (void)unused;
  if (!times) meet();
  return !times;
}

/// Keeps the file locked by a connection of its own until the first thread waits for it.
static void* keep_locked(void* file) {
  sqlite3* own = opened(file);
  run(own, "begin immediate");
  sem_post(&done);
  sem_wait(&inside);
  run(own, "commit");
  REQUIRE(!sqlite3_close(own));
  sem_post(&done);
  return NULL;
}

static void* work(void* unused) {
  run(db, "begin; insert into t values (1); commit");
  REQUIRE(sqlite3_changes(db) == 1);
  return unused;
}

/// Copies `db`, which another connection keeps locked until the second thread is done.
static void copy_locked(void* (*other)(void*), const char* file) {
  pthread_t thread;
  sqlite3* blocker = opened(file);
  copy = opened(":memory:");
  run(blocker, "begin exclusive");
  REQUIRE(!sqlite3_busy_handler(db, busy, NULL));
  REQUIRE(!pthread_create(&thread, NULL, other, NULL));
  sqlite3_backup* backup = sqlite3_backup_init(copy, "main", db, "main");
  REQUIRE(backup && sqlite3_backup_step(backup, -1) == SQLITE_BUSY);
  REQUIRE(!pthread_join(thread, NULL));
  REQUIRE(sqlite3_backup_finish(backup) == SQLITE_BUSY);
  REQUIRE(!sqlite3_close(copy));
  REQUIRE(!sqlite3_close(blocker));
}

int main(int count, char** arguments) {
  REQUIRE(count == 3);
  const char *mode = arguments[1], *file = arguments[2];
  pthread_t thread;
  db = opened(file);
  run(db, "create table t(v)");
  if (!strcmp(mode, "interrupt")) {
    REQUIRE(!sqlite3_create_function(db, "hold", 0, SQLITE_UTF8, NULL, hold, NULL, NULL));
    REQUIRE(!pthread_create(&thread, NULL, interrupt, NULL));
    REQUIRE(sqlite3_exec(db, "select hold() union all select 1", NULL, NULL, NULL) ==
            SQLITE_INTERRUPT);
    REQUIRE(!pthread_join(thread, NULL));
  } else if (!strcmp(mode, "backup")) {
    copy_locked(use_source, file);
  } else if (!strcmp(mode, "destination")) {
    copy_locked(use_destination, file);
  } else if (!strcmp(mode, "wait")) {
    REQUIRE(!sqlite3_busy_handler(db, busy, NULL));
    REQUIRE(!pthread_create(&thread, NULL, keep_locked, (void*)file));
    sem_wait(&done);
    run(db, "begin immediate; commit");
    REQUIRE(!pthread_join(thread, NULL));
  } else {
    for (int i = 0; i < 5; ++i) {
      on_another_thread(work, NULL);
      work(NULL);
    }
  }
  REQUIRE(!sqlite3_close(db));
}
