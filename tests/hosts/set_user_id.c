// A program with another user's or group's rights, linked with the shim: LANYARD_OPTIONS is not
// read, which would tell it where to write.
//
// RUN: %cc %s -o %t -Wl,--no-as-needed $(echo %shim | tr ':' '\n' | grep liblanyard) -lsqlite3 -Wl,-rpath,%build/lib
// RUN: rm -f %t.log.*
// RUN: env LANYARD_OPTIONS=log_path=%t.log %t plain && ls %t.log.*
// RUN: rm -f %t.log.*
// RUN: chgrp nogroup %t 2>/dev/null && chmod g+s %t || true
// RUN: env LANYARD_OPTIONS=log_path=%t.log %t secure && %not ls %t.log.*
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>

int main(int count, char** arguments) {
  const int is_secure = count > 1 && !strcmp(arguments[1], "secure");
  if (is_secure && !getauxval(AT_SECURE)) {
    // Only root can give it away, and not on every file system.
    printf("it has no other's rights here\n");
    return 0;
  }
  sqlite3* db;
  return sqlite3_open(":memory:", &db) || sqlite3_close(db);
}
