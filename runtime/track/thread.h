// The threads of the process, by numbers that are never reused.
//
// pthread_self() values and kernel thread ids are reused at once, so a thread that
// inherits one would pass for the owner of a dead thread's handles. What is known of a thread
// is kept while it runs, and after its end for as long as it is the home of a connection.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/stack/depot.h"

namespace lanyard::track {

struct Record;

/// What the shim keeps of the calling thread. Trivially destructible, since thread-specific
/// destructors of the program still call SQLite.
struct ThisThread {
  // The record of the statement that it stepped last on a connection of its own and of the first
  // instance of SQLite, or `nothing`: where most rows are read. The record may be of another handle
  // by now, or of none.
  Record* stepped;
  // 1 for the first thread that called SQLite or started a thread, 0 until the shim has seen it
  // do so.
  std::uint32_t number;
};
extern constinit thread_local ThisThread this_thread;

/// Gives the calling thread its number, if it has none, and returns it. Takes a lock then.
std::uint32_t number_this_thread();

/// The highest number given so far.
std::uint32_t threads_seen();

/// The kernel's id of the calling thread; asked once a thread and process.
std::uint32_t kernel_id();

/// Which thread, in words that fit a report.
struct ThreadId {
  std::uint32_t number = 0;
  std::uint32_t kernel_id = 0;
  char name[64] = "";
};

/// A thread as a report describes it. What it points to lives as long as the process.
struct ThreadName {
  std::uint32_t number = 0;
  std::uint32_t kernel_id = 0;
  char name[sizeof(ThreadId::name)] = "";
  bool has_ended = false;
  ThreadId starter;                        // number 0: nobody knows
  const stack::Stack* started = nullptr;   // where
  const stack::Stack* function = nullptr;  // which it was started with: one frame
};

ThreadId id_of(const ThreadName& thread);

/// Describes the calling thread, by the name that Python has for it where it has one, else by
/// the system's. `python` is what a walk has just found.
ThreadName name_this_thread(const stack::PythonStack& python);

/// Brings a description up to date: the name is the one that the thread has now, or had at its
/// end. One that is no longer known stays as it is. May read a file under /proc; no lock held.
ThreadName name_now(const ThreadName& before);

/// Keeps what is known of a thread beyond its end, until as many calls of let_go_thread().
/// Both may be called under the lock of the handles.
void hold_thread(std::uint32_t number);
void let_go_thread(std::uint32_t number);

/// A thread that is about to start, or runs. Opaque.
struct Thread;

/// What a starter knows of a new thread.
struct Start {
  void* run;  // the program's function, and what it is called with
  void* argument;
  ThreadId starter;
  const stack::Stack* started;
};

/// Prepares for a thread; nullptr when memory is spent. The new thread takes it over by
/// begin_thread(), or it is given back by cancel_thread().
Thread* expect_thread(const Start& start);
void cancel_thread(Thread* thread);

/// On the new thread: from now on it is `thread`. Returns what it is to run.
Start begin_thread(Thread* thread);

/// Lets the end of threads be seen from now on. Once.
void watch_thread_ends();

/// In a forked child: its parent's threads are not here, and the calling one, which the child
/// has from its parent, is another thread now that has yet to be numbered.
void forget_threads();

}  // namespace lanyard::track
