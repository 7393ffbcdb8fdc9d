// Two threads inside one connection; see overlaps.h.
#include "runtime/hook/overlaps.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <ctime>

#include "runtime/base/lock.h"

namespace lanyard::hook {

struct Overlap {
  enum Stage : std::uint8_t { free, met, ready, reporting };

  std::uint64_t age;
  std::uint64_t connection;  // id
  std::uint64_t entered;     // when the first one's call began, in the connection's time
  void* handle;
  Library* library;
  record::Side first, second;
  record::Sql sql;
  track::Known known;
  std::atomic<std::uint32_t> is_told;
  std::uint16_t first_entry, second_entry;
  Stage stage;
  bool is_awaited;   // the second thread waits until it is told
  bool was_awaited;  // it did, in vain
  bool has_first;    // the first has left its side, and the second is to report
  bool acts;         // on_violation is to
};

namespace {

constexpr const contract::Rule& kRule = *contract::find_rule("concurrent-use");
constexpr timespec kPatience{1, 0};

// Calls that were met and never end, by longjmp, keep their places until others need them.
constexpr std::size_t kMostMeetings = 16;  // with one call
constinit Overlap overlaps[32] = {};
constinit std::uint64_t meetings = 0;

Overlap* free_place() {
  Overlap* oldest = nullptr;
  for (Overlap& overlap : overlaps) {
    if (overlap.stage == Overlap::free) return &overlap;
    if (overlap.stage != Overlap::ready || overlap.is_awaited) continue;
    if (!oldest || overlap.age < oldest->age) oldest = &overlap;
  }
  return oldest;
}

/// Whether a meeting concerns the same call of a first thread.
bool is_same_first(const Overlap& a, std::uint64_t connection, std::uint64_t entered) {
  return a.stage != Overlap::free && a.connection == connection && a.entered == entered;
}

/// Whether to wait for the end of the first thread's call. Not again where that was in vain: it
/// may have left the call unseen.
bool is_worth_waiting(const Overlap& overlap) {
  const record::OnViolation action = record::options().on_violation;
  if (action != record::OnViolation::abort && action != record::OnViolation::trap) return false;
  if (overlap.second.at_exit) return false;
  for (const Overlap& other : overlaps)
    if (is_same_first(other, overlap.connection, overlap.entered) && other.was_awaited)
      return false;
  return true;
}

/// Returns whether on_violation is to act.
bool report(const Overlap& overlap) {
  const record::Party other{overlap.first.thread, row(overlap.first_entry).name, "inside",
                            overlap.first.stack};
  return record::add({kRule, row(overlap.second_entry), overlap.handle, overlap.known,
                      overlap.library, &other, nullptr, &overlap.second, &overlap.sql});
}

/// Waits until the first thread has reported, or patience ends. Returns whether it has.
bool await(Overlap& overlap) {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  const timespec until{now.tv_sec + kPatience.tv_sec, now.tv_nsec};
  while (!overlap.is_told.load(std::memory_order_acquire)) {
    clock_gettime(CLOCK_MONOTONIC, &now);
    const bool is_over =
        now.tv_sec > until.tv_sec || (now.tv_sec == until.tv_sec && now.tv_nsec >= until.tv_nsec);
    if (is_over) {
      Locked locked(locks.handles);
      if (overlap.stage != Overlap::reporting) {
        overlap.is_awaited = false;
        overlap.was_awaited = true;
        return false;
      }
    }
    syscall(SYS_futex, &overlap.is_told, FUTEX_WAIT_PRIVATE, 0, &kPatience, nullptr, 0);
  }
  return true;
}

void release(Overlap& overlap) {
  Locked locked(locks.handles);
  overlap.stage = Overlap::free;
}

/// The next meeting with a call whose second side is there; of the others it leaves `side`.
Overlap* next_ready(std::uint64_t connection, std::uint64_t entered, std::uint16_t entry,
                    const record::Side& side) {
  Locked locked(locks.handles);
  for (Overlap& overlap : overlaps) {
    if (!is_same_first(overlap, connection, entered)) continue;
    if (overlap.stage == Overlap::reporting) continue;
    overlap.first = side;
    overlap.first_entry = entry;
    if (overlap.stage == Overlap::ready) {
      overlap.stage = Overlap::reporting;
      return &overlap;
    }
    overlap.has_first = true;
  }
  return nullptr;
}

}  // namespace

Overlap* meet(const Visit& visit, track::Caller& inside) {
  const std::uint64_t connection = visit.connection->facts.id;
  std::size_t meetings_there = 0;
  for (const Overlap& other : overlaps)
    meetings_there += is_same_first(other, connection, inside.entered);
  Overlap* overlap = meetings_there < kMostMeetings ? free_place() : nullptr;
  if (!overlap) return nullptr;
  inside.is_watched = true;
  overlap->stage = Overlap::met;
  overlap->is_awaited = overlap->was_awaited = overlap->has_first = false;
  overlap->age = ++meetings;
  overlap->connection = connection;
  overlap->entered = inside.entered;
  overlap->is_told.store(0, std::memory_order_relaxed);
  overlap->second_entry = visit.entry;
  return overlap;
}

bool tell_second(Overlap& overlap, const Visit& visit, const track::Known& known) {
  overlap.second = record::this_side();
  overlap.handle = visit.handle;
  overlap.library = visit.library;
  overlap.known = known;
  overlap.sql.copy(known.kind, visit.handle, visit.library);
  bool is_last, awaits;
  {
    Locked locked(locks.handles);
    is_last = overlap.has_first;
    awaits = !is_last && is_worth_waiting(overlap);
    overlap.stage = is_last ? Overlap::reporting : Overlap::ready;
    overlap.is_awaited = awaits;
  }
  bool acts = false;
  if (is_last)
    acts = report(overlap);
  else if (awaits)
    acts = await(overlap) && overlap.acts;
  if (is_last || (awaits && overlap.is_told.load(std::memory_order_relaxed))) release(overlap);
  return acts;
}

void tell_first(std::uint64_t connection, std::uint64_t entered, std::uint16_t entry,
                const record::Side& side) {
  while (Overlap* overlap = next_ready(connection, entered, entry, side)) {
    const bool acts = report(*overlap);
    bool is_awaited;
    {
      Locked locked(locks.handles);
      overlap->acts = acts;
      is_awaited = overlap->is_awaited;
      if (is_awaited)
        overlap->is_told.store(1, std::memory_order_release);
      else
        overlap->stage = Overlap::free;
    }
    if (is_awaited)
      syscall(SYS_futex, &overlap->is_told, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
    else if (acts)
      record::act();
  }
}

}  // namespace lanyard::hook
