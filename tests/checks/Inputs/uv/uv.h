// Stands in for libuv: what the fixtures use, as it declares it.
#pragma once
#pragma GCC system_header
#include <pthread.h>
typedef struct uv_loop_s uv_loop_t;
typedef struct uv_work_s {
  void* data;
  uv_loop_t* loop;
} uv_work_t;
typedef pthread_t uv_thread_t;
typedef pthread_mutex_t uv_mutex_t;
typedef void (*uv_work_cb)(uv_work_t* req);
typedef void (*uv_after_work_cb)(uv_work_t* req, int status);
typedef void (*uv_thread_cb)(void* arg);
typedef enum { UV_RUN_DEFAULT = 0 } uv_run_mode;
uv_loop_t* uv_default_loop(void);
int uv_run(uv_loop_t*, uv_run_mode mode);
typedef struct uv_async_s {
  void* data;
  uv_loop_t* loop;
} uv_async_t;
typedef struct uv_timer_s {
  void* data;
  uv_loop_t* loop;
} uv_timer_t;
typedef void (*uv_async_cb)(uv_async_t* handle);
typedef void (*uv_timer_cb)(uv_timer_t* handle);
int uv_async_init(uv_loop_t*, uv_async_t* async, uv_async_cb async_cb);
int uv_async_send(uv_async_t* async);
int uv_timer_init(uv_loop_t*, uv_timer_t* handle);
int uv_timer_start(uv_timer_t* handle, uv_timer_cb cb, unsigned long timeout, unsigned long repeat);
int uv_queue_work(uv_loop_t* loop, uv_work_t* req, uv_work_cb work_cb,
                  uv_after_work_cb after_work_cb);
int uv_thread_create(uv_thread_t* tid, uv_thread_cb entry, void* arg);
int uv_thread_join(uv_thread_t* tid);
void uv_mutex_lock(uv_mutex_t* handle);
void uv_mutex_unlock(uv_mutex_t* handle);
