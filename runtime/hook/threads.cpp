// How threads begin; see threads.h.
//
// The shim stands between the program's function and the thread that runs it, and gets out of
// the way by a tail call: attributes, results, cancellation and small stacks are the program's.
#include "runtime/hook/threads.h"

#include <pthread.h>
#include <threads.h>

#include <cerrno>

#include "runtime/base/memory.h"
#include "runtime/hook/entry.h"
#include "runtime/hook/loads.h"
#include "runtime/hook/next.h"
#include "runtime/hook/process.h"
#include "runtime/record/report.h"
#include "runtime/stack/depot.h"
#include "runtime/track/thread.h"

namespace lanyard::hook {

namespace {

constinit Next<int(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*)> next_pthread(
    "pthread_create");
constinit Next<int(thrd_t*, thrd_start_t, void*)> next_thrd("thrd_create");

/// What to give to a new thread; nullptr to start it without us.
track::Thread* expect(void* run, void* argument) {
  if (!is_checking()) return nullptr;
  Guard guard;
  if (guard.is_again()) return nullptr;
  look_at_threads();
  const record::Options& options = record::options();
  Scratch scratch;
  if (!scratch.data()) return nullptr;
  const stack::Capture capture(scratch.data(), Scratch::kSize, options.stack_depth, options.python);
  const track::ThreadName starter = track::name_this_thread(capture.python);
  return track::expect_thread({run, argument, track::id_of(starter), stack::keep(capture)});
}

template <typename Run>
auto run_thread(void* thread) {
  const track::Start start = track::begin_thread(static_cast<track::Thread*>(thread));
  return reinterpret_cast<Run>(start.run)(start.argument);
}

/// Starts a thread by `create(function, argument)`, which answers 0 when it did.
template <typename Run, typename Create>
int start(Run run, void* argument, Create create) {
  track::Thread* thread = expect(reinterpret_cast<void*>(run), argument);
  if (!thread) return create(run, argument);
  const int answer = create(run_thread<Run>, thread);
  if (answer) track::cancel_thread(thread);
  return answer;
}

}  // namespace

void watch_threads() {
  track::watch_thread_ends();
  next_pthread.get();
  next_thrd.get();
}

}  // namespace lanyard::hook

LANYARD_ENTRY int pthread_create(pthread_t* thread, const pthread_attr_t* attributes,
                                 void* (*run)(void*), void* argument) noexcept {
  using namespace lanyard::hook;
  auto* next = next_pthread.get();
  if (!next) return EAGAIN;
  return start(run, argument, [&](void* (*function)(void*), void* given) {
    return next(thread, attributes, function, given);
  });
}

LANYARD_ENTRY int thrd_create(thrd_t* thread, thrd_start_t run, void* argument) {
  using namespace lanyard::hook;
  static_assert(thrd_success == 0);
  auto* next = next_thrd.get();
  if (!next) return thrd_error;
  return start(run, argument,
               [&](thrd_start_t function, void* given) { return next(thread, function, given); });
}
