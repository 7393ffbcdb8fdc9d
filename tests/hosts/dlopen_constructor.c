// While a library's constructor runs, its dlopen holds the dynamic linker's lock. A constructor
// that waits for a thread waits for ever where that thread wants the lock: so the shim may ask the
// dynamic linker nothing, neither when SQLite is first called, nor when it reports.
//
// RUN: %cc -shared -fPIC %S/Inputs/plugin.c -I%S/Inputs -o %t.plugin.so -lsqlite3
// RUN: %cc -shared -fPIC -DLIBRARY %s -o %t.so -lpthread
// RUN: %cc -rdynamic %s -I%S/Inputs -o %t -ldl -lpthread
// RUN: timeout 20 %t %t.plugin.so %t.so first
// RUN: env LD_PRELOAD=%shim timeout 20 %t %t.plugin.so %t.so first
// RUN: env LD_PRELOAD=%shim timeout 20 %t %t.plugin.so %t.so report 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err

// CHECK: lanyard: cross-thread-use: sqlite3_errcode on a connection to a database in memory
// CHECK-NEXT: used by thread 2
// CHECK: native  plugin_errcode
// CHECK: home thread 1
#ifdef LIBRARY
#include <pthread.h>

void* work(void*);  // the program's

__attribute__((constructor)) static void wait_for_a_thread(void) {
  pthread_t thread;
  if (!pthread_create(&thread, 0, work, 0)) pthread_join(thread, 0);
}
#else
#include <dlfcn.h>
#include <string.h>

#include "host.h"

static sqlite3* (*plugin_open)(void);
static int (*plugin_errcode)(sqlite3*);
static int (*plugin_close)(sqlite3*);
static sqlite3* foreign;
static int has_worked;

static void* found(void* library, const char* name) {
  void* symbol = dlsym(library, name);
  REQUIRE(symbol);
  return symbol;
}

__attribute__((visibility("default"))) void* work(void* unused) {
  if (foreign) {
    REQUIRE(!plugin_errcode(foreign));
  } else {
    sqlite3* own = plugin_open();
    REQUIRE(!plugin_errcode(own) && !plugin_close(own));
  }
  has_worked = 1;
  return unused;
}

int main(int count, char** arguments) {
  REQUIRE(count == 4);
  void* plugin = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
  REQUIRE(plugin);
  plugin_open = (sqlite3 * (*)(void)) found(plugin, "plugin_open");
  plugin_errcode = (int (*)(sqlite3*))found(plugin, "plugin_errcode");
  plugin_close = (int (*)(sqlite3*))found(plugin, "plugin_close");
  if (!strcmp(arguments[3], "report")) foreign = plugin_open();
  REQUIRE(dlopen(arguments[2], RTLD_NOW) && has_worked);
  if (foreign) REQUIRE(!plugin_close(foreign));
}
#endif
