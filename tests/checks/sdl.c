// RUN: %check --library sdl %s
// RUN: %check --library sdl --policy exclusive %s
// SDL_CreateThread starts a thread that SDL_WaitThread waits for; SDL_LockMutex keeps
// others out.
#include <SDL.h>
#include <sqlite3.h>

static SDL_mutex* mutex;
static sqlite3* guarded;

static int clean(void* db) { return sqlite3_exec(db, "vacuum", 0, 0, 0); }

static int save(void* data) {
  (void)data;
  SDL_LockMutex(mutex);
  const int status = sqlite3_exec(guarded, "commit", 0, 0, 0);
  SDL_UnlockMutex(mutex);
  return status;
}

int main(int count, char** words) {
  (void)count, (void)words;
  sqlite3* db = 0;
  sqlite3_open("app.db", &db);
  sqlite3_open("guarded.db", &guarded);
  mutex = SDL_CreateMutex();
  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  SDL_Thread* cleaner = SDL_CreateThread(clean, "cleaner", db);
  SDL_Thread* saver = SDL_CreateThread(save, "saver", 0);  // finding: sqlite-handle-guarded: connection 'guarded' is used by this thread and by the one started here, each time under a lock
  sqlite3_changes(db);
  save(0);
  SDL_WaitThread(cleaner, 0);
  SDL_WaitThread(saver, 0);
  sqlite3_changes(db);
  return 0;
}
