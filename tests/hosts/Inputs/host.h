// What most programs of this suite need: another thread, and a loud end when an
// assumption about SQLite itself fails.
#pragma once

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#define REQUIRE(condition)                                            \
  do {                                                                \
    if (!(condition)) {                                               \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      _Exit(99);                                                      \
    }                                                                 \
  } while (0)

/// Runs `run(argument)` on a thread of its own and waits for it.
static inline void on_another_thread(void* (*run)(void*), void* argument) {
  pthread_t thread;
  REQUIRE(!pthread_create(&thread, NULL, run, argument));
  REQUIRE(!pthread_join(thread, NULL));
}

static inline sqlite3* opened(const char* file) {
  sqlite3* db = NULL;
  REQUIRE(sqlite3_open(file, &db) == SQLITE_OK);
  return db;
}

static inline sqlite3_stmt* prepared(sqlite3* db, const char* sql) {
  sqlite3_stmt* statement = NULL;
  REQUIRE(sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK);
  return statement;
}
