// RUN: %check --library httpd %s
// libmicrohttpd and civetweb call their handlers on threads of their own, several at once.
#include <civetweb.h>
#include <microhttpd.h>
#include <sqlite3.h>

static int answer(void* cls, struct MHD_Connection* connection, const char* url,
                  const char* method, const char* version, const char* data, unsigned long* size,
                  void** request) {
  (void)connection, (void)url, (void)method, (void)version, (void)data, (void)size, (void)request;
  return sqlite3_exec(cls, "select 1", 0, 0, 0);
}
static int answer_with_its_own(void* cls, struct MHD_Connection* connection, const char* url,
                               const char* method, const char* version, const char* data,
                               unsigned long* size, void** request) {
  (void)connection, (void)url, (void)method, (void)version, (void)data, (void)size, (void)request;
  sqlite3* own = 0;
  sqlite3_open(cls, &own);
  return sqlite3_close(own);
}
static int show(struct mg_connection* connection, void* db) {
  (void)connection;
  return sqlite3_exec(db, "select 1", 0, 0, 0);
}
static int show_with_its_own(struct mg_connection* connection, void* name) {
  (void)connection;
  sqlite3* own = 0;
  sqlite3_open(name, &own);
  return sqlite3_close(own);
}

struct MHD_Daemon* serve(sqlite3* db) {
  return MHD_start_daemon(0, 80, 0, 0, answer, db);  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
}
struct MHD_Daemon* serve_each(void) {
  return MHD_start_daemon(0, 80, 0, 0, answer_with_its_own, "own.db");
}
void add(struct mg_context* server, sqlite3* db) {
  mg_set_request_handler(server, "/", show, db);  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
}
void add_each(struct mg_context* server) {
  mg_set_request_handler(server, "/own", show_with_its_own, "own.db");
}
