// Hosts that ask dlsym for SQLite's functions, as scripting languages do, and call them from
// wherever they like: they are watched like others. Two copies of SQLite that are asked each
// answer for themselves, also the functions that take no handle. Whoever asks for something
// else, or for the next definition, gets what he gets without the shim.
//
// RUN: rm -rf %t.dir && mkdir %t.dir
// RUN: %cc -shared -fPIC %S/Inputs/other_sqlite.c -o %t.dir/other.so -Wl,-soname,other.so
// RUN: for i in 1 2 3 4 5 6 7 8 9; do cp %t.dir/other.so %t.dir/copy.$i; done
// RUN: %cc -shared -fPIC -DPLUGIN %s -I%S/Inputs -o %t.dir/plugin.so -Wl,-rpath,%t.dir
// RUN: %cc %s -I%S/Inputs -o %t -ldl -lpthread
// RUN: %t %t.dir
// RUN: env LD_PRELOAD=%shim %t %t.dir 2>%t.err; test $? = 66
// RUN: %FileCheck %s --implicit-check-not=cross-thread-use: <%t.err

// CHECK: lanyard: cross-thread-use: sqlite3_total_changes on a connection to a database in memory (serialized)
// CHECK-NEXT: used by thread 2
// CHECK: home thread 1 {{.*}}, opened by sqlite3_open
// CHECK: lanyard: more copies of SQLite are loaded than can be told apart
// CHECK-NOT: more copies
// CHECK: lanyard: cross-thread-use: sqlite3_errcode on a connection
// CHECK: lanyard: 2 violations, 2 uses
#define _GNU_SOURCE
#include <dlfcn.h>
#include <string.h>

#include "host.h"

#ifdef PLUGIN
void* plugin_next(const char* name) { return dlsym(RTLD_NEXT, name); }
void* plugin_loads(const char* file) { return dlopen(file, RTLD_NOW); }
#else
typedef int (*open_function)(const char*, void**);
typedef int (*on_handle)(void*);

struct library {
  open_function open;
  on_handle errcode, close;
};

static struct library load(const char* path) {
  struct library library;
  void* handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  REQUIRE(handle);
  *(void**)&library.open = dlsym(handle, "sqlite3_open");
  *(void**)&library.errcode = dlsym(handle, "sqlite3_errcode");
  *(void**)&library.close = dlsym(handle, "sqlite3_close");
  REQUIRE(library.open && library.errcode && library.close && !dlerror());
  return library;
}

static const char* in(const char* directory, const char* name) {
  static char path[4096];
  snprintf(path, sizeof(path), "%s/%s", directory, name);
  return path;
}

static on_handle total_changes;
static struct library other;

static void* use(void* db) {
  REQUIRE(total_changes(db) == 0);
  return NULL;
}

static void* use_other(void* db) {
  REQUIRE(other.errcode(db) == 1234);
  return NULL;
}

int main(int count, char** arguments) {
  REQUIRE(count == 2);
  // One SQLite, not in anybody's scope.
  void* sqlite = dlopen("libsqlite3.so.0", RTLD_NOW | RTLD_LOCAL);
  struct library library = load("libsqlite3.so.0");
  total_changes = (on_handle)dlsym(sqlite, "sqlite3_total_changes");
  void *db, *db_of_other;
  REQUIRE(!library.open(":memory:", &db));
  on_another_thread(use, db);

  // Another one: a handle goes back to its own, whichever is asked.
  other = load(in(arguments[1], "other.so"));
  REQUIRE(other.open != library.open);
  REQUIRE(!other.open(":memory:", &db_of_other));
  REQUIRE(other.errcode(db_of_other) == 1234 && library.errcode(db) == 0);
  REQUIRE(!library.open(":memory:", &db) && library.errcode(db) == 0);

  // Many: beyond some number they are not watched, and right all the same.
  for (char name[] = "copy.1"; name[5] <= '9'; ++name[5]) {
    struct library copy = load(in(arguments[1], name));
    void* db_of_copy;
    REQUIRE(!copy.open(":memory:", &db_of_copy) && db_of_copy != db_of_other);
    REQUIRE(copy.errcode(db_of_copy) == 1234 && !copy.close(db_of_copy));
  }
  on_another_thread(use_other, db_of_other);
  REQUIRE(!other.close(db_of_other) && !library.close(db));

  // What the answer depends on is who asks.
  void* plugin = dlopen(in(arguments[1], "plugin.so"), RTLD_NOW);
  void* (*next)(const char*) = (void* (*)(const char*))dlsym(plugin, "plugin_next");
  void* (*loads)(const char*) = (void* (*)(const char*))dlsym(plugin, "plugin_loads");
  REQUIRE(next && loads && next("getpid") == dlsym(RTLD_DEFAULT, "getpid"));
  REQUIRE(!next("plugin_next") && dlsym(plugin, "plugin_next"));
  REQUIRE(dlsym(RTLD_NEXT, "getpid") == dlsym(RTLD_DEFAULT, "getpid"));
  REQUIRE(!dlopen("copy.1", RTLD_NOW) && strstr(dlerror(), "copy.1"));
  REQUIRE(loads("copy.1"));  // by the plugin's RUNPATH
  REQUIRE(!dlsym(plugin, "no_such_function") && strstr(dlerror(), "plugin.so: undefined symbol"));
}
#endif
