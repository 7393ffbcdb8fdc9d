// A plugin that makes a statement is unloaded, and another one loaded in its place, whose frames
// are larger and whose calls are at the same addresses. What is known of the first one's frames
// does not hold for the second one, nor what they were called; and the first one's statement is
// still told by its maker's name. Loaded again, it is the first one.
//
// RUN: %cc -shared -fPIC -O2 -DNAME=first -DFRAME=200 %S/Inputs/maker_plugin.c -o %t.first.so -lsqlite3
// RUN: %cc -shared -fPIC -O2 -DNAME=other -DFRAME=600 %S/Inputs/maker_plugin.c -o %t.other.so -lsqlite3
// RUN: %cc -O1 %s -I%S/Inputs -rdynamic -o %t -ldl -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim %t %t.first.so %t.other.so 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err
// REQUIRES: x86_64

// CHECK:      sqlite3_column_count on a statement
// CHECK-NEXT: SQL     select 1
// CHECK-NEXT: prepared by
// CHECK-NEXT: {{ native +\? .*first.so}}
// CHECK-NEXT: {{^ +}}first_outer {{.*}}first.so
// CHECK-NEXT: {{^ +}}plugin_make {{.*}}first.so
// CHECK-NEXT: {{^ +}}made_by {{.*}}plugins.c
// CHECK-NEXT: {{^ +}}main

// CHECK:      sqlite3_stmt_busy on a statement
// CHECK-NEXT: SQL     select 2
// CHECK-NEXT: prepared by
// CHECK-NEXT: {{ native +\? .*other.so}}
// CHECK-NEXT: {{^ +}}other_outer {{.*}}other.so
// CHECK-NEXT: {{^ +}}plugin_make {{.*}}other.so
// CHECK-NEXT: {{^ +}}made_by {{.*}}plugins.c
// CHECK-NEXT: {{^ +}}main

// CHECK:      sqlite3_data_count on a statement
// CHECK-NEXT: SQL     select 3
// CHECK-NEXT: prepared by
// CHECK-NEXT: {{ native +\? .*first.so}}
// CHECK-NEXT: {{^ +}}first_outer {{.*}}first.so
#include <dlfcn.h>
#include <string.h>

#include "host.h"

typedef sqlite3_stmt* make_function(sqlite3*, const char*);

static void* inside;

// By the plugin, twice: the first time its frames are met.
__attribute__((noinline)) sqlite3_stmt* made_by(const char* path, sqlite3* db, const char* sql) {
  void* plugin = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  REQUIRE(plugin);
  make_function* make;
  *(void**)&make = dlsym(plugin, "plugin_make");
  if (!inside) inside = *(void**)&make;
  REQUIRE(inside == *(void**)&make);  // in the other's place
  sqlite3_stmt* statement = NULL;
  for (int round = 0; round < 2; ++round) {
    sqlite3_finalize(statement);
    statement = make(db, sql);
  }
  REQUIRE(statement && !dlclose(plugin));
  return statement;
}

static void* look(void* all) {
  sqlite3_stmt** statements = all;
  sqlite3_column_count(statements[0]);
  sqlite3_stmt_busy(statements[1]);
  sqlite3_data_count(statements[2]);
  return NULL;
}

int main(int count, char** arguments) {
  REQUIRE(count == 3);
  sqlite3* db = opened(":memory:");
  sqlite3_stmt* statements[] = {made_by(arguments[1], db, "select 1"),
                                made_by(arguments[2], db, "select 2"),
                                made_by(arguments[1], db, "select 3")};
  on_another_thread(look, statements);
}
