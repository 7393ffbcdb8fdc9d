// Which thread each live handle belongs to.
//
// A handle's home is the thread that opened its connection: SQLite treats a connection and
// all that derives from it as one object, and so does the owner policy. Only a handle
// without a connection (a changeset iterator) has a home of its own.
//
// Looking a handle up takes no lock, system call, clock or allocation. Records are
// type-stable: a reader that races with a release sees a stale record, not a freed one, and
// such a race is a use-after-free of the program's own. A miss means little, since a
// reader may be led astray by a record that moves: what matters is asked again under the
// lock, by look_up() or library_of().
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "contract/contract.h"
#include "runtime/base/glance.h"
#include "runtime/track/thread.h"

namespace lanyard::hook {
struct Library;
}
namespace lanyard::stack {
struct Stack;
}

namespace lanyard::track {

struct Cursor;
struct Shared;

/// Stands for the entry that opened a connection, where its home has taken it over since.
inline constexpr std::uint16_t kHandedOver = UINT16_MAX;

/// What reports say of one connection. Does not change once its open has returned, unless it is
/// handed over.
struct Facts {
  std::uint64_t id;
  contract::Mode mode;
  std::uint16_t opened_by;  // entry that opened it, or kHandedOver; see opener_name()
  bool has_any_home;        // the owner rule is lifted
  ThreadName home;
  const stack::Stack* created;  // where it was opened, or taken over
  std::uintptr_t ident;         // pthread_self() of the thread that opened it: what Python compares
  char file[512];               // SQLite's longest path on Unix; "" in memory or not known
};

/// Owners of a connection that are no thread's number.
inline constexpr std::uint32_t kShared = UINT32_MAX;      // several threads: see shared.h
inline constexpr std::uint32_t kNobody = UINT32_MAX - 1;  // a record of the past

/// One connection, or what has none (a changeset iterator). Shared by the records of all
/// handles that derive from it, so it outlives a close_v2 for as long as they do.
///
/// It begins private to the thread that opened it, which notes here, without a lock or an
/// atomic instruction, that it is inside a call. The first use by another thread makes it
/// shared for good.
///
/// What the common path of a call touches lies in one cache line, which no other connection's
/// thread writes to.
struct alignas(kCacheLine) Connection {
  std::atomic<std::uint32_t> owner;   // the only thread that used it, or kShared
  std::atomic<std::uint32_t> inside;  // the entry that the owner is in, plus one; 0 outside
  std::atomic<const void*> frame;     // where that call stands on the owner's stack
  std::atomic<Shared*> shared;        // where the owner is kShared
  hook::Library* library;             // the instance that made it; nullptr for nobody's
  std::uint32_t references;           // records that point here, and calls in progress
  std::uint32_t children;             // statements, blobs, backups: what keeps a closed one alive
  std::atomic<bool> closed;           // by close_v2, with children left: a zombie
  std::atomic<bool> is_gone;          // its own record was dropped
  bool is_open;                       // false while its open has not returned
  bool is_connection;                 // false for what has none
  void* handle;
  Connection* next_free;
  Facts facts;
};

/// Whether a thread is alone with a connection.
inline bool is_own(const Connection& connection, std::uint32_t thread) {
  return glance(connection.owner) == thread;
}

/// The same, and it is outside. Looks at both in one load, which the common path of every call is
/// worth.
inline bool is_idle(const Connection& connection, std::uint32_t thread) {
  static_assert(offsetof(Connection, owner) == 0 && offsetof(Connection, inside) == 4);
  return glance_at_two(connection.owner) == thread;
}

/// What a stale record points to.
extern constinit Connection nobody;

/// Who did something to a connection, by which call.
struct Trace {
  std::uint32_t thread = 0;          // 0: nobody
  std::uint16_t entry = UINT16_MAX;  // UINT16_MAX when not known
  const stack::Stack* stack = nullptr;
};

/// One live handle, in one cache line.
struct alignas(kCacheLine) Record {
  std::atomic<void*> handle;
  std::atomic<Record*> next;  // in its bucket; `nothing` after the last one
  std::atomic<Connection*> connection;
  contract::Handle kind;
  std::atomic<bool> is_bound;   // its owner bound a parameter for an execution to come
  bool has_cursor;              // `cursor` is kept up to date: the connection is shared
  Cursor* cursor;               // nullptr before there is anything to keep
  const stack::Stack* created;  // who made it, where that is known; or nullptr
  std::uint64_t id;
  union {
    void* caller;       // return address of the call that made it
    Record* next_free;  // of a record that is in no use
  };
};
static_assert(sizeof(Record) == kCacheLine);

/// The end of every bucket, so that a reader need not ask whether there is a first record. No
/// handle's, and nobody's.
[[gnu::visibility("hidden")]] extern constinit Record nothing;

/// A bucket array; replaced by a larger one as handles grow in number. Its slots follow it.
struct Buckets {
  using Slot = std::atomic<Record*>;

  std::uint64_t mask;  // selects a slot by its distance from the first one, in bytes

  /// For as many slots, a power of two.
  static constexpr std::uint64_t mask_of(std::size_t size) { return (size - 1) * sizeof(Slot); }
  std::size_t size() const { return mask / sizeof(Slot) + 1; }
  Slot* slots() const { return &slot_at(0); }

  /// The slot of a handle. The factor spreads neighbours (it is 2^32 less the part of the golden
  /// ratio, and fits an instruction), the bits above the low ones are mixed well.
  Slot& slot(const void* handle) const {
    constexpr std::uint64_t kFactor = 0x61c88647;
    return slot_at(reinterpret_cast<std::uintptr_t>(handle) * kFactor >> 17 & mask);
  }

 private:
  Slot& slot_at(std::uint64_t distance) const {
    char* const first = reinterpret_cast<char*>(const_cast<Buckets*>(this)) + sizeof(Buckets);
    return *reinterpret_cast<Slot*>(first + distance);
  }
};
[[gnu::visibility("hidden")]] extern constinit std::atomic<const Buckets*> buckets;

/// Forgets which statement the calling thread stepped last.
inline void forget_stepped() { this_thread.stepped = &nothing; }

/// The record of a handle, or `nothing`. Takes no lock; see above for what a miss means.
[[gnu::always_inline]] inline Record* seek(const void* handle) {
  const Buckets& table = *buckets.load(std::memory_order_acquire);
  Record* record = table.slot(handle).load(std::memory_order_acquire);
  while (glance(record->handle) != handle && record != &nothing) [[unlikely]]
    record = record->next.load(std::memory_order_acquire);
  return record;
}

/// The same, or nullptr.
inline Record* find(const void* handle) {
  Record* record = seek(handle);
  return record == &nothing ? nullptr : record;
}

/// What a caller knows of a new handle.
struct Birth {
  void* handle;
  contract::Handle kind;
  hook::Library* library;
  void* caller;
  const stack::Stack* created = nullptr;  // see Record
};

/// What a caller knows of a new connection. `file` may be nullptr.
struct Opening {
  contract::Mode mode;
  bool is_open;
  std::uint16_t opened_by;
  ThreadName home;
  const stack::Stack* created;
  std::uintptr_t ident;
  const char* file;
};

/// Registers a connection that the calling thread opened, or is opening: an auto-extension
/// uses the handle before open returns it. Such a record is completed in place when open
/// returns, so that what derives from it stays tied to it. Another record of the same
/// address is a stale one and goes.
void add_connection(const Birth& birth, const Opening& opening);

/// Registers a handle that derives from the connection `parent` (nullptr: from none).
void add_derived(const Birth& birth, const void* parent);

/// A record and its connection, copied under the lock: the originals may be recycled as soon
/// as another thread releases the handle.
struct Known {
  hook::Library* library = nullptr;
  std::uint32_t home = 0;  // 0: the handle is not known
  contract::Handle kind = contract::Handle::none;
  void* caller = nullptr;
  const stack::Stack* created = nullptr;
  std::uint64_t id = 0;
  bool has_connection = false;
  Facts connection{};  // where has_connection
};

/// Whose a handle is.
struct Home {
  std::uint32_t thread = 0;  // 0: the handle is not known
  bool is_any = false;       // any thread may use it, the owner rule is lifted

  bool is(std::uint32_t user) const { return thread == user || is_any; }
};

/// The home of a handle. Under the lock.
Home home_of(const void* handle);

/// Makes the calling thread, described by `home`, the home of a handle's connection, and its
/// owner where no two threads have shared it. `where` is its stack, kept. One that is not known
/// or stands on the other side of a fork is left as it is. Under the lock.
void rebind(const void* handle, const ThreadName& home, const stack::Stack* where);

/// Lets any thread use a handle's connection, as far as the owner rule goes. Under the lock.
void lift_home(const void* handle);

/// The record of a handle, or nullptr. The caller holds the lock.
Record* locked_record(const void* handle);

/// Gives up one reference to a connection. The caller holds the lock.
void let_go(Connection* connection);

/// Whether any handle is known. May be out of date by the time it is used.
bool has_handles();

/// The home of a handle as it is called now; number 0 where it has none. No lock held.
ThreadName home_now(const Known& known);

/// Looks a handle up under the lock, which finds it wherever it is.
void look_up(const void* handle, Known& known);

/// Copies the connections that are open and were opened by a thread of this ident, at most
/// `capacity`, the newest first: idents are given out again, so an older one may be of a
/// thread that has ended. Returns how many.
std::size_t find_opened_by(std::uintptr_t ident, Known* found, std::size_t capacity);

/// The library that made a handle, or nullptr for one that is not known. Under the lock.
hook::Library* library_of(const void* handle);

/// Drops what is known of a handle, before the call that frees it: its address may be in
/// use again before that call returns. A connection that still has children stays until
/// the last of them is released, and goes with it.
void release(const void* handle);

/// Takes a connection's record out before a sqlite3_close that may refuse (SQLITE_BUSY).
/// Settle what it returns by put_back() or forget(), whichever SQLite's answer says;
/// nullptr for a handle that is not known.
Record* take_out(const void* handle);
void put_back(Record* record);
void forget(Record* record);

}  // namespace lanyard::track
