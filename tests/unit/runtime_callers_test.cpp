// The walk to the callers, by the tables and by what is kept of them: both find what libgcc's own
// unwinder finds, whatever is in between.
#include <gtest/gtest.h>
#include <ucontext.h>
#include <unwind.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <functional>
#include <thread>
#include <utility>
#include <vector>

#include "runtime/stack/callers.h"

#if defined(__x86_64__)

namespace lanyard::stack {
namespace {

// What comes after a call keeps it from being a jump.
volatile int after;

using Addresses = std::vector<std::uintptr_t>;

_Unwind_Reason_Code add(_Unwind_Context* context, void* data) {
  static_cast<Addresses*>(data)->push_back(_Unwind_GetIP(context));
  return _URC_NO_REASON;
}

/// The callers of the function that calls this, by libgcc, as many as are walked to.
[[gnu::noinline]] Addresses by_libgcc() {
  Addresses addresses;
  _Unwind_Backtrace(add, &addresses);
  addresses.erase(addresses.begin(), addresses.begin() + 2);  // here, and who calls this
  while (!addresses.empty() && !addresses.back()) addresses.pop_back();
  if (addresses.size() > Callers::kMost) addresses.resize(Callers::kMost);
  return addresses;
}

/// What was found from one place.
struct Found {
  Addresses expected, walked;
  std::uint64_t before, fingerprint, after;
};

[[gnu::noinline]] Found look() {
  const void* const frame = __builtin_frame_address(0);
  Found found;
  found.expected = by_libgcc();
  found.before = fingerprint_callers(frame, Callers::kMost, 7);
  Callers callers;
  walk_callers(frame, Callers::kMost, callers);
  found.walked.assign(callers.addresses, callers.addresses + callers.count);
  found.fingerprint = callers.fingerprint(7);
  found.after = fingerprint_callers(frame, Callers::kMost, 7);
  return found;
}

void expect_agreement(const Found& found, std::size_t least = Callers::kMost) {
  EXPECT_GE(found.walked.size(), least);
  EXPECT_EQ(found.walked, found.expected);
  EXPECT_EQ(found.fingerprint, found.after);
  if (found.before) {
    EXPECT_EQ(found.before, found.after);
  }
}

[[gnu::noinline]] void look_below_plain(Found& found) {
  found = look();
  after = 1;
}

[[gnu::noinline]] void look_below_alloca(Found& found, int size) {
  char* const bytes = static_cast<char*>(__builtin_alloca(static_cast<std::size_t>(size)));
  bytes[0] = 1;
  look_below_plain(found);
  after = bytes[0];
}

template <int size>
[[gnu::noinline]] void look_below_large(Found& found) {
  volatile char bytes[size];
  bytes[0] = 1;
  look_below_alloca(found, size / 2 + 1);
  after = bytes[0];
}

/// Keeps all registers busy that a call leaves alone.
[[gnu::noinline]] int look_below_busy(Found& found, int a, int b, int c, int d, int e, int f) {
  look_below_large<100>(found);
  return a * b + c * d + e * f + a * c + b * d;
}

int compare(const void* one, const void* other) {
  static thread_local bool is_inside = false;
  if (!is_inside) {
    is_inside = true;
    Found found;
    look_below_busy(found, 1, 2, 3, 4, 5, 6);
    expect_agreement(found);
    look_below_plain(found);
    expect_agreement(found);
    is_inside = false;
  }
  return *static_cast<const int*>(one) - *static_cast<const int*>(other);
}

TEST(Callers, AreThoseOfLibgcc) {
  for (int round = 1; round < 4; ++round) {
    Found found;
    look_below_plain(found);
    expect_agreement(found);
    look_below_alloca(found, 1000 * round);
    expect_agreement(found);
    look_below_large<20>(found);
    expect_agreement(found);
    look_below_large<100000>(found);
    expect_agreement(found);
    after = look_below_busy(found, round, 2, 3, 4, 5, 6);
    expect_agreement(found);
  }
}

TEST(Callers, AreThoseOfLibgccInsideOfLibraries) {
  int numbers[] = {3, 1, 2};
  std::qsort(numbers, 3, sizeof(int), compare);
  std::sort(numbers, numbers + 3, [](int a, int b) { return compare(&b, &a) < 0; });
  Found found;
  std::function<void(int)> recurse = [&](int depth) {
    if (depth)
      recurse(depth - 1);
    else
      look_below_busy(found, 1, 2, 3, 4, 5, 6);
    after = depth;
  };
  for (int depth = 0; depth < 12; ++depth) {
    recurse(depth);
    expect_agreement(found);
  }
}

TEST(Callers, EndWithTheThread) {
  Found found;
  for (int round = 0; round < 3; ++round) {
    std::thread([&] { look_below_alloca(found, 300); }).join();
    expect_agreement(found, 5);
  }
}

TEST(Callers, EndWithTheCoroutine) {
  static Found found;
  static ucontext_t outside, coroutine;
  static char stack[65536];
  ASSERT_EQ(getcontext(&coroutine), 0);
  coroutine.uc_stack.ss_sp = stack;
  coroutine.uc_stack.ss_size = sizeof(stack);
  coroutine.uc_link = &outside;
  makecontext(
      &coroutine,
      [] {
        look_below_alloca(found, 300);
        after = 1;
      },
      0);
  ASSERT_EQ(swapcontext(&outside, &coroutine), 0);
  expect_agreement(found, 4);
}

TEST(Callers, OfAnotherWayHaveAnotherFingerprint) {
  Found one, other;
  look_below_plain(one);
  look_below_alloca(other, 8);
  EXPECT_NE(one.fingerprint, other.fingerprint);
  EXPECT_NE(one.fingerprint, 0u);
}

TEST(Callers, AreNoMoreThanAsked) {
  const void* const frame = __builtin_frame_address(0);
  for (std::size_t depth = 1; depth <= 4; ++depth) {
    Callers callers;
    walk_callers(frame, depth, callers);
    EXPECT_EQ(callers.count, depth);
    EXPECT_EQ(fingerprint_callers(frame, depth, 3), callers.fingerprint(3));
    EXPECT_EQ(callers.addresses[0], reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)));
  }
}

TEST(Callers, AreForgottenAsAModuleGoes) {
  Found found;
  look_below_plain(found);
  const std::uint64_t before = epoch();
  {
    Unloading unloading;
    EXPECT_TRUE(is_unloading());
    unloading.forget();
    EXPECT_NE(epoch(), before);
    for (int round = 0; round < 2; ++round) {
      look_below_plain(found);
      EXPECT_EQ(found.before, 0u) << "kept meanwhile";
      EXPECT_EQ(found.walked, found.expected);
    }
  }
  EXPECT_FALSE(is_unloading());
  look_below_plain(found);
  EXPECT_EQ(found.before, 0u);
  expect_agreement(found);
}

template <std::size_t number>
[[gnu::noinline]] bool is_known_from() {
  const Found found = look();
  after = number;
  return found.before;
}

template <std::size_t... numbers>
std::size_t count_known(std::index_sequence<numbers...>) {
  return (std::size_t{0} + ... + is_known_from<numbers>());
}

/// As many places as a large program makes statements in, that do not drive each other out.
TEST(Callers, AreKeptInGreatNumber) {
  constexpr std::make_index_sequence<800> all;
  EXPECT_EQ(count_known(all), 0u);
  EXPECT_GE(count_known(all), 790u);
}

/// Threads that walk, and one that unloads: whatever is kept at the time, nobody is led astray.
TEST(Callers, AreRightWhileOthersForget) {
  std::atomic<bool> is_over{false};
  std::vector<std::thread> walkers;
  for (int i = 0; i < 3; ++i)
    walkers.emplace_back([&] {
      for (int round = 0; round < 2000; ++round) {
        Found found;
        look_below_alloca(found, 16 + round % 64 * 16);
        ASSERT_EQ(found.walked, found.expected);
        if (found.before) {
          ASSERT_EQ(found.before, found.fingerprint);
        }
        if (found.after) {
          ASSERT_EQ(found.after, found.fingerprint);
        }
      }
    });
  std::thread unloader([&] {
    while (!is_over) {
      Unloading unloading;
      std::this_thread::yield();
      unloading.forget();
    }
  });
  for (std::thread& walker : walkers) walker.join();
  is_over = true;
  unloader.join();
}

}  // namespace
}  // namespace lanyard::stack

#endif
