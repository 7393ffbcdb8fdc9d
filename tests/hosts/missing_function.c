// The shim defines functions that the program's SQLite may lack (Debian's has no snapshots).
// A program that asks whether there is one gets the answer that it gets without the shim: by
// a weak reference of its own or of a library's, by dlsym in the library, the program or the
// global scope. One that calls it all the same is refused, and told, once.
//
// RUN: %cc -shared -fPIC -DLIBRARY %s -I%S/Inputs -o %t.so
// RUN: %cc %s -I%S/Inputs -o %t %t.so -Wl,-rpath,/ -lsqlite3 -ldl
// RUN: %cc -shared -fPIC -DNEWER %s -I%S/Inputs -o %t.newer.so -Wl,-soname,libutil.so.1
// RUN: %cc -DCALLS %s -I%S/Inputs -o %t.calls -Wl,-z,lazy %t.newer.so -lsqlite3
// RUN: %t %t.so
// RUN: env LD_PRELOAD=%shim %t %t.so 2>%t.err
// RUN: test ! -s %t.err
// RUN: env LD_PRELOAD=%shim LD_BIND_NOW=1 %t %t.so
// RUN: env LD_PRELOAD=%shim %t.calls 2>%t.err
// RUN: %FileCheck %s --implicit-check-not=lanyard <%t.err

// CHECK: lanyard: the program calls sqlite3_snapshot_recover, which its SQLite does not have; the call is refused
#define _GNU_SOURCE
#define SQLITE_ENABLE_SNAPSHOT 1
#include <dlfcn.h>
#include <string.h>

#include "host.h"

#if !defined(CALLS) && !defined(NEWER)
#pragma weak sqlite3_snapshot_recover
#pragma weak sqlite3_step
#endif

#if defined(NEWER)
int sqlite3_snapshot_recover(sqlite3* db, const char* schema) { return !db || !schema; }
#elif defined(LIBRARY)
int library_has_snapshots(void) { return sqlite3_snapshot_recover ? 1 : 0; }
int library_has_step(void) { return sqlite3_step ? 1 : 0; }
#elif defined(CALLS)
int main(void) {
  sqlite3* db = opened(":memory:");
  REQUIRE(sqlite3_snapshot_recover(db, "main") == SQLITE_MISUSE);
  REQUIRE(sqlite3_snapshot_recover(db, "main") == SQLITE_MISUSE);
  REQUIRE(!sqlite3_close(db));
}
#else
int library_has_snapshots(void);
int library_has_step(void);

// A table of functions, as programs have that look up what there is.
static int (*volatile table[])(sqlite3*, const char*) = {sqlite3_snapshot_recover};

static void has_not(void* handle, const char* name) {
  dlerror();
  REQUIRE(!dlsym(handle, name));
  const char* error = dlerror();
  REQUIRE(error && strstr(error, "undefined symbol") && strstr(error, name));
}

static void has(void* handle, const char* name) {
  REQUIRE(dlsym(handle, name));
  REQUIRE(!dlerror());
}

int main(int count, char** arguments) {
  REQUIRE(count == 2);
  REQUIRE(!sqlite3_snapshot_recover && !library_has_snapshots() && !table[0]);
  REQUIRE(sqlite3_step && library_has_step());
  void* sqlite = dlopen("libsqlite3.so.0", RTLD_NOW);
  void* handles[] = {sqlite, dlopen(NULL, RTLD_NOW), RTLD_DEFAULT};
  for (int i = 0; i < 3; ++i) {
    has_not(handles[i], "sqlite3_snapshot_recover");
    has(handles[i], "sqlite3_step");
  }
  has_not(dlopen(arguments[1], RTLD_NOW), "sqlite3_step");
  sqlite3* db = opened(":memory:");
  REQUIRE(!sqlite3_close(db));
}
#endif
