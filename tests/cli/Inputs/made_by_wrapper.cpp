// A statement's maker, behind the constructor of a wrapper and a function that hands it on.
#include <pthread.h>
#include <sqlite3.h>

class Statement {
 public:
  __attribute__((noinline)) Statement(sqlite3* db, const char* sql) {
    sqlite3_prepare_v2(db, sql, -1, &statement, nullptr);  // wrapped here
    asm volatile("");
  }
  sqlite3_stmt* statement = nullptr;
};

__attribute__((noinline)) static void* use(void* statement) {
  sqlite3_column_count(static_cast<Statement*>(statement)->statement);
  return nullptr;
}

template <typename... Arguments>
__attribute__((noinline)) static Statement* make(Arguments... arguments) {
  auto* made = new Statement(arguments...);  // handed on here
  asm volatile("" : : "r"(made));
  return made;
}

__attribute__((noinline)) static Statement* load_names(sqlite3* db) {
  Statement* names = make(db, "select 'name'");  // made here
  asm volatile("" : : "r"(names));
  return names;
}

int main() {
  sqlite3* db = nullptr;
  if (sqlite3_open(":memory:", &db) != SQLITE_OK) return 1;
  pthread_t thread;
  if (pthread_create(&thread, nullptr, use, load_names(db)) != 0) return 1;
  pthread_join(thread, nullptr);
}
