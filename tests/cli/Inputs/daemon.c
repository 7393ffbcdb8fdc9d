// A daemon that opens its database before it daemonizes, then waits at a FIFO to be told to go on.
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

/// The reader of a FIFO waits for its writer, so each side knows when the other has come.
static void meet(const char* path, int flags, const char* word, size_t size) {
  char byte;
  const int file = open(path, flags);
  if (flags == O_RDONLY)
    while (read(file, &byte, 1) == 1 && byte != '\n') continue;
  else
    (void)!write(file, word, size);
  close(file);
}

int main(int count, char** arguments) {
  sqlite3* db;
  if (count != 3 || sqlite3_open(arguments[2], &db)) return 1;
  sqlite3_exec(db, "create table t(v)", NULL, NULL, NULL);
  if (daemon(1, 0)) return 2;
  meet(arguments[1], O_RDONLY, NULL, 0);
  sqlite3_exec(db, "insert into t values (1)", NULL, NULL, NULL);
  meet(arguments[1], O_WRONLY, "done\n", 5);
  return 0;
}
