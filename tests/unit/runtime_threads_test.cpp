// What is known of threads, and of the process that they belong to.
#include <gtest/gtest.h>
#include <pthread.h>

#include <string>
#include <thread>

#include "runtime/track/fork.h"
#include "runtime/track/thread.h"

namespace lanyard::track {
namespace {

ThreadName here() {
  stack::PythonFrame frame;
  return name_this_thread(stack::PythonStack(&frame, 1));
}

ThreadName of(std::uint32_t number) {
  ThreadName named;
  named.number = number;
  return name_now(named);
}

/// The shim's set-up, as far as threads go. Once in the process.
void set_up() {
  static const bool is_done = [] {
    begin_process();
    watch_thread_ends();
    return true;
  }();
  ASSERT_TRUE(is_done);
}

TEST(Threads, AreCalledWhatTheyAreCalledNow) {
  set_up();
  pthread_setname_np(pthread_self(), "before");
  const std::uint32_t number = here().number;
  EXPECT_STREQ(of(number).name, "before");
  pthread_setname_np(pthread_self(), "after");
  EXPECT_STREQ(of(number).name, "after");
  EXPECT_FALSE(of(number).has_ended);
}

TEST(Threads, KeepTheirLastNameWhileSomethingIsAtHomeThere) {
  set_up();
  std::uint32_t held = 0, gone = 0;
  std::thread([&] {
    held = here().number;
    hold_thread(held);
    pthread_setname_np(pthread_self(), "last");
  }).join();
  std::thread([&] { gone = here().number; }).join();
  EXPECT_STREQ(of(held).name, "last");
  EXPECT_TRUE(of(held).has_ended);
  EXPECT_STREQ(of(gone).name, "");
  let_go_thread(held);
  EXPECT_STREQ(of(held).name, "");
}

TEST(Threads, KnowWhoStartedThem) {
  set_up();
  Start start{};
  start.run = reinterpret_cast<void*>(&set_up);
  start.argument = &start;
  start.starter.number = 77;
  Thread* const expected = expect_thread(start);
  ASSERT_NE(expected, nullptr);
  std::thread([&] {
    EXPECT_EQ(begin_thread(expected).argument, &start);
    const ThreadName named = here();
    EXPECT_EQ(named.starter.number, 77u);
    ASSERT_NE(named.function, nullptr);
    EXPECT_EQ(named.function->native_count, 1u);
  }).join();
}

// The last one: it makes this process another.
TEST(ThreadsInAChild, AreOtherThreads) {
  set_up();
  const std::uint32_t before = number_this_thread();
  EXPECT_EQ(fork_since(before), nullptr);
  EXPECT_EQ(identity(), before);
  leave_parent({1001, "fork", nullptr});
  EXPECT_EQ(identity(), 0u);
  begin_process();
  const std::uint32_t child = number_this_thread();
  EXPECT_GT(child, before);
  EXPECT_EQ(identity(), child);
  ASSERT_NE(fork_since(before), nullptr);
  EXPECT_EQ(fork_since(before)->pid, 1001u);
  EXPECT_EQ(fork_since(child), nullptr);
  // Of what was there before several forks, the first one matters, however many follow.
  for (std::uint32_t pid = 1002; pid < 1040; ++pid) {
    leave_parent({pid, "fork", nullptr});
    number_this_thread();
  }
  EXPECT_EQ(fork_since(before)->pid, 1001u);
  EXPECT_EQ(fork_since(child)->pid, 1002u);
  EXPECT_EQ(fork_since(number_this_thread()), nullptr);
}

}  // namespace
}  // namespace lanyard::track
