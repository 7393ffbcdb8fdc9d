// Uses a connection on two threads, and cannot write its results any more, or never could: the
// argument is what it loses, after its first call where that begins with "late-". Or it is how it
// ends before: "kill", "exec", "exit".
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static sqlite3* db;

static void* use(void* unused) {
  sqlite3_exec(db, "SELECT 1", 0, 0, 0);
  return unused;
}

static int lose(const char* what) {
  const struct rlimit none = {3, 3};
  if (!strcmp(what, "user")) return setgid(65534) || setuid(65534);
  if (!strcmp(what, "root")) return chroot("/proc") || chdir("/");
  if (!strcmp(what, "files")) return setrlimit(RLIMIT_NOFILE, &none);
  return 0;
}

int main(int count, char** arguments) {
  const char* what = count > 1 ? arguments[1] : "";
  if (!strncmp(what, "late-", 5)) {
    sqlite3_open(":memory:", &db);
    sqlite3_close(db);
    what += 5;
  }
  if (!strcmp(what, "kill")) raise(SIGKILL);
  if (!strcmp(what, "exec")) execl(arguments[0], arguments[0], "late-exit", (char*)0);
  if (!strcmp(what, "exit")) return 0;
  if (lose(what)) return 99;
  sqlite3_open(":memory:", &db);
  pthread_t thread;
  pthread_create(&thread, 0, use, 0);
  pthread_join(thread, 0);
  sqlite3_close(db);
  return 4;
}
