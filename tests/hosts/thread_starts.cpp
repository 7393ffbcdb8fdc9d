// Whoever starts a thread, by whatever door: std::thread, std::async, C11's thrd_create. A thread
// started by one that has ended is told with the starter's name of that time.
//
// RUN: %cxx -std=c++17 -O1 %s -I%S/Inputs -rdynamic -o %t -lsqlite3 -lpthread
// RUN: rm -f %t.log.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log timeout 30 %t; test $? = 66
// RUN: %python %S/Inputs/show_threads.py %t.log.* | %FileCheck %s

// CHECK: sqlite3_changes {{.*}} used by "main" runs libstdc++.so{{.*}} started by "main" in by_std_thread
// CHECK: sqlite3_errcode {{.*}} used by "main" runs {{.*}} started by "main" in by_async
// CHECK: sqlite3_total_changes {{.*}} used by "main" runs use_c11 started by "main" in by_thrd_create
// CHECK: sqlite3_get_autocommit home "opener" ended runs open_one started by "middle" in middle
#include <threads.h>

#include <future>
#include <thread>

#include "host.h"

static sqlite3* db;

extern "C" {

__attribute__((noinline)) void by_std_thread() {
  std::thread([] { sqlite3_changes(db); }).join();
}

__attribute__((noinline)) void by_async() {
  std::async(std::launch::async, [] { sqlite3_errcode(db); }).get();
}

int use_c11(void*) {
  sqlite3_total_changes(db);
  return 7;
}

__attribute__((noinline)) void by_thrd_create() {
  thrd_t thread;
  int result = 0;
  REQUIRE(thrd_create(&thread, use_c11, nullptr) == thrd_success);
  REQUIRE(thrd_join(thread, &result) == thrd_success && result == 7);
}

void* open_one(void*) {
  pthread_setname_np(pthread_self(), "opener");
  return opened(":memory:");
}

void* middle(void* result) {
  pthread_setname_np(pthread_self(), "middle");
  pthread_t opener;
  REQUIRE(!pthread_create(&opener, nullptr, open_one, nullptr));
  REQUIRE(!pthread_join(opener, static_cast<void**>(result)));
  return nullptr;
}

}  // extern "C"

int main() {
  REQUIRE(!pthread_setname_np(pthread_self(), "main"));
  db = opened(":memory:");
  by_std_thread();
  by_async();
  by_thrd_create();
  void* other = nullptr;
  on_another_thread(middle, &other);
  sqlite3_get_autocommit(static_cast<sqlite3*>(other));
}
