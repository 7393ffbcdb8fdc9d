// RUN: %check --library uv --policy exclusive %s
// A libuv loop runs the callbacks of its handles on the thread of uv_run().
#include <sqlite3.h>
#include <uv.h>

static uv_async_t wake;
static sqlite3* events;

static void on_wake(uv_async_t* handle) {
  (void)handle;
  sqlite3_exec(events, "insert into log values (1)", 0, 0, 0);
}
static void sense(void* data) {
  (void)data;
  sqlite3_exec(events, "delete from log", 0, 0, 0);
  uv_async_send(&wake);
}
static void wake_up(void* data) {
  (void)data;
  uv_async_send(&wake);
}

void woken_and_sensed(void) {
  uv_thread_t sensor;
  uv_loop_t* loop = uv_default_loop();
  uv_async_init(loop, &wake, on_wake);
  uv_thread_create(&sensor, sense, 0);  // finding(exclusive): sqlite-handle-shared: connection 'events' is used by this thread and by the one started here
  uv_run(loop, UV_RUN_DEFAULT);
  uv_thread_join(&sensor);
}

void woken(void) {
  uv_thread_t waker;
  uv_loop_t* loop = uv_default_loop();
  uv_async_init(loop, &wake, on_wake);
  uv_thread_create(&waker, wake_up, 0);
  uv_run(loop, UV_RUN_DEFAULT);
  uv_thread_join(&waker);
}

int main(void) {
  sqlite3_open("events.db", &events);
  woken_and_sensed();
  woken();
  sqlite3_close(events);
  return 0;
}
