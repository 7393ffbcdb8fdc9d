// A condition may compare with a number that no signed integer holds, as std::string::npos is.
// RUN: %check %s
#include <pthread.h>
#include <sqlite3.h>

#include <string>

static sqlite3* db;

static void* count(void* query) {
  const std::string& text = *static_cast<std::string*>(query);
  if (text.find(';') == std::string::npos) return nullptr;
  switch (static_cast<unsigned long long>(text.size())) {
    case 0xffffffffffffffffULL:
      return nullptr;
    default:
      sqlite3_exec(db, text.c_str(), nullptr, nullptr, nullptr);
      return nullptr;
  }
}

int main() {
  std::string query = "select count(*) from t;";
  sqlite3_open("app.db", &db);
  pthread_t thread;
  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  pthread_create(&thread, nullptr, count, &query);
  sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr);
  pthread_join(thread, nullptr);
  sqlite3_close(db);
}
