// The threads of the process; see thread.h.
#include "runtime/track/thread.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>

#include "runtime/base/lock.h"
#include "runtime/base/memory.h"
#include "runtime/base/text.h"
#include "runtime/track/fork.h"
#include "runtime/track/handles.h"

namespace lanyard::track {

struct Thread {
  ThreadName known;          // numbered when the thread is
  bool is_named_by_python;   // and not by the system
  bool is_elsewhere;         // in the parent process
  std::uint32_t references;  // connections at home there, and one of its own while it runs
  Start start;
  Thread* next;  // in its bucket
  Thread* next_free;
};

constinit thread_local ThisThread this_thread{&nothing, 0};

namespace {

constexpr std::size_t kBuckets = 1024;
constexpr std::size_t kLongestComm = 16;  // TASK_COMM_LEN of the kernel, with its NUL

constinit std::atomic<std::uint32_t> last_number{0};
constinit thread_local std::uint32_t this_kernel_id = 0;
constinit thread_local Thread* this_entry = nullptr;  // nullptr again once it has ended

// Numbered threads. All of these are under the lock.
constinit Thread* threads[kBuckets] = {};
constinit Pool<Thread> pool;

constinit pthread_key_t ends = 0;
constinit std::atomic<bool> has_ends{false};

Thread* find(std::uint32_t number) {
  Thread* thread = threads[number % kBuckets];
  while (thread && thread->known.number != number) thread = thread->next;
  return thread;
}

void drop(Thread* thread) {
  if (--thread->references) return;
  Thread** at = &threads[thread->known.number % kBuckets];
  while (*at != thread) at = &(*at)->next;
  *at = thread->next;
  pool.give(thread);
}

void set_name(ThreadName& thread, std::string_view name) {
  name = cut(name, sizeof(thread.name) - 1);
  std::memcpy(thread.name, name.data(), name.size());
  thread.name[name.size()] = '\0';
}

/// Puts the calling thread's name into `name`, as the system has it.
std::string_view system_name(char (&name)[kLongestComm]) {
  return prctl(PR_GET_NAME, name) ? "" : name;
}

/// The name of another thread of this process, as the system has it now; "" where it is gone.
std::string_view system_name(std::uint32_t kernel_id, char (&name)[kLongestComm]) {
  char path[64];
  Text text(path, sizeof(path) - 1);
  text.add("/proc/self/task/").number(kernel_id).add("/comm");
  path[text.size()] = '\0';
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return {};
  const ssize_t size = read(file, name, sizeof(name));
  close(file);
  return size > 1 ? std::string_view(name, static_cast<std::size_t>(size) - 1) : "";
}

/// Runs when a thread ends, before most destructors of the program's thread-specific data: they
/// may go on to use SQLite, and are the same thread still. Constant cost.
void end_thread(void* ending) {
  if (is_new_process()) return;  // whose locks nobody has reset
  auto* thread = static_cast<Thread*>(ending);
  const int error = errno;
  char name[kLongestComm];
  const std::string_view last = system_name(name);
  errno = error;
  this_entry = nullptr;
  Locked locked(locks.threads);
  if (!thread->known.number) return pool.give(thread);
  if (!thread->is_named_by_python && !last.empty()) set_name(thread->known, last);
  thread->known.has_ended = true;
  drop(thread);
}

/// A thread's entry as new. Under the lock.
Thread* take() {
  Thread* thread = pool.take();
  if (!thread) return nullptr;
  *thread = {};
  thread->references = 1;
  return thread;
}

void watch_end(Thread* thread) {
  this_entry = thread;
  if (has_ends.load(std::memory_order_acquire)) pthread_setspecific(ends, thread);
}

}  // namespace

ThreadId id_of(const ThreadName& thread) {
  ThreadId id;
  id.number = thread.number;
  id.kernel_id = thread.kernel_id;
  std::memcpy(id.name, thread.name, sizeof(id.name));
  return id;
}

std::uint32_t threads_seen() { return last_number.load(std::memory_order_relaxed); }

std::uint32_t kernel_id() {
  if (!this_kernel_id) this_kernel_id = static_cast<std::uint32_t>(syscall(SYS_gettid));
  return this_kernel_id;
}

std::uint32_t number_this_thread() {
  if (this_thread.number) return this_thread.number;
  const std::uint32_t number = last_number.fetch_add(1, std::memory_order_relaxed) + 1;
  const bool is_new = !this_entry;
  Thread* thread = this_entry;
  {
    Locked locked(locks.threads);
    if (is_new) thread = take();
    if (thread) {
      thread->known.number = number;
      thread->known.kernel_id = kernel_id();
      thread->next = threads[number % kBuckets];
      threads[number % kBuckets] = thread;
    }
  }
  if (thread && is_new) watch_end(thread);
  return this_thread.number = number;
}

ThreadName name_this_thread(const stack::PythonStack& python) {
  ThreadName named;
  named.number = number_this_thread();
  named.kernel_id = kernel_id();
  char buffer[kLongestComm];
  std::string_view name = python.thread_name;
  if (name.empty() && named.kernel_id == static_cast<std::uint32_t>(getpid()) &&
      stack::has_python())
    name = "MainThread";
  const bool is_named_by_python = !name.empty();
  if (name.empty()) name = system_name(buffer);
  Locked locked(locks.threads);
  Thread* thread = find(named.number);
  if (thread && (is_named_by_python || !thread->is_named_by_python)) {
    set_name(thread->known, name);
    thread->is_named_by_python = is_named_by_python;
  }
  if (thread) return thread->known;
  set_name(named, name);
  return named;
}

ThreadName name_now(const ThreadName& before) {
  ThreadName named = before;
  bool asks_system = false;
  {
    Locked locked(locks.threads);
    const Thread* thread = find(before.number);
    if (!thread) return named;
    named = thread->known;
    asks_system = !thread->is_named_by_python && !thread->is_elsewhere && !named.has_ended;
  }
  char buffer[kLongestComm];
  if (!asks_system) return named;
  const std::string_view name = system_name(named.kernel_id, buffer);
  Locked locked(locks.threads);
  Thread* thread = find(before.number);
  // Whoever has not ended by now had that kernel id all the time.
  if (!name.empty() && thread && !thread->known.has_ended) set_name(thread->known, name);
  return thread ? thread->known : named;
}

void hold_thread(std::uint32_t number) {
  Locked locked(locks.threads);
  Thread* thread = find(number);
  if (!thread) {
    // A destructor that runs after the thread's end was seen still opens a connection.
    thread = number == this_thread.number ? take() : nullptr;
    if (!thread) return;
    thread->known.number = number;
    thread->known.kernel_id = kernel_id();
    thread->known.has_ended = true;
    thread->next = threads[number % kBuckets];
    threads[number % kBuckets] = thread;
    return;
  }
  ++thread->references;
}

void let_go_thread(std::uint32_t number) {
  Locked locked(locks.threads);
  if (Thread* thread = find(number)) drop(thread);
}

Thread* expect_thread(const Start& start) {
  const stack::Stack* function = stack::keep(reinterpret_cast<std::uintptr_t>(start.run));
  Locked locked(locks.threads);
  Thread* thread = take();
  if (!thread) return nullptr;
  thread->start = start;
  thread->known.starter = start.starter;
  thread->known.started = start.started;
  thread->known.function = function;
  return thread;
}

void cancel_thread(Thread* thread) {
  Locked locked(locks.threads);
  pool.give(thread);
}

Start begin_thread(Thread* thread) {
  watch_end(thread);
  return thread->start;
}

void watch_thread_ends() {
  if (!pthread_key_create(&ends, end_thread)) has_ends.store(true, std::memory_order_release);
}

void forget_threads() {
  this_thread.number = this_kernel_id = 0;
  this_entry = nullptr;
  if (has_ends.load(std::memory_order_relaxed)) pthread_setspecific(ends, nullptr);
  for (Thread*& bucket : threads)
    for (Thread* thread = bucket; thread;) {
      Thread* next = thread->next;
      if (!thread->is_elsewhere && !thread->known.has_ended) drop(thread);
      thread->is_elsewhere = true;
      thread = next;
    }
}

}  // namespace lanyard::track
