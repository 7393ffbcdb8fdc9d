// A connection used on another thread, by names that would say more than names to a format.
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>

static void* use(void* connection) {
  pthread_setname_np(pthread_self(), "\n::e::]]>%0A\xff\x1b");
  sqlite3_exec(connection, "select '</failure>]]>\n::error::%0A'", NULL, NULL, NULL);
  return NULL;
}

int main(void) {
  const char* file = "\n::stop-commands::x##[error]]]><&\"%0A\xff,\xef\xbf\xbe.db";
  sqlite3* connection;
  pthread_t thread;
  sqlite3_open(file, &connection);
  pthread_create(&thread, NULL, use, connection);
  pthread_join(thread, NULL);
  sqlite3_close(connection);
  remove(file);
  return 0;
}
