// RUN: %check %s
// RUN: %check --policy exclusive %s
// A thread calls a function that stands in a table in a table: in a struct's own struct, or in one
// of several rows.
#include <pthread.h>
#include <sqlite3.h>

struct operations {
  int (*run)(sqlite3*);
};
struct module {
  const char* name;
  struct operations operations;
};

static sqlite3 *books, *films;
static pthread_mutex_t films_mutex = PTHREAD_MUTEX_INITIALIZER;

static int sell_book(sqlite3* own) { return own ? 1 : sqlite3_exec(books, "delete from book", 0, 0, 0); }
static int sell_film(sqlite3* own) {
  pthread_mutex_lock(&films_mutex);
  if (!own) sqlite3_exec(films, "delete from film", 0, 0, 0);
  return pthread_mutex_unlock(&films_mutex);
}
static int sell_nothing(sqlite3* own) { return own != 0; }

static const struct module of_books = {"books", {sell_book}};
static const struct module of_films[] = {{"none", {0}}, {.name = "films", .operations = {.run = sell_film}}};
static const struct module of_none[2][1] = {{{"none", {sell_nothing}}}, {{"none", {0}}}};

static void* sell_books(void* own) {
  const struct operations* operations = &of_books.operations;
  operations->run(own);
  return 0;
}
static void* sell_films(void* own) {
  for (int i = 0; i != 2; ++i)
    if (of_films[i].operations.run) of_films[i].operations.run(own);
  return 0;
}
static void* sell_none(void* own) {
  of_none[0][0].operations.run(own);
  return 0;
}

int main(void) {
  pthread_t threads[3];
  sqlite3* magazines;
  sqlite3_open("books.db", &books);
  sqlite3_open("films.db", &films);
  sqlite3_open("magazines.db", &magazines);
  pthread_create(&threads[0], 0, sell_books, 0);  // finding: sqlite-handle-shared: connection 'books' is used by this thread and by the one started here // finding(exclusive): sqlite-handle-shared: connection 'books' is used by this thread and by the one started here
  pthread_create(&threads[1], 0, sell_films, 0);  // finding: sqlite-handle-guarded: connection 'films' is used by this thread and by the one started here, each time under a lock
  pthread_create(&threads[2], 0, sell_none, magazines);
  sqlite3_exec(books, "select 1", 0, 0, 0);
  sell_film(0);
  sqlite3_exec(magazines, "select 1", 0, 0, 0);
  for (int i = 0; i != 3; ++i) pthread_join(threads[i], 0);
  return sqlite3_close(magazines);
}
