// RUN: %check --library dispatch --blocks %s
// RUN: %check --library dispatch --blocks %s --policy exclusive
// A serial queue runs one block at a time, so it guards what only its blocks use; of a concurrent
// one only what is sent as a barrier runs alone.
#include <dispatch/dispatch.h>
#include <sqlite3.h>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", 0, 0, 0); }
static void use_f(void* db) { sqlite3_exec(db, "select 1", 0, 0, 0); }

static void serial(void) {
  dispatch_queue_t queue = dispatch_queue_create("serial", DISPATCH_QUEUE_SERIAL);
  sqlite3* db = 0;
  sqlite3_open("serial.db", &db);
  dispatch_async(queue, ^{  // finding: sqlite-handle-guarded: connection 'db' is used by another thread and by the one started here, each time under a lock
    use(db);
  });
  dispatch_async(queue, ^{  // finding: sqlite-handle-guarded: connection 'db' is used by another thread and by the one started here, each time under a lock
    use(db);
  });
}

static void drained(void) {
  dispatch_queue_t queue = dispatch_queue_create("drained", DISPATCH_QUEUE_SERIAL);
  sqlite3* db = 0;
  sqlite3_open("drained.db", &db);
  dispatch_async_f(queue, db, use_f);  // finding: sqlite-handle-transferred: connection 'db' is handed to the thread started here
  dispatch_sync_f(queue, 0, use_f);
  sqlite3_close(db);
}

static void past_the_queue(void) {
  dispatch_queue_t queue = dispatch_queue_create("past", 0);
  sqlite3* db = 0;
  sqlite3_open("past.db", &db);
  dispatch_async(queue, ^{  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
    use(db);
  });
  use(db);
  dispatch_sync(queue, ^{
    use(db);
  });
}

static void concurrent(void) {
  dispatch_queue_t queue = dispatch_queue_create("concurrent", DISPATCH_QUEUE_CONCURRENT);
  sqlite3* db = 0;
  sqlite3_open("concurrent.db", &db);
  dispatch_async(queue, ^{  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
    use(db);
  });
  dispatch_sync(queue, ^{
    use(db);
  });
}

static void concurrent_by_attributes(void) {
  dispatch_queue_t queue = dispatch_queue_create(
      "attributes", dispatch_queue_attr_make_with_qos_class(DISPATCH_QUEUE_CONCURRENT, 0, 0));
  sqlite3* db = 0;
  sqlite3_open("attributes.db", &db);
  dispatch_async(queue, ^{  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
    use(db);
  });
  dispatch_sync(queue, ^{
    use(db);
  });
}

static void barrier(void) {
  dispatch_queue_t queue = dispatch_queue_create("barrier", DISPATCH_QUEUE_CONCURRENT);
  sqlite3* db = 0;
  sqlite3_open("barrier.db", &db);
  dispatch_barrier_async(queue, ^{  // finding: sqlite-handle-guarded: connection 'db' is used by this thread and by the one started here, each time under a lock
    use(db);
  });
  dispatch_sync(queue, ^{
    use(db);
  });
}

static void awaited_barrier(void) {
  dispatch_queue_t queue = dispatch_queue_create("awaited", DISPATCH_QUEUE_CONCURRENT);
  sqlite3* db = 0;
  sqlite3_open("awaited.db", &db);
  dispatch_async(queue, ^{  // finding: sqlite-handle-transferred: connection 'db' is handed to the thread started here
    use(db);
  });
  dispatch_barrier_sync(queue, ^{
    use(db);
  });
  sqlite3_close(db);
}

static void group(void) {
  dispatch_queue_t queue = dispatch_get_global_queue(0, 0);
  dispatch_group_t group = dispatch_group_create();
  sqlite3* db = 0;
  sqlite3_open("group.db", &db);
  dispatch_group_async(group, queue, ^{  // finding: sqlite-handle-transferred: connection 'db' is handed to the thread started here
    use(db);
  });
  dispatch_group_wait(group, DISPATCH_TIME_FOREVER);
  sqlite3_close(db);
}

static void apply(void) {
  sqlite3* db = 0;
  sqlite3_open("apply.db", &db);
  dispatch_apply(8, dispatch_get_global_queue(0, 0), ^(unsigned long i) {  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here // finding(exclusive): sqlite-handle-shared: connection 'db' is used by every thread that is started here
    use(db);
  });
  sqlite3_close(db);
}

static void once(void) {
  static dispatch_once_t predicate;
  sqlite3* db = 0;
  sqlite3_open("once.db", &db);
  dispatch_once(&predicate, ^{
    use(db);
  });
  sqlite3_close(db);
}

// The way to wrap a connection: a queue that all its users wait for.
struct store {
  dispatch_queue_t queue;
  sqlite3* db;
};
static void in_store(struct store* store, void (^work)(sqlite3*)) {
  dispatch_sync(store->queue, ^{
    work(store->db);
  });
}
static void wrapped(void) {
  static struct store store;
  store.queue = dispatch_queue_create("store", 0);
  sqlite3_open("store.db", &store.db);
  dispatch_async(dispatch_get_global_queue(0, 0), ^{  // finding: sqlite-handle-guarded: connection 'store::db' is used by this thread and by the one started here, each time under a lock
    in_store(&store, ^(sqlite3* db) {
      use(db);
    });
  });
  in_store(&store, ^(sqlite3* db) {
    use(db);
  });
}

int main(void) {
  serial();
  drained();
  past_the_queue();
  concurrent();
  concurrent_by_attributes();
  barrier();
  awaited_barrier();
  group();
  apply();
  once();
  wrapped();
  return 0;
}
