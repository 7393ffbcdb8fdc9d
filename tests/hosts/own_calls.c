// SQLite calls itself through slots that preloading has filled, so that the shim would see ten
// calls for one of the program's. Its own calls do not pass through the shim: of the frames
// between a callback and the call that led to it, one is the shim's. Where a module before
// SQLite defines the function, that one is SQLite's to call, with the shim as without.
//
// RUN: %cc %s -I%S/Inputs -o %t -ldl -lsqlite3
// RUN: %t
// RUN: env LD_PRELOAD=%shim %t lanyard
// RUN: env LD_PRELOAD=%shim LD_BIND_NOW=1 %t lanyard
// RUN: %cc %s -I%S/Inputs -DWRAPPER -shared -fPIC -o %t.wrapper.so -ldl
// RUN: env LD_PRELOAD=%t.wrapper.so %t >%t.plain
// RUN: grep -x 'steps: [1-9]' %t.plain
// RUN: env LD_PRELOAD="%t.wrapper.so %shim" %t lanyard >%t.watched
// RUN: diff %t.plain %t.watched
// RUN: env LD_PRELOAD="%shim %t.wrapper.so" %t lanyard >%t.watched
// RUN: diff %t.plain %t.watched
#define _GNU_SOURCE
#include <dlfcn.h>
#include <execinfo.h>
#include <string.h>

#include "host.h"

#ifdef WRAPPER
static int steps;

int sqlite3_open(const char* file, sqlite3** db) {
  return ((int (*)(const char*, sqlite3**))dlsym(RTLD_NEXT, "sqlite3_open"))(file, db);
}

int sqlite3_step(sqlite3_stmt* statement) {
  ++steps;
  return ((int (*)(sqlite3_stmt*))dlsym(RTLD_NEXT, "sqlite3_step"))(statement);
}

__attribute__((destructor)) static void tell(void) { printf("steps: %d\n", steps); }
#else
static int frames_of_shim;

static int row(void* unused, int count, char** values, char** names) {
  (void)count, (void)values, (void)names;
  void* frames[64];
  for (int i = backtrace(frames, 64); i--;) {
    Dl_info info;
    if (dladdr(frames[i], &info) && strstr(info.dli_fname, "liblanyard")) ++frames_of_shim;
  }
  return unused ? 1 : 0;
}

int main(int count, char** arguments) {
  (void)arguments;
  sqlite3* db = opened(":memory:");
  REQUIRE(!sqlite3_exec(db, "select 1", row, NULL, NULL));  // a row, and the end
  REQUIRE(!sqlite3_exec(db, "create table t(v)", NULL, NULL, NULL));
  REQUIRE(!sqlite3_close(db));
  if (getenv("LD_PRELOAD") && strstr(getenv("LD_PRELOAD"), "wrapper"))
    REQUIRE(frames_of_shim >= count - 1);
  else
    REQUIRE(frames_of_shim == count - 1);
}
#endif
