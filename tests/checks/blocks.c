// RUN: %check --library dispatch --blocks %s
// A block holds what its body names, and a queue runs it on a thread of its own: straight away,
// from a variable, from a copy, or inside another block.
#include <Block.h>
#include <dispatch/dispatch.h>
#include <sqlite3.h>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", 0, 0, 0); }

static void at_once(dispatch_queue_t queue) {
  sqlite3* db = 0;
  sqlite3_open("at_once.db", &db);
  dispatch_async(queue, ^{  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
    use(db);
  });
  use(db);
}

static void from_a_variable(dispatch_queue_t queue) {
  __block sqlite3* db = 0;
  dispatch_block_t work = ^{
    use(db);
  };
  sqlite3_open("variable.db", &db);
  dispatch_async(queue, work);  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  sqlite3_close(db);
}

static void from_a_copy(dispatch_queue_t queue) {
  sqlite3* db = 0;
  sqlite3_open("copy.db", &db);
  dispatch_block_t work = Block_copy(^{
    use(db);
  });
  dispatch_after(DISPATCH_TIME_NOW, queue, work);  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  Block_release(work);
  use(db);
}

static void from_a_work_item(dispatch_queue_t queue) {
  sqlite3* db = 0;
  sqlite3_open("item.db", &db);
  dispatch_block_t work = dispatch_block_create(0, ^{
    use(db);
  });
  dispatch_async(queue, work);  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
}

static void inside_another(dispatch_queue_t queue) {
  sqlite3* db = 0;
  sqlite3_open("inside.db", &db);
  void (^outer)(sqlite3*) = ^(sqlite3* given) {
    dispatch_async(queue, ^{  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
      use(given);
    });
  };
  outer(db);
  use(db);
}

static void by_a_wrapper(dispatch_queue_t queue, dispatch_block_t work) {
  dispatch_async(queue, work);
}
static void through_a_wrapper(dispatch_queue_t queue) {
  sqlite3* db = 0;
  sqlite3_open("wrapper.db", &db);
  by_a_wrapper(queue, ^{  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
    use(db);
  });
  use(db);
}

// Right: each of these keeps its connection to one thread.
static void called_here(void) {
  sqlite3* db = 0;
  sqlite3_open("here.db", &db);
  void (^work)(void) = ^{
    use(db);
  };
  work();
  use(db);
}

static void opened_there(dispatch_queue_t queue) {
  sqlite3* db = 0;
  sqlite3_open("mine.db", &db);
  dispatch_async(queue, ^{
    sqlite3* own = 0;
    sqlite3_open("own.db", &own);
    use(own);
    sqlite3_close(own);
  });
  use(db);
}

static void holds_another(dispatch_queue_t queue) {
  sqlite3 *db = 0, *other = 0;
  sqlite3_open("db.db", &db);
  sqlite3_open("other.db", &other);
  dispatch_async(queue, ^{  // finding: sqlite-handle-transferred: connection 'other' is handed to the thread started here
    use(other);
  });
  use(db);
}

static void on_the_main_thread(void) {
  sqlite3* db = 0;
  sqlite3_open("main.db", &db);
  dispatch_async(dispatch_get_main_queue(), ^{
    use(db);
  });
  use(db);
}

int main(void) {
  dispatch_queue_t queue = dispatch_get_global_queue(0, 0);
  at_once(queue);
  from_a_variable(queue);
  from_a_copy(queue);
  from_a_work_item(queue);
  inside_another(queue);
  through_a_wrapper(queue);
  called_here();
  opened_there(queue);
  holds_another(queue);
  on_the_main_thread();
  return 0;
}
