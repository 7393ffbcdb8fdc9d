// A program that is linked with SQLite loads a plugin that brings another SQLite. The dynamic
// linker binds the plugin's calls to the program's library, which comes first: so does the
// shim. The program says the same with and without it.
//
// RUN: rm -rf %t.dir && mkdir %t.dir
// RUN: %cc -shared -fPIC %S/Inputs/other_sqlite.c -o %t.dir/other_sqlite.so -Wl,-soname,other_sqlite.so
// RUN: %cc -shared -fPIC %S/Inputs/plugin.c -I%S/Inputs -o %t.dir/plugin.so %t.dir/other_sqlite.so -Wl,-rpath,%t.dir
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -ldl
// RUN: %t %t.dir/plugin.so >%t.plain
// RUN: env LD_PRELOAD=%shim %t %t.dir/plugin.so >%t.out
// RUN: diff %t.plain %t.out && grep -x 'error 0, changes 0' %t.out
#include <dlfcn.h>

#include "host.h"

int main(int count, char** arguments) {
  REQUIRE(count == 2);
  void* plugin = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
  REQUIRE(plugin);
  sqlite3* (*plugin_open)(void) = (sqlite3 * (*)(void)) dlsym(plugin, "plugin_open");
  sqlite3* db = plugin_open();
  printf("error %d, changes %d\n", sqlite3_errcode(db), sqlite3_changes(db));
  return sqlite3_close(db);
}
