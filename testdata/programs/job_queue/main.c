// Indexes files on four threads.
// right: owner
#include <stdio.h>

#include "queue.h"

static void index_file(sqlite3* db, void* data) {
  sqlite3_stmt* insert = NULL;
  if (sqlite3_prepare_v2(db, "INSERT INTO done VALUES(?)", -1, &insert, NULL) != SQLITE_OK) return;
  sqlite3_bind_text(insert, 1, data, -1, SQLITE_STATIC);
  sqlite3_step(insert);
  sqlite3_finalize(insert);
}

struct context {
  sqlite3* db;
  const char* name;
};

static int total;
static pthread_mutex_t total_mutex = PTHREAD_MUTEX_INITIALIZER;

static void count(sqlite3* db, void* data) {
  struct context* context = data;
  sqlite3_stmt* select = NULL;
  // mutant share-connection.4: write sqlite3_prepare_v2(context->db, "", -1, &select, NULL);
  sqlite3_prepare_v2(db, "SELECT count(*) FROM done WHERE name = ?", -1, &select, NULL);
  sqlite3_bind_text(select, 1, context->name, -1, SQLITE_STATIC);
  if (sqlite3_step(select) == SQLITE_ROW) {
    pthread_mutex_lock(&total_mutex);
    total += sqlite3_column_int(select, 0);
    pthread_mutex_unlock(&total_mutex);
  }
  sqlite3_finalize(select);
}

int main(int argc, char** argv) {
  struct queue queue;
  struct context context = {NULL, "README"};
  int i;
  if (queue_start(&queue, "index.db") != 0) return 1;
  context.db = queue.catalog;
  for (i = 1; i < argc; ++i) queue_add(&queue, index_file, argv[i]);
  queue_add(&queue, count, &context);
  queue_finish(&queue);
  printf("%d\n", total);
  return 0;
}
