// A library whose constructor uses SQLite before the shim's own constructor has run, and
// one whose constructor waits for a thread that opens a database: whoever takes the dynamic
// linker's lock in that thread waits for ever.
//
// RUN: %cc -shared -fPIC -DLIBRARY %s -I%S/Inputs -o %t.so -lsqlite3 -lpthread
// RUN: %cc %s -I%S/Inputs -o %t -Wl,--no-as-needed %t.so -Wl,-rpath,/ -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim timeout 20 %t 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err
// RUN: %cc -DDLOPEN %s -I%S/Inputs -o %t.late -Wl,--no-as-needed -lsqlite3 -ldl -lpthread
// RUN: env LD_PRELOAD=%shim timeout 20 %t.late %t.so 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err

// CHECK: sqlite3_changes on a connection
// CHECK: home thread {{.*}}, opened by sqlite3_open
// CHECK: lanyard: 1 violation
#include <dlfcn.h>

#include "host.h"

#ifdef LIBRARY
static void* open_one(void* db) {
  *(sqlite3**)db = opened(":memory:");
  return NULL;
}

__attribute__((constructor)) static void start(void) {
  sqlite3* db;
  on_another_thread(open_one, &db);
  sqlite3_changes(db);
}
#else
int main(int count, char** arguments) {
#ifdef DLOPEN
  REQUIRE(count == 2 && dlopen(arguments[1], RTLD_NOW));
#else
  (void)count, (void)arguments;
#endif
}
#endif
