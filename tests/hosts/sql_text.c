// SQL in a report: cut at 200 bytes and not inside a character, escaped for JSON and for the
// terminal, never a bound value, and left out with sql=0.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: rm -f %t.log.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log:exitcode=0 %t
// RUN: %python %S/Inputs/show_sql.py %t.log.* | %FileCheck %s
// RUN: %not grep -a secret %t.log.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=exitcode=0 %t 2>%t.err && %FileCheck --check-prefix=TEXT %s <%t.err
// RUN: rm -f %t.log.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log:exitcode=0:sql=0 %t
// RUN: %not grep '"sql"' %t.log.*

// CHECK: 'select ?1 /* "quoted" \\ \x1b[31m \t \x7f */'
// CHECK-NEXT: 'select 1 /* \ufffd\ufffdbroken */'
// CHECK-NEXT: 199 {{/\* [é]+$}}
// CHECK-NEXT: 200 {{select 1 /\* x+$}}

// TEXT: SQL     select ?1 /* "quoted" \ \x1b[31m \x09 \x7f */
// TEXT: SQL     select 1 /* \xff\xc3broken */
#include <string.h>

#include "host.h"

static void* use(void* statement) {
  sqlite3_stmt_readonly(statement);
  return NULL;
}

static void* use_again(void* statement) {
  sqlite3_stmt_isexplain(statement);
  return NULL;
}

static void* count_columns(void* statement) {
  sqlite3_column_count(statement);
  return NULL;
}

static void* count_parameters(void* statement) {
  sqlite3_bind_parameter_count(statement);
  return NULL;
}

int main(void) {
  sqlite3* db = opened(":memory:");
  sqlite3_stmt* statement = prepared(db, "select ?1 /* \"quoted\" \\ \x1b[31m \t \x7f */");
  REQUIRE(!sqlite3_bind_text(statement, 1, "secret", -1, SQLITE_STATIC));
  on_another_thread(use, statement);
  on_another_thread(use_again, prepared(db,
                                        "select 1 /* \xff\xc3"
                                        "broken */"));
  char text[1000] = "/* ";
  for (int i = 0; i < 120; ++i) strcat(text, "\xc3\xa9");
  on_another_thread(count_columns, prepared(db, strcat(text, " */ select 1")));
  char long_text[600] = "select 1 /* ";
  memset(long_text + strlen(long_text), 'x', 300);
  on_another_thread(count_parameters, prepared(db, strcat(long_text, " */")));
}
