// RUN: %check --library windows %s
// CreateThread, _beginthreadex and the thread pool start threads; WaitForSingleObject waits
// for one, and a critical section is a lock.
#include <windows.h>

#include <process.h>
#include <sqlite3.h>

static CRITICAL_SECTION section;

static DWORD clean(void* db) {
  sqlite3_exec(db, "vacuum", 0, 0, 0);
  return 0;
}
static unsigned save(void* db) {
  sqlite3_exec(db, "commit", 0, 0, 0);
  return 0;
}
static DWORD guarded(void* db) {
  EnterCriticalSection(&section);
  sqlite3_exec(db, "vacuum", 0, 0, 0);
  LeaveCriticalSection(&section);
  return 0;
}
static DWORD own_connection(void* name) {
  sqlite3* own = 0;
  sqlite3_open(name, &own);
  sqlite3_close(own);
  return 0;
}

static void at_once(sqlite3* db) {
  HANDLE thread = CreateThread(0, 0, clean, db, 0, 0);  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  sqlite3_total_changes(db);
  WaitForSingleObject(thread, INFINITE);
}

static void one_after_the_other(sqlite3* db) {
  HANDLE thread = (HANDLE)_beginthreadex(0, 0, save, db, 0, 0);  // finding: sqlite-handle-transferred: connection 'db' is handed to the thread started here
  WaitForSingleObject(thread, INFINITE);
  sqlite3_total_changes(db);
}

static void under_a_lock(sqlite3* db) {
  HANDLE thread = CreateThread(0, 0, guarded, db, 0, 0);  // finding: sqlite-handle-guarded: connection 'db' is used by this thread and by the one started here, each time under a lock
  EnterCriticalSection(&section);
  sqlite3_total_changes(db);
  LeaveCriticalSection(&section);
  WaitForSingleObject(thread, INFINITE);
}

static void pooled(sqlite3* db) {
  QueueUserWorkItem(clean, db, 0);  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  sqlite3_total_changes(db);
}

int main(void) {
  sqlite3 *first = 0, *second = 0, *third = 0, *fourth = 0;
  sqlite3_open("first.db", &first);
  sqlite3_open("second.db", &second);
  sqlite3_open("third.db", &third);
  sqlite3_open("fourth.db", &fourth);
  at_once(first);
  one_after_the_other(second);
  under_a_lock(third);
  pooled(fourth);
  HANDLE thread = CreateThread(0, 0, own_connection, "own.db", 0, 0);
  sqlite3_total_changes(first);
  WaitForSingleObject(thread, INFINITE);
  return 0;
}
