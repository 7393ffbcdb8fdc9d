// Stands in for C libraries: the functions whose names the model knows and no other fixture uses,
// as the libraries declare them.
#pragma once
#pragma GCC system_header
#include <pthread.h>
#include <stddef.h>
#include <threads.h>
#include <time.h>
typedef void* gpointer;
typedef struct GMutex_ GMutex;
typedef struct GRecMutex_ GRecMutex;
typedef struct GRWLock_ GRWLock;
typedef struct GStaticMutex_ GStaticMutex;
typedef struct GThread_ GThread;
typedef struct GError_ GError;
typedef struct GTask_ GTask;
typedef struct GCancellable_ GCancellable;
typedef void GMutexLocker;
typedef void GRecMutexLocker;
typedef void GRWLockWriterLocker;
typedef void GRWLockReaderLocker;
typedef struct CRITICAL_SECTION_ CRITICAL_SECTION;
typedef struct ErlNifMutex_ ErlNifMutex;
typedef struct ErlNifRWLock_ ErlNifRWLock;
typedef struct SDL_mutex_ SDL_mutex;
typedef struct SRWLOCK_ SRWLOCK;
typedef struct apr_thread_mutex_t_ apr_thread_mutex_t;
typedef struct apr_thread_rwlock_t_ apr_thread_rwlock_t;
typedef struct omp_nest_lock_t_ omp_nest_lock_t;
typedef struct uv_mutex_t_ uv_mutex_t;
typedef struct uv_rwlock_t_ uv_rwlock_t;
void g_mutex_lock(GMutex* lock);
void g_mutex_unlock(GMutex* lock);
void g_rec_mutex_lock(GRecMutex* lock);
void g_rec_mutex_unlock(GRecMutex* lock);
void g_rw_lock_writer_lock(GRWLock* lock);
void g_rw_lock_writer_unlock(GRWLock* lock);
void g_static_mutex_lock(GStaticMutex* lock);
void g_static_mutex_unlock(GStaticMutex* lock);
void uv_mutex_lock(uv_mutex_t* lock);
void uv_mutex_unlock(uv_mutex_t* lock);
void uv_rwlock_wrlock(uv_rwlock_t* lock);
void uv_rwlock_wrunlock(uv_rwlock_t* lock);
int SDL_LockMutex(SDL_mutex* lock);
int SDL_UnlockMutex(SDL_mutex* lock);
int SDL_mutexP(SDL_mutex* lock);
int SDL_mutexV(SDL_mutex* lock);
int apr_thread_mutex_lock(apr_thread_mutex_t* lock);
int apr_thread_mutex_unlock(apr_thread_mutex_t* lock);
int apr_thread_rwlock_wrlock(apr_thread_rwlock_t* lock);
int apr_thread_rwlock_unlock(apr_thread_rwlock_t* lock);
void AcquireSRWLockExclusive(SRWLOCK* lock);
void ReleaseSRWLockExclusive(SRWLOCK* lock);
void EnterCriticalSection(CRITICAL_SECTION* lock);
void LeaveCriticalSection(CRITICAL_SECTION* lock);
void enif_mutex_lock(ErlNifMutex* lock);
void enif_mutex_unlock(ErlNifMutex* lock);
void enif_rwlock_rwlock(ErlNifRWLock* lock);
void enif_rwlock_rwunlock(ErlNifRWLock* lock);
void omp_set_nest_lock(omp_nest_lock_t* lock);
void omp_unset_nest_lock(omp_nest_lock_t* lock);
void g_rw_lock_reader_lock(GRWLock* lock);
void g_rw_lock_reader_unlock(GRWLock* lock);
int g_mutex_trylock(GMutex* lock);
int g_rec_mutex_trylock(GRecMutex* lock);
int g_rw_lock_writer_trylock(GRWLock* lock);
int omp_test_nest_lock(omp_nest_lock_t* lock);
int g_rw_lock_reader_trylock(GRWLock* lock);
static inline GMutexLocker* g_mutex_locker_new(GMutex* lock) { return (GMutexLocker*)lock; }
static inline void g_mutex_locker_free(GMutexLocker* locker) { (void)locker; }
static inline void glib_autoptr_cleanup_GMutexLocker(GMutexLocker** locker) {
  if (*locker) g_mutex_locker_free(*locker);
}
static inline GRecMutexLocker* g_rec_mutex_locker_new(GRecMutex* lock) { return (GRecMutexLocker*)lock; }
static inline void g_rec_mutex_locker_free(GRecMutexLocker* locker) { (void)locker; }
static inline void glib_autoptr_cleanup_GRecMutexLocker(GRecMutexLocker** locker) {
  if (*locker) g_rec_mutex_locker_free(*locker);
}
static inline GRWLockWriterLocker* g_rw_lock_writer_locker_new(GRWLock* lock) { return (GRWLockWriterLocker*)lock; }
static inline void g_rw_lock_writer_locker_free(GRWLockWriterLocker* locker) { (void)locker; }
static inline void glib_autoptr_cleanup_GRWLockWriterLocker(GRWLockWriterLocker** locker) {
  if (*locker) g_rw_lock_writer_locker_free(*locker);
}
static inline GRWLockReaderLocker* g_rw_lock_reader_locker_new(GRWLock* lock) { return (GRWLockReaderLocker*)lock; }
static inline void g_rw_lock_reader_locker_free(GRWLockReaderLocker* locker) { (void)locker; }
static inline void glib_autoptr_cleanup_GRWLockReaderLocker(GRWLockReaderLocker** locker) {
  if (*locker) g_rw_lock_reader_locker_free(*locker);
}
#define g_autoptr(name) __attribute__((cleanup(glib_autoptr_cleanup_##name))) name*
typedef struct uv_thread_s* uv_thread_t;
typedef struct uv_thread_options_s uv_thread_options_t;
int uv_thread_create_ex(uv_thread_t* thread, const uv_thread_options_t* options,
                        void (*entry)(void*), void* data);
typedef struct SDL_Thread SDL_Thread;
SDL_Thread* SDL_CreateThreadRuntime(int (*entry)(void*), const char* name, void* data,
                                    void* begin, void* end);
SDL_Thread* SDL_CreateThreadWithStackSize(int (*entry)(void*), const char* name, size_t size,
                                          void* data);
typedef struct apr_thread_pool apr_thread_pool_t;
typedef struct apr_thread_t apr_thread_t;
int apr_thread_pool_push(apr_thread_pool_t* pool, void* (*entry)(apr_thread_t*, void*), void* data,
                         unsigned char priority, void* owner);
int apr_thread_pool_top(apr_thread_pool_t* pool, void* (*entry)(apr_thread_t*, void*), void* data,
                        unsigned char priority, void* owner);
unsigned long _beginthread(void (*entry)(void*), unsigned size, void* data);
GThread* g_thread_try_new(const char* name, gpointer (*entry)(gpointer), gpointer data,
                          GError** error);
GThread* g_thread_create(gpointer (*entry)(gpointer), gpointer data, int joinable, GError** error);
GTask* g_task_new(gpointer source, GCancellable* cancellable, void (*done)(void), gpointer data);
void g_task_set_task_data(GTask* task, gpointer data, void (*free)(gpointer));
void g_task_run_in_thread_sync(GTask* task,
                               void (*entry)(GTask*, gpointer, gpointer, GCancellable*));
