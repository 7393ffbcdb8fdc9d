// A host that loads SQLite behind a plugin, with RTLD_LOCAL: RTLD_NEXT finds nothing there.
// A second plugin brings another SQLite of its own. Each plugin reaches its own library,
// and a handle goes back to the library that made it, whoever calls.
//
// RUN: %cc -shared -fPIC %S/Inputs/plugin.c -I%S/Inputs -o %t.plugin.so -lsqlite3
// RUN: %cc -shared -fPIC %S/Inputs/other_sqlite.c -o %t.other.so -Wl,-soname,other_sqlite.so
// RUN: rm -rf %t.dir && mkdir %t.dir && cp %t.other.so %t.dir/other_sqlite.so
// RUN: %cc -shared -fPIC %S/Inputs/plugin.c -I%S/Inputs -o %t.second.so %t.dir/other_sqlite.so -Wl,-rpath,%t.dir
// RUN: %cc %s -I%S/Inputs -o %t -ldl -lpthread
// RUN: env LD_PRELOAD=%shim %t %t.plugin.so %t.second.so 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err

// CHECK: sqlite3_errcode on a connection to a database in memory (serialized)
// CHECK-NEXT: used by thread 2
// CHECK: lanyard: 1 violation
#include <dlfcn.h>
#include <string.h>

#include "host.h"

struct plugin {
  sqlite3* (*open)(void);
  const char* (*version)(void);
  int (*errcode)(sqlite3*);
  int (*close)(sqlite3*);
};

static struct plugin load(const char* path) {
  void* library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!library) fprintf(stderr, "%s\n", dlerror());
  REQUIRE(library);
  struct plugin plugin;
  *(void**)&plugin.open = dlsym(library, "plugin_open");
  *(void**)&plugin.version = dlsym(library, "plugin_version");
  *(void**)&plugin.errcode = dlsym(library, "plugin_errcode");
  *(void**)&plugin.close = dlsym(library, "plugin_close");
  return plugin;
}

static struct plugin plugin;

static void* use(void* db) {
  REQUIRE(!plugin.errcode(db));
  return NULL;
}

int main(int count, char** arguments) {
  REQUIRE(count == 3);
  plugin = load(arguments[1]);
  struct plugin second = load(arguments[2]);
  sqlite3* db = plugin.open();
  sqlite3* other = second.open();
  REQUIRE(strcmp(second.version(), "other") == 0 && strcmp(plugin.version(), "other") != 0);
  REQUIRE(plugin.errcode(db) == 0 && second.errcode(other) == 1234);
  REQUIRE(second.errcode(db) == 0 && plugin.errcode(other) == 1234);
  on_another_thread(use, db);
  REQUIRE(!second.close(other) && !plugin.close(db));
}
