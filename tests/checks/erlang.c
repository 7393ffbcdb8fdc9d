// RUN: %check %s
// An Erlang NIF's thread gets its argument until it is joined; a NIF's mutex keeps others
// out.
#include <sqlite3.h>

typedef struct ErlNifTid_* ErlNifTid;
typedef struct ErlDrvMutex_ ErlNifMutex;
int enif_thread_create(char* name, ErlNifTid* tid, void* (*func)(void*), void* args, void* opts);
int enif_thread_join(ErlNifTid, void** answer);
void enif_mutex_lock(ErlNifMutex* mutex);
void enif_mutex_unlock(ErlNifMutex* mutex);

struct connection {
  sqlite3* db;
  ErlNifMutex* mutex;
};

static void* clean(void* argument) {
  struct connection* connection = argument;
  sqlite3_exec(connection->db, "vacuum", 0, 0, 0);
  return 0;
}

static void* save(void* argument) {
  struct connection* connection = argument;
  enif_mutex_lock(connection->mutex);
  sqlite3_exec(connection->db, "commit", 0, 0, 0);
  enif_mutex_unlock(connection->mutex);
  return 0;
}

int use(struct connection* connection) {
  ErlNifTid cleaner, saver;
  enif_thread_create("cleaner", &cleaner, clean, connection, 0);  // finding: sqlite-handle-shared: connection 'connection::db' is used by this thread and by the one started here
  sqlite3_changes(connection->db);
  enif_thread_join(cleaner, 0);
  enif_thread_create("saver", &saver, save, connection, 0);  // finding: sqlite-handle-guarded: connection 'connection::db' is used by this thread and by the one started here, each time under a lock
  enif_mutex_lock(connection->mutex);
  sqlite3_changes(connection->db);
  enif_mutex_unlock(connection->mutex);
  return enif_thread_join(saver, 0);
}
