// Two copies of SQLite in one process, each behind a plugin of its own, and an extension that
// the second one loads: whatever is called with a handle of the second is served there, also
// through the table of functions that the extension gets, by SQLite's own tail calls
// (sqlite3_bind_int), and where the handle travels to the other plugin. All of it is watched.
//
// RUN: rm -rf %t.dir && mkdir %t.dir
// RUN: sed 's/libsqlite3\.so\.0/libsqlite2.so.0/g' "$(%cc -print-file-name=libsqlite3.so)" >%t.dir/libsqlite2.so.0
// RUN: %cc -shared -fPIC -DPLUGIN %s -I%S/Inputs -o %t.dir/first.so -lsqlite3
// RUN: %cc -shared -fPIC -DPLUGIN %s -I%S/Inputs -o %t.dir/second.so %t.dir/libsqlite2.so.0 -Wl,-rpath,%t.dir
// RUN: %cc -shared -fPIC -DEXTENSION %s -I%S/Inputs -o %t.dir/extension.so
// RUN: %cc %s -I%S/Inputs -o %t -ldl -lpthread
// RUN: %t %t.dir
// RUN: env LD_PRELOAD=%shim %t %t.dir 2>%t.err; test $? = 66
// RUN: %FileCheck %s --implicit-check-not=cross-thread-use: <%t.err

// CHECK: cross-thread-use: sqlite3_exec on a connection to a database in memory (serialized)
// CHECK: second.so+
// CHECK: cross-thread-use: sqlite3_prepare_v2 on
// CHECK: extension.so+
// CHECK: cross-thread-use: sqlite3_bind_int on a statement
// CHECK: cross-thread-use: sqlite3_step on
// CHECK: cross-thread-use: sqlite3_column_int on
// CHECK: cross-thread-use: sqlite3_finalize on
// CHECK: cross-thread-use: sqlite3_get_autocommit on
// CHECK: lanyard: 7 violations, 7 uses
#define _GNU_SOURCE
#include <dlfcn.h>
#include <string.h>

#ifdef EXTENSION
#include <execinfo.h>
#include <sqlite3ext.h>
SQLITE_EXTENSION_INIT1

// How many frames of the calling stack are in a module whose name has `part` in it.
static int frames_in(const char* part) {
  void* frames[100];
  int found = 0;
  Dl_info info;
  for (int i = backtrace(frames, 100); i--;)
    if (dladdr(frames[i], &info) && strstr(info.dli_fname, part)) ++found;
  return found;
}

static void where(sqlite3_context* context, int count, sqlite3_value** values) {
  sqlite3_stmt* statement;
  sqlite3* db = sqlite3_context_db_handle(context);
  // Two of the second copy's calls at least are on the stack here, none of the first's.
  int is_right = frames_in("libsqlite2") >= 2 && !frames_in("libsqlite3") && count == 1;
  is_right &= !sqlite3_prepare_v2(db, "select ?1", -1, &statement, NULL);
  is_right &= !sqlite3_bind_int(statement, 1, sqlite3_value_int(values[0]));
  is_right &= sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_int(statement, 0) == 7;
  is_right &= !sqlite3_finalize(statement) && sqlite3_get_autocommit(db);
  sqlite3_result_int(context, is_right);
}

int sqlite3_extension_init(sqlite3* db, char** error, const sqlite3_api_routines* api) {
  (void)error;
  SQLITE_EXTENSION_INIT2(api);
  return sqlite3_create_function(db, "where_am_i", 1, SQLITE_UTF8, NULL, where, NULL, NULL);
}
#else
#include "host.h"

struct plugin {
  void* (*open)(const char*);
  int (*use)(void*);
  int (*close)(void*);
};

#ifdef PLUGIN
static int first_column(void* to, int count, char** values, char** names) {
  (void)count, (void)names;
  *(int*)to = atoi(values[0]);
  return 0;
}

// Whether a read that needs memory, to convert a text, gets it from this plugin's own copy.
static int is_read_here(sqlite3* db) {
  sqlite3_stmt* statement = prepared(db, "select hex(zeroblob(50000))");
  REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
  const sqlite3_int64 before = sqlite3_memory_used();
  REQUIRE(sqlite3_column_text16(statement, 0));
  const sqlite3_int64 after = sqlite3_memory_used();
  return !sqlite3_finalize(statement) && after >= before + 100000;
}

static void* open_one(const char* extension) {
  sqlite3* db = opened(":memory:");
  REQUIRE(!sqlite3_enable_load_extension(db, 1));
  if (extension) REQUIRE(!sqlite3_load_extension(db, extension, NULL, NULL));
  REQUIRE(is_read_here(db));
  return db;
}

static int use_one(void* db) {
  int is_right = 0;
  REQUIRE(!sqlite3_exec(db, "select where_am_i(7)", first_column, &is_right, NULL));
  return is_right;
}

static int close_one(void* db) { return sqlite3_close(db); }

const struct plugin plugin = {open_one, use_one, close_one};
#else
static const struct plugin* load(const char* directory, const char* name) {
  char path[4096];
  snprintf(path, sizeof(path), "%s/%s", directory, name);
  void* plugin = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!plugin) fprintf(stderr, "%s\n", dlerror());
  REQUIRE(plugin);
  return dlsym(plugin, "plugin");
}

static const struct plugin *first, *second;

static void* use(void* db) {
  REQUIRE(second->use(db));
  return NULL;
}

int main(int count, char** arguments) {
  char extension[4096];
  REQUIRE(count == 2);
  snprintf(extension, sizeof(extension), "%s/extension.so", arguments[1]);
  first = load(arguments[1], "first.so");
  second = load(arguments[1], "second.so");
  void* db = first->open(NULL);
  void* db_of_second = second->open(extension);
  REQUIRE(second->use(db_of_second));
  on_another_thread(use, db_of_second);
  REQUIRE(getenv("LD_PRELOAD") == NULL || first->use(db_of_second));
  REQUIRE(!second->close(db) && !second->close(db_of_second));
}
#endif
#endif
