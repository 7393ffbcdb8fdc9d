// RUN: %check %s
// RUN: %check %s --policy exclusive
// What ends a connection's resource sends its thread a last command and waits for the thread: that
// hands it no statement, wherever the resource is made.
#include <sqlite3.h>
#include <stddef.h>

typedef struct enif_environment_t ErlNifEnv;
typedef struct enif_resource_type_t ErlNifResourceType;
typedef struct ErlNifTid_* ErlNifTid;
typedef unsigned long ERL_NIF_TERM;
typedef void ErlNifResourceDtor(ErlNifEnv*, void*);
int enif_thread_create(char* name, ErlNifTid* tid, void* (*func)(void*), void* args, void* opts);
int enif_thread_join(ErlNifTid, void** answer);
ErlNifResourceType* enif_open_resource_type(ErlNifEnv*, const char* module, const char* name,
                                            ErlNifResourceDtor* end, int flags, int* tried);
void* enif_alloc_resource(ErlNifResourceType* type, size_t size);
ERL_NIF_TERM enif_make_resource(ErlNifEnv*, void* resource);
void* enif_alloc(size_t size);

struct command {
  int kind;
  sqlite3_stmt* statement;
  struct command* next;
};
struct connection {
  sqlite3* db;
  struct command* commands;
  ErlNifTid thread;
};
struct statement {
  sqlite3_stmt* handle;
};

static ErlNifResourceType *connection_type, *statement_type;

static void send(struct connection* to, int kind, sqlite3_stmt* statement) {
  struct command* sent = enif_alloc(sizeof *sent);
  sent->kind = kind;
  sent->statement = statement;
  sent->next = to->commands;
  to->commands = sent;
}

static void end_connection(ErlNifEnv* env, void* resource) {
  (void)env;
  struct connection* ended = resource;
  send(ended, 3, NULL);
  enif_thread_join(ended->thread, NULL);
  sqlite3_close_v2(ended->db);
}

static void end_statement(ErlNifEnv* env, void* resource) {
  (void)env;
  sqlite3_finalize(((struct statement*)resource)->handle);
}

static int load(ErlNifEnv* env) {
  connection_type = enif_open_resource_type(env, "m", "c", end_connection, 1, NULL);
  statement_type = enif_open_resource_type(env, "m", "s", end_statement, 1, NULL);
  return !connection_type || !statement_type;
}

static ERL_NIF_TERM prepare(ErlNifEnv* env, struct connection* with) {
  struct statement* made = enif_alloc_resource(statement_type, sizeof *made);
  sqlite3_prepare_v2(with->db, "select 1", -1, &made->handle, NULL);
  return enif_make_resource(env, made);  // finding: sqlite-handle-transferred: statement 'statement::handle' is left to a collector, which runs on a thread of its own
}

static void* run(void* argument) {
  struct connection* connection = argument;
  struct command* command;
  while ((command = connection->commands)) {
    connection->commands = command->next;
    if (command->kind == 0) sqlite3_open("a.db", &connection->db);
    if (command->kind == 1) prepare(NULL, connection);
    if (command->kind == 2) sqlite3_step(command->statement);
    if (command->kind == 3) break;
  }
  return NULL;
}

static ERL_NIF_TERM start(ErlNifEnv* env) {
  struct connection* made = enif_alloc_resource(connection_type, sizeof *made);
  enif_thread_create("connection", &made->thread, run, made, NULL);
  return enif_make_resource(env, made);  // finding: sqlite-handle-transferred: connection 'connection::db' is left to a collector, which runs on a thread of its own
}

const void* const functions[] = {load, start, prepare};
