// Who made a handle; see creation.h.
#include "runtime/stack/creation.h"

#include <atomic>

#include "runtime/base/memory.h"
#include "runtime/stack/callers.h"

namespace lanyard::stack {

namespace {

constexpr std::size_t kMostFrames =
    16;  // to get out of SQLAlchemy's or Django's own, into who calls it
constexpr std::size_t kPlaces = 4096;   // that are remembered
constexpr std::size_t kNeighbours = 4;  // a fingerprint's places, one cache line of them
constexpr std::size_t kMostDescribed = 65536;

/// What was last seen in a place of its own. The two words are written without a lock: a pair
/// that two threads have mixed up does not give its fingerprint, and passes for an empty one.
struct Place {
  std::atomic<std::uint64_t> check{0};  // the fingerprint, mixed with the stack's address
  std::atomic<const Stack*> stack{nullptr};
};

alignas(kNeighbours * sizeof(Place)) constinit Place places[kPlaces] = {};
// A program that runs ever new code (exec) makes ever new stacks, and none is dropped.
constinit std::atomic<std::size_t> described{0};
// Remembered of callers that no module holds, or that there was no room for.
constinit const Stack nobody{};

std::uint64_t check_of(std::uint64_t fingerprint, const Stack* stack) {
  return fingerprint ^ reinterpret_cast<std::uintptr_t>(stack);
}

/// The first of the places where a fingerprint can be.
Place* places_of(std::uint64_t fingerprint) {
  return places + fingerprint % (kPlaces / kNeighbours) * kNeighbours;
}

const Stack* remembered(std::uint64_t fingerprint) {
  Place* const first = places_of(fingerprint);
  for (Place* place = first; place != first + kNeighbours; ++place) {
    const Stack* stack = place->stack.load(std::memory_order_acquire);
    if (!stack) return nullptr;
    if (place->check.load(std::memory_order_relaxed) == check_of(fingerprint, stack)) return stack;
  }
  return nullptr;
}

/// In an empty place, or else in one that its fingerprint says.
void remember(std::uint64_t fingerprint, const Stack* stack) {
  if (remembered(fingerprint) == stack) return;
  Place* const first = places_of(fingerprint);
  Place* place = first + (fingerprint >> 32) % kNeighbours;
  for (std::size_t i = kNeighbours; i; --i)
    if (!first[i - 1].stack.load(std::memory_order_relaxed)) place = first + i - 1;
  place->check.store(check_of(fingerprint, stack), std::memory_order_relaxed);
  place->stack.store(stack, std::memory_order_release);
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

/// `fingerprint` is what the rules that are kept lead to; 0 where one is missing.
const Stack* describe_callers(const void* frame, std::size_t depth, std::uint64_t now,
                              std::uint64_t fingerprint) {
  Callers callers;
  walk_callers(frame, depth, callers);
  if (!callers.count) return nullptr;
  const std::uint64_t found = callers.fingerprint(now);
  // Then a rule is of a module that was unloaded unseen.
  if (fingerprint && fingerprint != found) forget_rules();
  const Stack* stack = keep(callers, now);
  if (!is_unloading()) remember(found, stack ? stack : &nobody);
  return stack;
}

}  // namespace

const Stack* python_here(std::size_t depth) {
  if (depth > kMostFrames) depth = kMostFrames;
  const std::uint64_t fingerprint = fingerprint_python(depth);
  if (!fingerprint) return nullptr;
  if (const Stack* known = remembered(fingerprint)) return known;
  const Stack* stack = describe_here(depth);
  if (stack) remember(fingerprint, stack);
  return stack;
}

const Stack* callers_of(const void* frame, std::size_t depth) {
  if (depth > Callers::kMost) depth = Callers::kMost;
  const bool is_sure = !is_unloading();
  const std::uint64_t now = epoch();
  const std::uint64_t fingerprint = is_sure ? fingerprint_callers(frame, depth, now) : 0;
  const Stack* known = fingerprint ? remembered(fingerprint) : nullptr;
  if (known) return known == &nobody ? nullptr : known;
  return describe_callers(frame, depth, now, fingerprint);
}

}  // namespace lanyard::stack
