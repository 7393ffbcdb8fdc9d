// RUN: %check --policy exclusive %s
// Each turn makes a new struct for its thread, with the one connection in it; where each
// turn opens a connection, too, there is nothing to share.
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>

struct client {
  int socket;
  sqlite3* db;
};

static void* serve(void* argument) {
  struct client* client = argument;
  sqlite3_exec(client->db, "select 1", 0, 0, 0);
  return 0;
}

int accept_one(void);

static void one_for_all(void) {
  sqlite3* db;
  sqlite3_open("a.db", &db);
  for (;;) {
    pthread_t thread;
    struct client* client = malloc(sizeof *client);
    client->socket = accept_one();
    client->db = db;
    pthread_create(&thread, 0, serve, client);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by every thread that is started here
  }
}

static void one_each(void) {
  for (;;) {
    pthread_t thread;
    struct client* client = malloc(sizeof *client);
    client->socket = accept_one();
    sqlite3_open("a.db", &client->db);
    pthread_create(&thread, 0, serve, client);
  }
}

int main(int count, char** words) {
  (void)words;
  if (count > 1) one_each();
  one_for_all();
}
