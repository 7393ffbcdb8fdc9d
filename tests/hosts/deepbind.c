// A host that loads its plugins with RTLD_DEEPBIND, as PHP does: they bind to SQLite in their
// own scope, past what was preloaded. Their calls are watched all the same, and a plugin that
// relies on the flag, since it brings a SQLite of its own, keeps that. Lazily bound or not,
// through tables of functions as well, and again after the plugin was unloaded.
//
// RUN: rm -rf %t.dir && mkdir %t.dir
// RUN: %cc -shared -fPIC %S/Inputs/other_sqlite.c -o %t.dir/other.so -Wl,-soname,other.so
// RUN: %cc -shared -fPIC -DPLUGIN %s -I%S/Inputs -o %t.dir/lazy.so -Wl,-z,lazy -lsqlite3
// RUN: %cc -shared -fPIC -DPLUGIN %s -I%S/Inputs -o %t.dir/now.so -Wl,-z,now,-z,relro -lsqlite3
// RUN: %cc -shared -fPIC -DPLUGIN %s -I%S/Inputs -o %t.dir/own.so %t.dir/other.so -Wl,-rpath,%t.dir
// RUN: %cc %s -I%S/Inputs -o %t -ldl -lpthread -Wl,--no-as-needed -lsqlite3
// RUN: %t %t.dir
// RUN: env LD_PRELOAD=%shim %t %t.dir 2>%t.err; test $? = 66
// RUN: %FileCheck %s --implicit-check-not=cross-thread-use: <%t.err
// RUN: env LD_PRELOAD=%shim LD_BIND_NOW=1 %t %t.dir 2>%t.err; test $? = 66
// RUN: %FileCheck %s --implicit-check-not=cross-thread-use: <%t.err

// CHECK: cross-thread-use: sqlite3_changes on a connection
// CHECK: lazy.so+
// CHECK: cross-thread-use: sqlite3_total_changes on a connection
// CHECK: lazy.so+
// CHECK: cross-thread-use: sqlite3_changes on a connection
// CHECK: now.so+
// CHECK: cross-thread-use: sqlite3_total_changes on a connection
// CHECK: now.so+
// CHECK: cross-thread-use: sqlite3_errcode on a connection
// CHECK: own.so+
// CHECK: lanyard: 5 violations, 10 uses
#define _GNU_SOURCE
#include <dlfcn.h>

#include "host.h"

#ifdef PLUGIN
#pragma weak sqlite3_changes
#pragma weak sqlite3_total_changes
int (*const plugin_table[])(sqlite3*) = {sqlite3_total_changes};

void* plugin_open(void) { return opened(":memory:"); }
int plugin_changes(sqlite3* db) { return sqlite3_changes(db); }
int plugin_total_changes(sqlite3* db) { return plugin_table[0](db); }
int plugin_errcode(sqlite3* db) { return sqlite3_errcode(db); }
int plugin_close(sqlite3* db) { return sqlite3_close(db); }
#else
typedef int (*on_handle)(void*);

struct use {
  on_handle function;
  void* db;
  int answer;
};

static void* use(void* argument) {
  struct use* use = argument;
  REQUIRE(use->function(use->db) == use->answer);
  return NULL;
}

static void work(const char* directory, const char* name, const char* functions[], int answer) {
  char path[4096];
  snprintf(path, sizeof(path), "%s/%s", directory, name);
  void* plugin = dlopen(path, RTLD_LAZY | RTLD_DEEPBIND);
  REQUIRE(plugin);
  void* (*open)(void) = (void* (*)(void))dlsym(plugin, "plugin_open");
  void* db = open();
  for (; *functions; ++functions) {
    struct use one = {(on_handle)dlsym(plugin, *functions), db, answer};
    on_another_thread(use, &one);
  }
  REQUIRE(!((on_handle)dlsym(plugin, "plugin_close"))(db));
  REQUIRE(!dlclose(plugin));
}

int main(int count, char** arguments) {
  REQUIRE(count == 2);
  const char* both[] = {"plugin_changes", "plugin_total_changes", NULL};
  const char* errcode[] = {"plugin_errcode", NULL};
  for (int round = 0; round < 2; ++round) {
    work(arguments[1], "lazy.so", both, 0);
    work(arguments[1], "now.so", both, 0);
    work(arguments[1], "own.so", errcode, 1234);
  }
}
#endif
