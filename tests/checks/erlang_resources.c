// RUN: %check %s
// RUN: %check %s --policy exclusive
// Erlang's collector ends a resource on a thread that nobody can tell, once nobody has it any more:
// no other use of it is at the same time, but its home is elsewhere.
#include "../../include/lanyard/lanyard.h"

#include <sqlite3.h>
#include <stddef.h>

typedef struct enif_environment_t ErlNifEnv;
typedef struct enif_resource_type_t ErlNifResourceType;
typedef unsigned long ERL_NIF_TERM;
typedef void ErlNifResourceDtor(ErlNifEnv*, void*);
ErlNifResourceType* enif_open_resource_type(ErlNifEnv*, const char* module, const char* name,
                                            ErlNifResourceDtor* end, int flags, int* tried);
void* enif_alloc_resource(ErlNifResourceType* type, size_t size);
ERL_NIF_TERM enif_make_resource(ErlNifEnv*, void* resource);
void enif_release_resource(void* resource);

typedef struct connection {
  sqlite3* db;
} connection;
typedef struct statement {
  sqlite3_stmt* handle;
  char* text;
} statement;

static ErlNifResourceType *connection_type, *statement_type, *kept_type, *taken_type;

static void end_connection(ErlNifEnv* env, void* resource) {
  (void)env;
  connection* closed = resource;
  sqlite3_close_v2(closed->db);
}

static void end_statement(ErlNifEnv* env, void* resource) {
  (void)env;
  statement* ended = resource;
  sqlite3_finalize(ended->handle);
}

// It leaves the handle to whoever else has it.
static void end_text(ErlNifEnv* env, void* resource) {
  (void)env;
  statement* ended = resource;
  sqlite3_free(ended->text);
}

// The hand-over is meant.
static void take_connection(ErlNifEnv* env, void* resource) {
  (void)env;
  connection* closed = resource;
  lanyard_rebind(closed->db);
  sqlite3_close_v2(closed->db);
}

static int load(ErlNifEnv* env) {
  ErlNifResourceType* type;
  type = enif_open_resource_type(env, "m", "connection", end_connection, 1, NULL);
  if (!type) return -1;
  connection_type = type;
  type = enif_open_resource_type(env, "m", "statement", end_statement, 1, NULL);
  if (!type) return -1;
  statement_type = type;
  kept_type = enif_open_resource_type(env, "m", "kept", end_text, 1, NULL);
  taken_type = enif_open_resource_type(env, "m", "taken", take_connection, 1, NULL);
  return 0;
}

static ERL_NIF_TERM open_file(ErlNifEnv* env) {
  connection* made = enif_alloc_resource(connection_type, sizeof(connection));
  ERL_NIF_TERM term = enif_make_resource(env, made);  // finding: sqlite-handle-transferred: connection 'connection::db' is left to a collector, which runs on a thread of its own
  sqlite3_open("a.db", &made->db);
  sqlite3_exec(made->db, "select 1", 0, 0, 0);
  enif_release_resource(made);
  return term;
}

static ERL_NIF_TERM finish(ErlNifEnv* env, void* resource) {
  ERL_NIF_TERM term = enif_make_resource(env, resource);
  enif_release_resource(resource);
  return term;
}

static ERL_NIF_TERM prepare(ErlNifEnv* env, connection* with) {
  statement* made = enif_alloc_resource(statement_type, sizeof(statement));
  if (sqlite3_prepare_v2(with->db, "select 1", -1, &made->handle, NULL) != SQLITE_OK) {
    enif_release_resource(made);
    return 0;
  }
  return finish(env, made);  // finding: sqlite-handle-transferred: statement 'statement::handle' is left to a collector, which runs on a thread of its own
}

static ERL_NIF_TERM keep(ErlNifEnv* env, connection* with) {
  statement* made = enif_alloc_resource(kept_type, sizeof(statement));
  sqlite3_prepare_v2(with->db, "select 1", -1, &made->handle, NULL);
  return finish(env, made);
}

static ERL_NIF_TERM open_to_be_taken(ErlNifEnv* env) {
  connection* made = enif_alloc_resource(taken_type, sizeof(connection));
  sqlite3_open("a.db", &made->db);
  ERL_NIF_TERM term = enif_make_resource(env, made);
  enif_release_resource(made);
  return term;
}

const void* const functions[] = {load, open_file, prepare, keep, open_to_be_taken};
