// A statement is made by the constructor of a wrapper, as in nearly every C++ program: the report
// says who made it, some calls further out, however the compiler keeps its frames. One that was
// made somewhere else by the same wrapper is told apart.
//
// RUN: %cxx -std=c++17 -O0 %s -I%S/Inputs -rdynamic -o %t.0 -lsqlite3 -lpthread
// RUN: %cxx -std=c++17 -O2 -fomit-frame-pointer %s -I%S/Inputs -rdynamic -o %t.1 -lsqlite3 -lpthread
// RUN: %cxx -std=c++17 -O2 -fno-omit-frame-pointer %s -I%S/Inputs -rdynamic -o %t.2 -lsqlite3 -lpthread
// RUN: %cxx -std=c++17 -Os -fcf-protection -fstack-protector-all %s -I%S/Inputs -rdynamic -o %t.3 -lsqlite3 -lpthread
// RUN: for built in 0 1 2 3; do { env LD_PRELOAD=%shim %t.$built 2>%t.err; test $? = 66; } && \
// RUN:   %FileCheck %s <%t.err || { cat %t.err; exit 1; }; done
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=stack_depth=2 %t.1 2>%t.err; test $? = 66
// RUN: %FileCheck --check-prefix=SHORT %s <%t.err
// REQUIRES: x86_64

// CHECK:      SQL     select 'plain'
// CHECK-NEXT: prepared by
// CHECK-NEXT: native  {{.*Statement.*}} statement_maker.cpp
// CHECK-NEXT: {{^ +}}query {{.*}}+0x
// CHECK-NEXT: {{^ +}}load_plain {{.*}}+0x
// CHECK-NEXT: {{^ +}}main {{.*}}+0x
// CHECK:      used by thread

// CHECK:      SQL     select 'alloca'
// CHECK-NEXT: prepared by
// CHECK-NEXT: native {{.*Statement.*}}
// CHECK-NEXT: {{^ +}}query {{.*}}+0x
// CHECK-NEXT: {{^ +}}load_alloca {{.*}}+0x
// CHECK-NEXT: {{^ +}}main {{.*}}+0x

// CHECK:      SQL     select 'large'
// CHECK-NEXT: prepared by
// CHECK-NEXT: native {{.*Statement.*}}
// CHECK-NEXT: {{^ +}}query {{.*}}+0x
// CHECK-NEXT: {{^ +}}load_large {{.*}}+0x
// CHECK-NEXT: {{^ +}}main {{.*}}+0x

// CHECK:      SQL     select 'recursive'
// CHECK-NEXT: prepared by
// CHECK-NEXT: native {{.*Statement.*}}
// CHECK-NEXT: {{^ +}}query {{.*}}+0x
// CHECK-NEXT: {{^ +}}load_recursive {{.*}}+0x
// CHECK-NEXT: {{^ +}}load_recursive {{.*}}+0x
// CHECK-NEXT: {{^ +}}load_recursive {{.*}}+0x
// CHECK-NEXT: {{^ +}}load_recursive {{.*}}+0x
// CHECK-NEXT: {{^ +}}load_recursive {{.*}}+0x
// CHECK-NEXT: {{^ +}}load_recursive {{.*}}+0x
// CHECK-NEXT: used by thread

// SHORT:      SQL     select 'plain'
// SHORT-NEXT: prepared by
// SHORT-NEXT: native  {{.*Statement.*}}
// SHORT-NEXT: {{^ +}}query
// SHORT-NEXT: used by thread
#include <alloca.h>

#include <cstring>

#include "host.h"

class Statement {
 public:
  __attribute__((noinline)) Statement(sqlite3* db, const char* sql) {
    REQUIRE(sqlite3_prepare_v2(db, sql, -1, &statement_, nullptr) == SQLITE_OK);
  }
  ~Statement() { sqlite3_finalize(statement_); }

  // By different functions, so that each use is told.
  void use_elsewhere(int number) {
    static void* (*const uses[])(void*) = {use<sqlite3_column_count>, use<sqlite3_stmt_busy>,
                                           use<sqlite3_stmt_readonly>, use<sqlite3_data_count>};
    on_another_thread(uses[number], statement_);
  }

 private:
  template <int (*function)(sqlite3_stmt*)>
  static void* use(void* statement) {
    function(static_cast<sqlite3_stmt*>(statement));
    return nullptr;
  }
  sqlite3_stmt* statement_ = nullptr;
};

// What comes after the call keeps it from being a jump.
static volatile int after;

extern "C" {

__attribute__((noinline)) Statement* query(sqlite3* db, const char* sql) {
  auto* statement = new Statement(db, sql);
  after = 1;
  return statement;
}

__attribute__((noinline)) Statement* load_plain(sqlite3* db) {
  Statement* statement = query(db, "select 'plain'");
  after = 2;
  return statement;
}

// Of two sizes: the frame is wherever it is.
__attribute__((noinline)) Statement* load_alloca(sqlite3* db, int size) {
  char* text = static_cast<char*>(alloca(static_cast<std::size_t>(size)));
  std::strcpy(text, "select 'alloca'");
  Statement* statement = query(db, text);
  after = text[0];
  return statement;
}

__attribute__((noinline)) Statement* load_large(sqlite3* db) {
  char text[200000];
  std::strcpy(text, "select 'large'");
  Statement* statement = query(db, text);
  after = text[0];
  return statement;
}

__attribute__((noinline)) Statement* load_recursive(sqlite3* db, int depth) {
  Statement* statement = depth ? load_recursive(db, depth - 1) : query(db, "select 'recursive'");
  after = depth;
  return statement;
}

}  // extern "C"

int main() {
  sqlite3* db = opened(":memory:");
  for (int round = 0; round < 3; ++round) {
    Statement* made[] = {load_plain(db), load_alloca(db, 100 + 500 * round), load_large(db),
                         load_recursive(db, 20)};
    // The third time, what is kept of their makers serves.
    for (int i = 0; i < 4; ++i) {
      if (round == 2) made[i]->use_elsewhere(i);
      delete made[i];
    }
  }
}
