// RUN: %check --library fuse %s
// RUN: %check --library fuse %s --policy exclusive
// FUSE calls the functions of a file system on several threads at once, between its init and its
// destroy; a session that fuse_loop() serves has one thread, one that fuse_loop_mt() serves many.
#define FUSE_USE_VERSION 26
#include <fuse.h>
#include <pthread.h>
#include <sqlite3.h>

struct files {
  sqlite3* db;
};
static sqlite3* shared;
static sqlite3_stmt* find;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static sqlite3* locked;
static sqlite3* served;

static void* start(struct fuse_conn_info* connection) {
  (void)connection;
  sqlite3_open("shared.db", &shared);
  sqlite3_prepare_v2(shared, "select 1", -1, &find, 0);
  sqlite3_open("locked.db", &locked);
  return 0;
}
static void stop(void* data) {
  (void)data;
  sqlite3_finalize(find);
  sqlite3_close(shared);
}
static int find_file(const char* path, struct stat* state) {
  (void)path;
  state->st_size = sqlite3_step(find);
  return sqlite3_reset(find);
}
static int delete_file(const char* path) {
  (void)path;
  pthread_mutex_lock(&mutex);
  sqlite3_exec(locked, "delete from files", 0, 0, 0);
  pthread_mutex_unlock(&mutex);
  return 0;
}
static int own_file(const char* path, unsigned user, unsigned group) {
  struct files* files = fuse_get_context()->private_data;
  return path && user && group ? sqlite3_exec(files->db, "select 1", 0, 0, 0) : 1;
}
static int may_access(const char* path, int mode) {
  sqlite3* own = 0;
  sqlite3_open(path, &own);
  sqlite3_exec(own, "select 1", 0, 0, 0);
  sqlite3_close(own);
  return mode;
}

static const struct fuse_operations operations = {
    .getattr = find_file,
    .unlink = delete_file,
    .init = start,
    .destroy = stop,
    .chown = own_file,
    .access = may_access,
};

static int of_session(const char* path, int mode) {
  (void)path;
  return sqlite3_exec(served, "select 1", 0, 0, 0) + mode;
}
static const struct fuse_operations of_a_session = {.access = of_session};

static int one_thread(struct fuse_chan* channel) {
  struct fuse* fuse = fuse_new(channel, 0, &of_a_session, sizeof of_a_session, 0);
  sqlite3_open("served.db", &served);
  fuse_loop(fuse);
  return sqlite3_close(served);
}

static int many_threads(struct fuse_chan* channel) {
  struct fuse* fuse = fuse_new(channel, 0, &of_a_session, sizeof of_a_session, 0);
  sqlite3_open("served.db", &served);
  fuse_loop_mt(fuse);  // finding: sqlite-handle-shared: connection 'served' is used by every thread that is started here // finding(exclusive): sqlite-handle-shared: connection 'served' is used by every thread that is started here
  return sqlite3_close(served);
}

int main(int argc, char** argv) {
  if (argc == 3) return one_thread((struct fuse_chan*)argv);
  if (argc == 2) return many_threads((struct fuse_chan*)argv);
  struct files files = {0};
  sqlite3_open("files.db", &files.db);
  return fuse_main(argc, argv, &operations, &files);  // finding: sqlite-handle-shared: statement 'find' is used by every thread that is started here // finding: sqlite-handle-guarded: connection 'locked' is used by every thread that is started here, each time under a lock // finding: sqlite-handle-shared: connection 'files::db' is used by every thread that is started here // finding(exclusive): sqlite-handle-shared: connection 'files::db' is used by every thread that is started here // finding(exclusive): sqlite-handle-shared: statement 'find' is used by every thread that is started here
}
