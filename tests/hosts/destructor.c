// Libraries close their databases when they are unloaded: by dlclose, on a thread of the
// program's, which is a use like any other, and at the end of the process, when the main thread
// does it for all. That is counted apart, and the shim is still there to count it.
//
// RUN: %cc -shared -fPIC -DLIBRARY %s -I%S/Inputs -o %t.so -lsqlite3 -lpthread
// RUN: %cc %s -I%S/Inputs -o %t -ldl -lpthread
// RUN: rm -f %t.log.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log timeout 20 %t %t.so
// RUN: %FileCheck %s <$(ls %t.log.*)
// RUN: rm -f %t.log.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log timeout 20 %t %t.so unload; test $? = 66
// RUN: %FileCheck %s --check-prefix=UNLOAD <$(ls %t.log.*)

// CHECK: "type":"start"
// CHECK-NEXT: {"type":"end","counts":{"violations":0,"uses":0,"at_exit":2,
// UNLOAD: "type":"start"
// UNLOAD-NEXT: "type":"violation",{{.*}}"api":"sqlite3_finalize"
// UNLOAD-NEXT: "type":"violation",{{.*}}"api":"sqlite3_close"
// UNLOAD-NEXT: {"type":"end","counts":{"violations":2,"uses":2,"at_exit":0,
#include <dlfcn.h>

#include "host.h"

#ifdef LIBRARY
static sqlite3* db;
static sqlite3_stmt* statement;

void* library_start(void* unused) {
  db = opened(":memory:");
  statement = prepared(db, "select 1");
  return unused;
}

__attribute__((destructor)) static void stop(void) {
  REQUIRE(!sqlite3_finalize(statement) && !sqlite3_close(db));
}
#else
int main(int count, char** arguments) {
  REQUIRE(count >= 2);
  void* library = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
  REQUIRE(library);
  on_another_thread((void* (*)(void*))dlsym(library, "library_start"), NULL);
  if (count > 2) REQUIRE(!dlclose(library));
}
#endif
