// Stands in for GLib and GIO: what the fixtures use, as they declare it.
#pragma once
#pragma GCC system_header
typedef void* gpointer;
typedef int gint;
typedef int gboolean;
typedef char gchar;
typedef struct _GError GError;
typedef struct _GThread GThread;
typedef struct _GTask GTask;
typedef struct _GObject GObject;
typedef struct _GCancellable GCancellable;
typedef struct _GMainLoop GMainLoop;
typedef struct _GMainContext GMainContext;
typedef gpointer (*GThreadFunc)(gpointer data);
typedef void (*GFunc)(gpointer data, gpointer user_data);
typedef gboolean (*GSourceFunc)(gpointer user_data);
typedef void (*GDestroyNotify)(gpointer data);
typedef void (*GTaskThreadFunc)(GTask* task, gpointer source_object, gpointer task_data,
                                GCancellable* cancellable);
typedef struct {
  GFunc func;
  gpointer user_data;
  gboolean exclusive;
} GThreadPool;
typedef union {
  gpointer p;
  unsigned i[2];
} GMutex;
#define FALSE (0)
#define TRUE (!FALSE)
#define G_LOCK_NAME(name) g__##name##_lock
#define G_LOCK_DEFINE_STATIC(name) static GMutex G_LOCK_NAME(name)
#define G_LOCK(name) g_mutex_lock(&G_LOCK_NAME(name))
#define G_UNLOCK(name) g_mutex_unlock(&G_LOCK_NAME(name))
GThread* g_thread_new(const gchar* name, GThreadFunc func, gpointer data);
gpointer g_thread_join(GThread* thread);
GThreadPool* g_thread_pool_new(GFunc func, gpointer user_data, gint max_threads,
                               gboolean exclusive, GError** error);
gboolean g_thread_pool_push(GThreadPool* pool, gpointer data, GError** error);
void g_thread_pool_free(GThreadPool* pool, gboolean immediate, gboolean wait_);
GTask* g_task_new(gpointer source_object, GCancellable* cancellable, void* callback,
                  gpointer callback_data);
void g_task_set_task_data(GTask* task, gpointer task_data, GDestroyNotify task_data_destroy);
void g_task_run_in_thread(GTask* task, GTaskThreadFunc task_func);
unsigned g_idle_add(GSourceFunc function, gpointer data);
unsigned g_timeout_add(unsigned interval, GSourceFunc function, gpointer data);
GMainContext* g_main_context_new(void);
void g_main_context_invoke(GMainContext* context, GSourceFunc function, gpointer data);
GMainLoop* g_main_loop_new(GMainContext* context, gboolean is_running);
void g_main_loop_run(GMainLoop* loop);
void g_main_loop_quit(GMainLoop* loop);
void g_mutex_lock(GMutex* mutex);
void g_mutex_unlock(GMutex* mutex);
