// An extension for hosts that cannot bring a second thread to their connection themselves: it
// gives a connection an SQL function that does. SQLite holds the connection's mutex while a
// function runs, so the other thread asks for something that takes none.
//
// With PERSIST, the connections that are opened later have it, too.
#include <pthread.h>
#include <sqlite3ext.h>
SQLITE_EXTENSION_INIT1

static void* ask(void* db) {
  sqlite3_get_autocommit(db);
  return NULL;
}

static void used_by_another_thread(sqlite3_context* context, int count, sqlite3_value** values) {
  pthread_t thread;
  (void)count, (void)values;
  const int failed = pthread_create(&thread, NULL, ask, sqlite3_context_db_handle(context)) ||
                     pthread_join(thread, NULL);
  sqlite3_result_text(context, failed ? "no thread" : "used", -1, SQLITE_STATIC);
}

__attribute__((visibility("default"))) int sqlite3_extension_init(sqlite3* db, char** error,
                                                                  const sqlite3_api_routines* api) {
  (void)error;
  SQLITE_EXTENSION_INIT2(api);
  const int answer = sqlite3_create_function(db, "used_by_another_thread", 0, SQLITE_UTF8, NULL,
                                             used_by_another_thread, NULL, NULL);
#ifdef PERSIST
  if (!answer && !sqlite3_auto_extension((void (*)(void))sqlite3_extension_init))
    return SQLITE_OK_LOAD_PERMANENTLY;
#endif
  return answer;
}
