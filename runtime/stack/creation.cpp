// Who made a handle; see creation.h.
#include "runtime/stack/creation.h"

#include <atomic>

#include "runtime/base/memory.h"

namespace lanyard::stack {

namespace {

constexpr std::size_t kMostFrames =
    16;  // to get out of SQLAlchemy's or Django's own, into who calls it
constexpr std::size_t kPlaces = 4096;  // that are remembered; a power of two
constexpr std::size_t kMostDescribed = 65536;

/// What was last seen in a place of its own. The two words are written without a lock: a pair
/// that two threads have mixed up does not give its fingerprint, and passes for an empty one.
struct Place {
  std::atomic<std::uint64_t> check{0};  // the fingerprint, mixed with the stack's address
  std::atomic<const Stack*> stack{nullptr};
};

constinit Place places[kPlaces] = {};
// A program that runs ever new code (exec) makes ever new stacks, and none is dropped.
constinit std::atomic<std::size_t> described{0};

std::uint64_t check_of(std::uint64_t fingerprint, const Stack* stack) {
  return fingerprint ^ reinterpret_cast<std::uintptr_t>(stack);
}

const Stack* describe_here(std::size_t depth) {
  if (described.fetch_add(1, std::memory_order_relaxed) >= kMostDescribed) {
    described.store(kMostDescribed, std::memory_order_relaxed);
    return nullptr;
  }
  Scratch scratch;
  if (!scratch.data()) return nullptr;
  return keep(Capture(scratch.data(), Scratch::kSize, depth, true, false));
}

}  // namespace

const Stack* python_here(std::size_t depth) {
  if (depth > kMostFrames) depth = kMostFrames;
  const std::uint64_t fingerprint = fingerprint_python(depth);
  if (!fingerprint) return nullptr;
  Place& place = places[fingerprint % kPlaces];
  const Stack* known = place.stack.load(std::memory_order_acquire);
  if (known && place.check.load(std::memory_order_relaxed) == check_of(fingerprint, known))
    return known;
  const Stack* stack = describe_here(depth);
  if (!stack) return nullptr;
  place.check.store(check_of(fingerprint, stack), std::memory_order_relaxed);
  place.stack.store(stack, std::memory_order_release);
  return stack;
}

}  // namespace lanyard::stack
