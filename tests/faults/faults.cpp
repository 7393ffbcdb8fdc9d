// What the shim asks of the system fails where a test wants it to.
//
// Linked into liblanyard-faults.so in front of libc, by the linker's --wrap: each call that the
// shim's own code makes comes by here, and none of the program's or of SQLite's. The file that
// LANYARD_FAULTS names tells which call fails, and how; all processes of a test count in it
// together.
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <ctime>

namespace {

// `run.py` writes and reads this, as one struct of its own.
struct Plan {
  std::atomic<std::uint64_t> calls;  // made so far
  std::uint64_t at;                  // the call to fail, from 1 on; 0 for none
  std::uint64_t how;                 // the number of one of its ways to fail
  std::uint64_t for_good;            // whether later calls of the same function fail as well
  std::uint64_t ways;                // how many ways that call has; 0 until it was made
  std::uint64_t lasting;             // a bit for each of them that can be for good
  char name[32];                     // the function's
};

/// A way to fail: an errno, or one of these.
enum Way : int { kEnd = -1, kShort = -2 };  // nothing was left; only a part was done

constinit Plan* plan = nullptr;
constinit std::atomic<bool> has_asked{false};

/// The ways in which a call can fail, up to a 0.
using Ways = int[8];
constexpr Ways kReading = {EIO, EINTR, EAGAIN, kEnd, kShort};
constexpr Ways kWriting = {ENOSPC, EINTR, EAGAIN, EIO, kShort, kEnd};
constexpr Ways kOpening = {EMFILE, EINTR, EACCES, ENOSPC, ENOENT};
constexpr Ways kClosing = {EINTR, EIO};
constexpr Ways kCopying = {EPERM, ENOSYS, EFAULT, kShort};
constexpr Ways kProtecting = {ENOMEM, EACCES};
constexpr Ways kWaiting = {EAGAIN, EINTR};
constexpr Ways kNoMemory = {ENOMEM};
constexpr Ways kNoMore = {EAGAIN};
constexpr Ways kForbidden = {EPERM};
constexpr Ways kNotThere = {ENOENT};
constexpr Ways kBroken = {EIO};
constexpr Ways kInvalid = {EINVAL};

/// What happens now and then only: it is never for good.
bool is_passing(int way) { return way == EINTR || way == kShort || way == EAGAIN; }

extern "C" {
void* __real_mmap(void*, std::size_t, int, int, int, off_t);
int __real_open(const char*, int, ...);
int __real_close(int);
}

Plan* the_plan() {
  if (has_asked.load(std::memory_order_acquire)) return plan;
  // Before the process has a second thread: the shim is set up when it is loaded.
  const char* path = std::getenv("LANYARD_FAULTS");
  const int file = path ? __real_open(path, O_RDWR | O_CLOEXEC) : -1;
  if (file >= 0) {
    void* shared = __real_mmap(nullptr, sizeof(Plan), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (shared != MAP_FAILED) plan = static_cast<Plan*>(shared);
    __real_close(file);
  }
  has_asked.store(true, std::memory_order_release);
  return plan;
}

/// How the call of the function `name` that is being made is to fail; 0 when it is not.
int way_of(const char* name, const Ways& ways) {
  const int error = errno;
  Plan* const now = the_plan();
  errno = error;
  if (!now) return 0;
  unsigned count = 0;
  std::uint64_t lasting = 0;
  for (; ways[count]; ++count) lasting |= std::uint64_t{!is_passing(ways[count])} << count;
  const std::uint64_t nth = now->calls.fetch_add(1) + 1;
  const int way = ways[now->how % count];
  if (nth == now->at) {
    std::strncpy(now->name, name, sizeof(now->name) - 1);
    now->lasting = lasting;
    now->ways = count;
    return way;
  }
  // The call of this number may have been another function's in the run before, of other ways.
  const bool is_lasting = now->for_good && !is_passing(way);
  const bool again = is_lasting && now->at && nth > now->at && !std::strcmp(now->name, name);
  return again ? way : 0;
}

}  // namespace

// Where a call fails with -1 and errno, whatever it is.
#define FAILS(result, name, parameters, arguments, ways)      \
  extern "C" result __real_##name parameters;                 \
  extern "C" result __wrap_##name parameters;                 \
  result __wrap_##name parameters {                           \
    const int way = way_of(#name, ways);                      \
    return way ? (errno = way, -1) : __real_##name arguments; \
  }

// Where it answers an errno.
#define ANSWERS(name, parameters, arguments, ways) \
  extern "C" int __real_##name parameters;         \
  extern "C" int __wrap_##name parameters;         \
  int __wrap_##name parameters {                   \
    const int way = way_of(#name, ways);           \
    return way ? way : __real_##name arguments;    \
  }

// Where it answers that there is nothing.
#define FINDS_NOTHING(result, name, parameters, arguments, ways) \
  extern "C" result __real_##name parameters;                    \
  extern "C" result __wrap_##name parameters;                    \
  result __wrap_##name parameters {                              \
    const int way = way_of(#name, ways);                         \
    if (way) return errno = way, (result)0;                      \
    return __real_##name arguments;                              \
  }

// Where a part can be done: `part` does it.
#define MOVES(name, parameters, arguments, part, ways)        \
  extern "C" ssize_t __real_##name parameters;                \
  extern "C" ssize_t __wrap_##name parameters;                \
  ssize_t __wrap_##name parameters {                          \
    const int way = way_of(#name, ways);                      \
    if (way == kEnd) return 0;                                \
    if (way == kShort) return __real_##name part;             \
    return way ? (errno = way, -1) : __real_##name arguments; \
  }

#define HALF(size) ((size) / 2 ? (size) / 2 : (size))

// NOLINTBEGIN(bugprone-reserved-identifier): they are the linker's names.

MOVES(read, (int file, void* to, std::size_t size), (file, to, size), (file, to, HALF(size)),
      kReading)
MOVES(pread, (int file, void* to, std::size_t size, off_t at), (file, to, size, at),
      (file, to, HALF(size), at), kReading)
MOVES(write, (int file, const void* from, std::size_t size), (file, from, size),
      (file, from, HALF(size)), kWriting)
MOVES(pwrite, (int file, const void* from, std::size_t size, off_t at), (file, from, size, at),
      (file, from, HALF(size), at), kWriting)
FAILS(int, fstat, (int file, struct stat* to), (file, to), kBroken)
FAILS(int, ftruncate, (int file, off_t size), (file, size), kBroken)
FAILS(ssize_t, readlink, (const char* path, char* to, std::size_t size), (path, to, size),
      kForbidden)
FAILS(int, mprotect, (void* at, std::size_t size, int protection), (at, size, protection),
      kProtecting)
FAILS(int, madvise, (void* at, std::size_t size, int advice), (at, size, advice), kInvalid)
FAILS(int, on_exit, (void (*run)(int, void*), void* argument), (run, argument), kNoMemory)
FAILS(int, clock_gettime, (clockid_t clock, timespec* now), (clock, now), kForbidden)
FAILS(int, sigtimedwait, (const sigset_t* set, siginfo_t* info, const timespec* wait),
      (set, info, wait), kWaiting)
ANSWERS(pthread_key_create, (pthread_key_t * key, void (*end)(void*)), (key, end), kNoMore)
ANSWERS(pthread_setspecific, (pthread_key_t key, const void* value), (key, value), kNoMemory)
ANSWERS(__register_atfork, (void (*a)(), void (*b)(), void (*c)(), void* dso), (a, b, c, dso),
        kNoMemory)
FINDS_NOTHING(char*, getcwd, (char* to, std::size_t size), (to, size), kNotThere)
FINDS_NOTHING(void*, malloc, (std::size_t size), (size), kNoMemory)
FINDS_NOTHING(int, dladdr, (const void* at, Dl_info* info), (at, info), kInvalid)
FINDS_NOTHING(int, dladdr1, (const void* at, Dl_info* info, void** extra, int flags),
              (at, info, extra, flags), kInvalid)

extern "C" void* __wrap_mmap(void* at, std::size_t size, int protection, int flags, int file,
                             off_t offset) {
  const int way = way_of("mmap", kNoMemory);
  if (way) return errno = way, MAP_FAILED;
  return __real_mmap(at, size, protection, flags, file, offset);
}

extern "C" int __wrap_open(const char* path, int flags, ...) {
  std::va_list rest;
  va_start(rest, flags);
  const auto mode = flags & O_CREAT ? va_arg(rest, mode_t) : mode_t{0};
  va_end(rest);
  const int way = way_of("open", kOpening);
  return way ? (errno = way, -1) : __real_open(path, flags, mode);
}

// The descriptor is gone, whatever close answers.
extern "C" int __wrap_close(int file) {
  const int way = way_of("close", kClosing);
  const int answer = __real_close(file);
  return way ? (errno = way, -1) : answer;
}

extern "C" int __real_fcntl(int file, int what, ...);
extern "C" int __wrap_fcntl(int file, int what, ...) {
  const int way = way_of("fcntl", kInvalid);
  return way ? (errno = way, -1) : __real_fcntl(file, what);  // the shim gives no third argument
}

extern "C" int __real_prctl(int what, ...);
extern "C" int __wrap_prctl(int what, ...) {
  std::va_list rest;
  va_start(rest, what);
  void* argument = va_arg(rest, void*);
  va_end(rest);
  const int way = way_of("prctl", kForbidden);
  return way ? (errno = way, -1) : __real_prctl(what, argument);
}

extern "C" ssize_t __real_process_vm_readv(pid_t, const iovec*, unsigned long, const iovec*,
                                           unsigned long, unsigned long);
extern "C" ssize_t __wrap_process_vm_readv(pid_t process, const iovec* to, unsigned long to_count,
                                           const iovec* from, unsigned long from_count,
                                           unsigned long flags) {
  const int way = way_of("process_vm_readv", kCopying);
  if (way == kShort) {
    const iovec half{to->iov_base, HALF(to->iov_len)};
    return __real_process_vm_readv(process, &half, 1, from, from_count, flags);
  }
  if (way) return errno = way, -1;
  return __real_process_vm_readv(process, to, to_count, from, from_count, flags);
}

// Of those that the shim makes this way, waiting alone can fail.
extern "C" long __real_syscall(long number, ...);
extern "C" long __wrap_syscall(long number, ...) {
  std::va_list rest;
  va_start(rest, number);
  long arguments[6];
  for (long& each : arguments) each = va_arg(rest, long);
  va_end(rest);
  const bool waits = number == SYS_futex && arguments[1] == FUTEX_WAIT_PRIVATE;
  const int way = waits ? way_of("futex", kWaiting) : 0;
  if (way) return errno = way, -1;
  return __real_syscall(number, arguments[0], arguments[1], arguments[2], arguments[3],
                        arguments[4], arguments[5]);
}

// NOLINTEND(bugprone-reserved-identifier)
