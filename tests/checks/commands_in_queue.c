// RUN: %check %s
// A thread opens its connection itself, and is sent commands: the statements in them are those
// that it prepared before.
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>

struct command {
  int kind;
  sqlite3_stmt* statement;
  struct command* next;
};

struct connection {
  sqlite3* db;
  struct command* commands;
  pthread_t thread;
};

struct resource {
  sqlite3_stmt* statement;
};

void* allocate(size_t size);
struct command* take(struct connection* connection);

static void open_it(struct connection* connection) {
  sqlite3_open("a.db", &connection->db);
}

static void prepare(struct connection* connection) {
  struct resource* made = allocate(sizeof *made);
  sqlite3_prepare_v2(connection->db, "select 1", -1, &made->statement, 0);
}

static void* run(void* argument) {
  struct connection* connection = argument;
  struct command* command;
  while ((command = connection->commands)) {
    connection->commands = command->next;
    if (command->kind == 0) open_it(connection);
    if (command->kind == 1) prepare(connection);
    if (command->kind == 2) sqlite3_step(command->statement);
  }
  return 0;
}

struct connection* right(void) {
  struct connection* connection = allocate(sizeof *connection);
  connection->db = 0;
  pthread_create(&connection->thread, 0, run, connection);
  return connection;
}

static void* only_steps(void* argument) {
  struct connection* connection = argument;
  sqlite3_step(connection->commands->statement);
  return 0;
}

struct connection* wrong(void) {
  struct connection* connection = allocate(sizeof *connection);
  pthread_create(&connection->thread, 0, only_steps, connection);  // finding: sqlite-handle-transferred: statement 'command::statement' is handed to the thread started here
  return connection;
}
