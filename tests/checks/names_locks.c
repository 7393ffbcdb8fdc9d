// RUN: %check --library names %s
// RUN: %check --library names %s --policy exclusive
// Every function of C libraries that the model knows to take a lock, or to give it back: what is
// used under it on two threads is guarded. Beside each, what lets other readers in is not.
#define _GNU_SOURCE
#include <names.h>
#include <sqlite3.h>

static const struct timespec* at;
static void use(sqlite3* db) { sqlite3_exec(db, "select 1", 0, 0, 0); }

// Two threads that take the lock, use the connection and give the lock back.
#define TWO_THREADS(name, type, body)                 \
  static sqlite3* name##_db;                          \
  static type* name##_lock;                           \
  static void* name##_entry(void* data) {             \
    type* lock = name##_lock;                         \
    sqlite3* db = name##_db;                          \
    body;                                             \
    return data;                                      \
  }                                                   \
  void name(type* lock) {                             \
    sqlite3_open("app.db", &name##_db);               \
    name##_lock = lock;                               \
    pthread_t thread;                                 \
    pthread_create(&thread, 0, name##_entry, 0);      \
    name##_entry(0);                                  \
    pthread_join(thread, 0);                          \
    sqlite3_close(name##_db);                         \
  }
#define LOCKED(name, type, take, give) TWO_THREADS(name, type, take(lock); use(db); give(lock))
#define IF_TAKEN(name, type, take, give) \
  TWO_THREADS(name, type, if (take) { use(db); give(lock); })
#define HELD_BY(name, type, guard, make, end) \
  TWO_THREADS(name, type, guard* held = make(lock); use(db); end(held))

LOCKED(g_mutex_lock_, GMutex, g_mutex_lock, g_mutex_unlock)  // finding: sqlite-handle-guarded: connection 'g_mutex_lock__db' is used by this thread and by the one started here, each time under a lock
LOCKED(g_rec_mutex_lock_, GRecMutex, g_rec_mutex_lock, g_rec_mutex_unlock)  // finding: sqlite-handle-guarded: connection 'g_rec_mutex_lock__db' is used by this thread and by the one started here, each time under a lock
LOCKED(g_rw_lock_writer_lock_, GRWLock, g_rw_lock_writer_lock, g_rw_lock_writer_unlock)  // finding: sqlite-handle-guarded: connection 'g_rw_lock_writer_lock__db' is used by this thread and by the one started here, each time under a lock
LOCKED(g_static_mutex_lock_, GStaticMutex, g_static_mutex_lock, g_static_mutex_unlock)  // finding: sqlite-handle-guarded: connection 'g_static_mutex_lock__db' is used by this thread and by the one started here, each time under a lock
LOCKED(pthread_spin_lock_, pthread_spinlock_t, pthread_spin_lock, pthread_spin_unlock)  // finding: sqlite-handle-guarded: connection 'pthread_spin_lock__db' is used by this thread and by the one started here, each time under a lock
LOCKED(mtx_lock_, mtx_t, mtx_lock, mtx_unlock)  // finding: sqlite-handle-guarded: connection 'mtx_lock__db' is used by this thread and by the one started here, each time under a lock
LOCKED(uv_mutex_lock_, uv_mutex_t, uv_mutex_lock, uv_mutex_unlock)  // finding: sqlite-handle-guarded: connection 'uv_mutex_lock__db' is used by this thread and by the one started here, each time under a lock
LOCKED(uv_rwlock_wrlock_, uv_rwlock_t, uv_rwlock_wrlock, uv_rwlock_wrunlock)  // finding: sqlite-handle-guarded: connection 'uv_rwlock_wrlock__db' is used by this thread and by the one started here, each time under a lock
LOCKED(sdl_lockmutex_, SDL_mutex, SDL_LockMutex, SDL_UnlockMutex)  // finding: sqlite-handle-guarded: connection 'sdl_lockmutex__db' is used by this thread and by the one started here, each time under a lock
LOCKED(sdl_mutexp_, SDL_mutex, SDL_mutexP, SDL_mutexV)  // finding: sqlite-handle-guarded: connection 'sdl_mutexp__db' is used by this thread and by the one started here, each time under a lock
LOCKED(apr_thread_mutex_lock_, apr_thread_mutex_t, apr_thread_mutex_lock, apr_thread_mutex_unlock)  // finding: sqlite-handle-guarded: connection 'apr_thread_mutex_lock__db' is used by this thread and by the one started here, each time under a lock
LOCKED(apr_thread_rwlock_wrlock_, apr_thread_rwlock_t, apr_thread_rwlock_wrlock, apr_thread_rwlock_unlock)  // finding: sqlite-handle-guarded: connection 'apr_thread_rwlock_wrlock__db' is used by this thread and by the one started here, each time under a lock
LOCKED(acquiresrwlockexclusive_, SRWLOCK, AcquireSRWLockExclusive, ReleaseSRWLockExclusive)  // finding: sqlite-handle-guarded: connection 'acquiresrwlockexclusive__db' is used by this thread and by the one started here, each time under a lock
LOCKED(entercriticalsection_, CRITICAL_SECTION, EnterCriticalSection, LeaveCriticalSection)  // finding: sqlite-handle-guarded: connection 'entercriticalsection__db' is used by this thread and by the one started here, each time under a lock
LOCKED(enif_mutex_lock_, ErlNifMutex, enif_mutex_lock, enif_mutex_unlock)  // finding: sqlite-handle-guarded: connection 'enif_mutex_lock__db' is used by this thread and by the one started here, each time under a lock
LOCKED(enif_rwlock_rwlock_, ErlNifRWLock, enif_rwlock_rwlock, enif_rwlock_rwunlock)  // finding: sqlite-handle-guarded: connection 'enif_rwlock_rwlock__db' is used by this thread and by the one started here, each time under a lock
LOCKED(omp_set_nest_lock_, omp_nest_lock_t, omp_set_nest_lock, omp_unset_nest_lock)  // finding: sqlite-handle-guarded: connection 'omp_set_nest_lock__db' is used by this thread and by the one started here, each time under a lock
IF_TAKEN(g_mutex_trylock_, GMutex, g_mutex_trylock(lock), g_mutex_unlock)  // finding: sqlite-handle-guarded: connection 'g_mutex_trylock__db' is used by this thread and by the one started here, each time under a lock
IF_TAKEN(g_rec_mutex_trylock_, GRecMutex, g_rec_mutex_trylock(lock), g_rec_mutex_unlock)  // finding: sqlite-handle-guarded: connection 'g_rec_mutex_trylock__db' is used by this thread and by the one started here, each time under a lock
IF_TAKEN(g_rw_lock_writer_trylock_, GRWLock, g_rw_lock_writer_trylock(lock), g_rw_lock_writer_unlock)  // finding: sqlite-handle-guarded: connection 'g_rw_lock_writer_trylock__db' is used by this thread and by the one started here, each time under a lock
IF_TAKEN(pthread_mutex_timedlock_, pthread_mutex_t, pthread_mutex_timedlock(lock, at) == 0, pthread_mutex_unlock)  // finding: sqlite-handle-guarded: connection 'pthread_mutex_timedlock__db' is used by this thread and by the one started here, each time under a lock
IF_TAKEN(pthread_mutex_clocklock_, pthread_mutex_t, pthread_mutex_clocklock(lock, 0, at) == 0, pthread_mutex_unlock)  // finding: sqlite-handle-guarded: connection 'pthread_mutex_clocklock__db' is used by this thread and by the one started here, each time under a lock
IF_TAKEN(pthread_rwlock_trywrlock_, pthread_rwlock_t, pthread_rwlock_trywrlock(lock) == 0, pthread_rwlock_unlock)  // finding: sqlite-handle-guarded: connection 'pthread_rwlock_trywrlock__db' is used by this thread and by the one started here, each time under a lock
IF_TAKEN(pthread_rwlock_timedwrlock_, pthread_rwlock_t, pthread_rwlock_timedwrlock(lock, at) == 0, pthread_rwlock_unlock)  // finding: sqlite-handle-guarded: connection 'pthread_rwlock_timedwrlock__db' is used by this thread and by the one started here, each time under a lock
IF_TAKEN(pthread_spin_trylock_, pthread_spinlock_t, pthread_spin_trylock(lock) == 0, pthread_spin_unlock)  // finding: sqlite-handle-guarded: connection 'pthread_spin_trylock__db' is used by this thread and by the one started here, each time under a lock
IF_TAKEN(mtx_trylock_, mtx_t, mtx_trylock(lock) == 0, mtx_unlock)  // finding: sqlite-handle-guarded: connection 'mtx_trylock__db' is used by this thread and by the one started here, each time under a lock
IF_TAKEN(mtx_timedlock_, mtx_t, mtx_timedlock(lock, at) == 0, mtx_unlock)  // finding: sqlite-handle-guarded: connection 'mtx_timedlock__db' is used by this thread and by the one started here, each time under a lock
IF_TAKEN(omp_test_nest_lock_, omp_nest_lock_t, omp_test_nest_lock(lock), omp_unset_nest_lock)  // finding: sqlite-handle-guarded: connection 'omp_test_nest_lock__db' is used by this thread and by the one started here, each time under a lock
HELD_BY(g_mutex_locker_new_, GMutex, GMutexLocker, g_mutex_locker_new, g_mutex_locker_free)  // finding: sqlite-handle-guarded: connection 'g_mutex_locker_new__db' is used by this thread and by the one started here, each time under a lock
HELD_BY(g_rec_mutex_locker_new_, GRecMutex, GRecMutexLocker, g_rec_mutex_locker_new, g_rec_mutex_locker_free)  // finding: sqlite-handle-guarded: connection 'g_rec_mutex_locker_new__db' is used by this thread and by the one started here, each time under a lock
HELD_BY(g_rw_lock_writer_locker_new_, GRWLock, GRWLockWriterLocker, g_rw_lock_writer_locker_new, g_rw_lock_writer_locker_free)  // finding: sqlite-handle-guarded: connection 'g_rw_lock_writer_locker_new__db' is used by this thread and by the one started here, each time under a lock
HELD_BY(g_rw_lock_reader_locker_new_, GRWLock, GRWLockReaderLocker, g_rw_lock_reader_locker_new, g_rw_lock_reader_locker_free)  // finding: sqlite-handle-shared: connection 'g_rw_lock_reader_locker_new__db' is used by this thread and by the one started here, each time under a shared lock, which lets other readers in // finding(exclusive): sqlite-handle-shared: connection 'g_rw_lock_reader_locker_new__db' is used by this thread and by the one started here, each time under a shared lock, which lets other readers in
LOCKED(g_rw_lock_reader_lock_, GRWLock, g_rw_lock_reader_lock, g_rw_lock_reader_unlock)  // finding: sqlite-handle-shared: connection 'g_rw_lock_reader_lock__db' is used by this thread and by the one started here, each time under a shared lock, which lets other readers in // finding(exclusive): sqlite-handle-shared: connection 'g_rw_lock_reader_lock__db' is used by this thread and by the one started here, each time under a shared lock, which lets other readers in
IF_TAKEN(g_rw_lock_reader_trylock_, GRWLock, g_rw_lock_reader_trylock(lock), g_rw_lock_reader_unlock)  // finding: sqlite-handle-shared: connection 'g_rw_lock_reader_trylock__db' is used by this thread and by the one started here, each time under a shared lock, which lets other readers in // finding(exclusive): sqlite-handle-shared: connection 'g_rw_lock_reader_trylock__db' is used by this thread and by the one started here, each time under a shared lock, which lets other readers in
IF_TAKEN(pthread_rwlock_tryrdlock_, pthread_rwlock_t, pthread_rwlock_tryrdlock(lock) == 0, pthread_rwlock_unlock)  // finding: sqlite-handle-shared: connection 'pthread_rwlock_tryrdlock__db' is used by this thread and by the one started here, each time under a shared lock, which lets other readers in // finding(exclusive): sqlite-handle-shared: connection 'pthread_rwlock_tryrdlock__db' is used by this thread and by the one started here, each time under a shared lock, which lets other readers in
IF_TAKEN(pthread_rwlock_timedrdlock_, pthread_rwlock_t, pthread_rwlock_timedrdlock(lock, at) == 0, pthread_rwlock_unlock)  // finding: sqlite-handle-shared: connection 'pthread_rwlock_timedrdlock__db' is used by this thread and by the one started here, each time under a shared lock, which lets other readers in // finding(exclusive): sqlite-handle-shared: connection 'pthread_rwlock_timedrdlock__db' is used by this thread and by the one started here, each time under a shared lock, which lets other readers in

// With g_autoptr, GLib gives the lock back at the end of the variable's scope.
#define AT_THE_END(name, type, guard, make) \
  TWO_THREADS(name, type, g_autoptr(guard) held = make(lock); (void)held; use(db))
AT_THE_END(auto_g_mutex_locker_new_, GMutex, GMutexLocker, g_mutex_locker_new)  // finding: sqlite-handle-guarded: connection 'auto_g_mutex_locker_new__db' is used by this thread and by the one started here, each time under a lock
AT_THE_END(auto_g_rec_mutex_locker_new_, GRecMutex, GRecMutexLocker, g_rec_mutex_locker_new)  // finding: sqlite-handle-guarded: connection 'auto_g_rec_mutex_locker_new__db' is used by this thread and by the one started here, each time under a lock
AT_THE_END(auto_g_rw_lock_writer_locker_new_, GRWLock, GRWLockWriterLocker, g_rw_lock_writer_locker_new)  // finding: sqlite-handle-guarded: connection 'auto_g_rw_lock_writer_locker_new__db' is used by this thread and by the one started here, each time under a lock
AT_THE_END(auto_reader, GRWLock, GRWLockReaderLocker, g_rw_lock_reader_locker_new)  // finding: sqlite-handle-shared: connection 'auto_reader_db' is used by this thread and by the one started here, each time under a shared lock, which lets other readers in // finding(exclusive): sqlite-handle-shared: connection 'auto_reader_db' is used by this thread and by the one started here, each time under a shared lock, which lets other readers in

// Wrong: the lock was given back before.
#define TOO_LATE(name, type, take, give) TWO_THREADS(name, type, take(lock); give(lock); use(db))
TOO_LATE(late_g_mutex_lock_, GMutex, g_mutex_lock, g_mutex_unlock)  // finding: sqlite-handle-shared: connection 'late_g_mutex_lock__db' is used by this thread and by the one started here // finding(exclusive): sqlite-handle-shared: connection 'late_g_mutex_lock__db' is used by this thread and by the one started here
TOO_LATE(late_g_rec_mutex_lock_, GRecMutex, g_rec_mutex_lock, g_rec_mutex_unlock)  // finding: sqlite-handle-shared: connection 'late_g_rec_mutex_lock__db' is used by this thread and by the one started here // finding(exclusive): sqlite-handle-shared: connection 'late_g_rec_mutex_lock__db' is used by this thread and by the one started here
TOO_LATE(late_g_rw_lock_writer_lock_, GRWLock, g_rw_lock_writer_lock, g_rw_lock_writer_unlock)  // finding: sqlite-handle-shared: connection 'late_g_rw_lock_writer_lock__db' is used by this thread and by the one started here // finding(exclusive): sqlite-handle-shared: connection 'late_g_rw_lock_writer_lock__db' is used by this thread and by the one started here
TOO_LATE(late_g_static_mutex_lock_, GStaticMutex, g_static_mutex_lock, g_static_mutex_unlock)  // finding: sqlite-handle-shared: connection 'late_g_static_mutex_lock__db' is used by this thread and by the one started here // finding(exclusive): sqlite-handle-shared: connection 'late_g_static_mutex_lock__db' is used by this thread and by the one started here
TOO_LATE(late_pthread_spin_lock_, pthread_spinlock_t, pthread_spin_lock, pthread_spin_unlock)  // finding: sqlite-handle-shared: connection 'late_pthread_spin_lock__db' is used by this thread and by the one started here // finding(exclusive): sqlite-handle-shared: connection 'late_pthread_spin_lock__db' is used by this thread and by the one started here
TOO_LATE(late_mtx_lock_, mtx_t, mtx_lock, mtx_unlock)  // finding: sqlite-handle-shared: connection 'late_mtx_lock__db' is used by this thread and by the one started here // finding(exclusive): sqlite-handle-shared: connection 'late_mtx_lock__db' is used by this thread and by the one started here
TOO_LATE(late_uv_mutex_lock_, uv_mutex_t, uv_mutex_lock, uv_mutex_unlock)  // finding: sqlite-handle-shared: connection 'late_uv_mutex_lock__db' is used by this thread and by the one started here // finding(exclusive): sqlite-handle-shared: connection 'late_uv_mutex_lock__db' is used by this thread and by the one started here
TOO_LATE(late_uv_rwlock_wrlock_, uv_rwlock_t, uv_rwlock_wrlock, uv_rwlock_wrunlock)  // finding: sqlite-handle-shared: connection 'late_uv_rwlock_wrlock__db' is used by this thread and by the one started here // finding(exclusive): sqlite-handle-shared: connection 'late_uv_rwlock_wrlock__db' is used by this thread and by the one started here
TOO_LATE(late_sdl_lockmutex_, SDL_mutex, SDL_LockMutex, SDL_UnlockMutex)  // finding: sqlite-handle-shared: connection 'late_sdl_lockmutex__db' is used by this thread and by the one started here // finding(exclusive): sqlite-handle-shared: connection 'late_sdl_lockmutex__db' is used by this thread and by the one started here
TOO_LATE(late_sdl_mutexp_, SDL_mutex, SDL_mutexP, SDL_mutexV)  // finding: sqlite-handle-shared: connection 'late_sdl_mutexp__db' is used by this thread and by the one started here // finding(exclusive): sqlite-handle-shared: connection 'late_sdl_mutexp__db' is used by this thread and by the one started here
TOO_LATE(late_apr_thread_mutex_lock_, apr_thread_mutex_t, apr_thread_mutex_lock, apr_thread_mutex_unlock)  // finding: sqlite-handle-shared: connection 'late_apr_thread_mutex_lock__db' is used by this thread and by the one started here // finding(exclusive): sqlite-handle-shared: connection 'late_apr_thread_mutex_lock__db' is used by this thread and by the one started here
TOO_LATE(late_apr_thread_rwlock_wrlock_, apr_thread_rwlock_t, apr_thread_rwlock_wrlock, apr_thread_rwlock_unlock)  // finding: sqlite-handle-shared: connection 'late_apr_thread_rwlock_wrlock__db' is used by this thread and by the one started here // finding(exclusive): sqlite-handle-shared: connection 'late_apr_thread_rwlock_wrlock__db' is used by this thread and by the one started here
TOO_LATE(late_acquiresrwlockexclusive_, SRWLOCK, AcquireSRWLockExclusive, ReleaseSRWLockExclusive)  // finding: sqlite-handle-shared: connection 'late_acquiresrwlockexclusive__db' is used by this thread and by the one started here // finding(exclusive): sqlite-handle-shared: connection 'late_acquiresrwlockexclusive__db' is used by this thread and by the one started here
TOO_LATE(late_entercriticalsection_, CRITICAL_SECTION, EnterCriticalSection, LeaveCriticalSection)  // finding: sqlite-handle-shared: connection 'late_entercriticalsection__db' is used by this thread and by the one started here // finding(exclusive): sqlite-handle-shared: connection 'late_entercriticalsection__db' is used by this thread and by the one started here
TOO_LATE(late_enif_mutex_lock_, ErlNifMutex, enif_mutex_lock, enif_mutex_unlock)  // finding: sqlite-handle-shared: connection 'late_enif_mutex_lock__db' is used by this thread and by the one started here // finding(exclusive): sqlite-handle-shared: connection 'late_enif_mutex_lock__db' is used by this thread and by the one started here
TOO_LATE(late_enif_rwlock_rwlock_, ErlNifRWLock, enif_rwlock_rwlock, enif_rwlock_rwunlock)  // finding: sqlite-handle-shared: connection 'late_enif_rwlock_rwlock__db' is used by this thread and by the one started here // finding(exclusive): sqlite-handle-shared: connection 'late_enif_rwlock_rwlock__db' is used by this thread and by the one started here
TOO_LATE(late_omp_set_nest_lock_, omp_nest_lock_t, omp_set_nest_lock, omp_unset_nest_lock)  // finding: sqlite-handle-shared: connection 'late_omp_set_nest_lock__db' is used by this thread and by the one started here // finding(exclusive): sqlite-handle-shared: connection 'late_omp_set_nest_lock__db' is used by this thread and by the one started here

static void hold_for_a_while(GMutex* mutex) {
  g_autoptr(GMutexLocker) held = g_mutex_locker_new(mutex);
  (void)held;
}
#define NO_LONGER(name) TWO_THREADS(name, GMutex, hold_for_a_while(lock); use(db))
NO_LONGER(no_longer)  // finding: sqlite-handle-shared: connection 'no_longer_db' is used by this thread and by the one started here // finding(exclusive): sqlite-handle-shared: connection 'no_longer_db' is used by this thread and by the one started here
