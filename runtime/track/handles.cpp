// Which thread each live handle belongs to; see handles.h.
#include "runtime/track/handles.h"

#include <cstring>

#include "runtime/base/lock.h"
#include "runtime/base/memory.h"
#include "runtime/track/fork.h"
#include "runtime/track/shared.h"

namespace lanyard::track {

namespace {

using contract::Handle;

constexpr std::size_t kFirstSize = 512;  // of the first table that is not empty

/// Before there is a handle.
struct EmptyBuckets {
  Buckets table{Buckets::mask_of(1)};
  std::atomic<Record*> slot{&nothing};
};
constinit EmptyBuckets empty_buckets;
static_assert(offsetof(EmptyBuckets, slot) == sizeof(Buckets));

constinit Pool<Record> records;
constinit Pool<Connection> connections;
constinit Arena arrays;
constinit std::atomic<std::size_t> live{0};
constinit std::uint64_t last_id = 0;

bool keeps_alive(Handle kind) {
  return kind == Handle::statement || kind == Handle::blob || kind == Handle::backup;
}

std::atomic<Record*>& bucket_of(const void* handle) {
  return buckets.load(std::memory_order_relaxed)->slot(handle);
}

/// Under the lock, where a miss is one.
Record* record_of(const void* handle) { return handle ? find(handle) : nullptr; }

Connection* connection_of(const Record& record) {
  return record.connection.load(std::memory_order_relaxed);
}

void link(Record* record, void* handle) {
  std::atomic<Record*>& bucket = bucket_of(handle);
  record->next.store(bucket.load(std::memory_order_relaxed), std::memory_order_relaxed);
  record->handle.store(handle, std::memory_order_release);
  bucket.store(record, std::memory_order_release);
  ++live;
}

void unlink(Record* record) {
  void* handle = record->handle.load(std::memory_order_relaxed);
  std::atomic<Record*>* at = &bucket_of(handle);
  while (at->load(std::memory_order_relaxed) != record)
    at = &at->load(std::memory_order_relaxed)->next;
  at->store(record->next.load(std::memory_order_relaxed), std::memory_order_release);
  --live;
}

/// Twice the buckets, when there are more handles than buckets. The old array stays: a
/// reader may be in it.
void grow() {
  const Buckets& old = *buckets.load(std::memory_order_relaxed);
  const std::size_t old_size = old.size();
  if (live < old_size && old_size >= kFirstSize) return;
  const std::size_t size = old_size < kFirstSize ? kFirstSize : 2 * old_size;
  auto* larger =
      static_cast<Buckets*>(arrays.allocate(sizeof(Buckets) + size * sizeof(std::atomic<Record*>)));
  if (!larger) return;
  larger->mask = Buckets::mask_of(size);
  for (std::size_t i = 0; i < size; ++i)
    larger->slots()[i].store(&nothing, std::memory_order_relaxed);
  for (std::size_t i = 0; i < old_size; ++i) {
    Record* record = old.slots()[i].load(std::memory_order_relaxed);
    while (record != &nothing) {
      Record* next = record->next.load(std::memory_order_relaxed);
      auto& slot = larger->slot(record->handle.load(std::memory_order_relaxed));
      record->next.store(slot.load(std::memory_order_relaxed), std::memory_order_relaxed);
      slot.store(record, std::memory_order_relaxed);
      record = next;
    }
  }
  buckets.store(larger, std::memory_order_release);
}

/// Gives up a record that is linked nowhere.
void discard(Record* record) {
  Connection* connection = record->connection.exchange(&nobody, std::memory_order_relaxed);
  if (keeps_alive(record->kind)) --connection->children;
  let_go(connection);
  record->handle.store(nullptr, std::memory_order_relaxed);
  if (record->cursor) give(record->cursor);
  record->cursor = nullptr;
  records.give(record);
}

void discard_stale(const void* handle) {
  Record* stale = record_of(handle);
  if (!stale) return;
  unlink(stale);
  discard(stale);
}

/// A connection that a thread is about to own, without references; nullptr when memory is
/// spent.
Connection* make_connection(hook::Library* library, std::uint32_t owner) {
  Connection* connection = connections.take();
  if (!connection) return nullptr;
  connection->inside.store(0, std::memory_order_relaxed);
  connection->owner.store(owner, std::memory_order_relaxed);
  connection->references = connection->children = 0;
  connection->closed.store(false, std::memory_order_relaxed);
  connection->is_gone.store(false, std::memory_order_relaxed);
  connection->is_open = connection->is_connection = false;
  connection->handle = nullptr;
  connection->library = library;
  connection->shared.store(nullptr, std::memory_order_relaxed);
  connection->facts.home = {};
  connection->facts.has_any_home = false;
  connection->facts.home.number = owner;
  return connection;
}

/// A record for `birth`, not yet linked; nullptr when memory is spent. Without a connection
/// it gets one that stands for its lack.
Record* make(const Birth& birth, Connection* connection) {
  if (!connection) connection = make_connection(birth.library, this_thread.number);
  if (!connection) return nullptr;
  Record* record = records.take();
  if (!record) {
    if (!connection->references) connections.give(connection);
    return nullptr;
  }
  if (!connection->references++) hold_thread(connection->facts.home.number);
  if (keeps_alive(birth.kind)) ++connection->children;
  record->kind = birth.kind;
  record->connection.store(connection, std::memory_order_relaxed);
  record->caller = birth.caller;
  record->created = birth.created;
  record->id = ++last_id;
  record->is_bound.store(false, std::memory_order_relaxed);
  record->has_cursor = connection->shared.load(std::memory_order_relaxed);
  return record;
}

void fill(Connection* connection, const Opening& opening) {
  connection->is_connection = true;
  connection->is_open = opening.is_open;
  Facts& facts = connection->facts;
  facts.mode = opening.mode;
  facts.opened_by = opening.opened_by;
  facts.home = opening.home;
  facts.created = opening.created;
  facts.ident = opening.ident;
  const char* file = opening.file ? opening.file : "";
  const std::size_t length = strnlen(file, sizeof(facts.file) - 1);
  std::memcpy(facts.file, file, length);
  facts.file[length] = '\0';
}

void copy(const Record& record, Known& known) {
  const Connection& connection = *connection_of(record);
  known.library = connection.library;
  known.home = connection.facts.home.number;
  known.kind = record.kind;
  known.caller = record.caller;
  known.created = record.created;
  known.id = record.id;
  known.has_connection = connection.is_connection;
  if (known.has_connection) known.connection = connection.facts;
}

/// The last child of a zombie takes the connection's own record with it.
void bury(Connection* connection) {
  if (!connection->closed || connection->children) return;
  Record* record = record_of(connection->handle);
  if (!record || record->connection.load(std::memory_order_relaxed) != connection) return;
  unlink(record);
  connection->is_gone = true;
  discard(record);
}

}  // namespace

constinit std::atomic<const Buckets*> buckets{&empty_buckets.table};

// A reader that holds a stale record finds no owner, and takes the path under the lock.
constinit Connection nobody = {.owner = kNobody,
                               .inside = 0,
                               .frame = nullptr,
                               .shared = nullptr,
                               .library = nullptr,
                               .references = 0,
                               .children = 0,
                               .closed = false,
                               .is_gone = true,
                               .is_open = false,
                               .is_connection = false,
                               .handle = nullptr,
                               .next_free = nullptr,
                               .facts = {}};

constinit Record nothing = {.handle = nullptr,
                            .next = nullptr,
                            .connection = &nobody,
                            .kind = Handle::none,
                            .is_bound = false,
                            .has_cursor = false,
                            .cursor = nullptr,
                            .created = nullptr,
                            .id = 0,
                            .caller = nullptr};

void add_connection(const Birth& birth, const Opening& opening) {
  Locked locked(locks.handles);
  Record* known = record_of(birth.handle);
  Connection* before = known ? connection_of(*known) : nullptr;
  if (before && before->is_connection && !before->is_open && opening.is_open &&
      before->facts.home.number == opening.home.number) {
    fill(before, opening);
    known->caller = birth.caller;
    return;
  }
  discard_stale(birth.handle);
  Connection* connection = make_connection(birth.library, opening.home.number);
  if (!connection) return;
  connection->handle = birth.handle;
  Record* record = make(birth, connection);
  if (!record) return;
  fill(connection, opening);
  connection->facts.id = record->id;
  grow();
  link(record, birth.handle);
}

void add_derived(const Birth& birth, const void* parent) {
  Locked locked(locks.handles);
  discard_stale(birth.handle);
  const Record* above = parent ? record_of(parent) : nullptr;
  Record* record = make(birth, above ? connection_of(*above) : nullptr);
  if (!record) return;
  grow();
  link(record, birth.handle);
}

bool has_handles() { return live.load(std::memory_order_relaxed) != 0; }

Record* locked_record(const void* handle) { return record_of(handle); }

void let_go(Connection* connection) {
  if (--connection->references) return;
  if (Shared* shared = connection->shared.exchange(nullptr)) give(shared);
  connection->owner.store(kNobody, std::memory_order_relaxed);
  let_go_thread(connection->facts.home.number);
  connections.give(connection);
}

void look_up(const void* handle, Known& known) {
  Locked locked(locks.handles);
  const Record* record = record_of(handle);
  if (record) copy(*record, known);
}

std::size_t find_opened_by(std::uintptr_t ident, Known* found, std::size_t capacity) {
  Locked locked(locks.handles);
  const Buckets& table = *buckets.load(std::memory_order_relaxed);
  std::size_t count = 0;
  for (std::size_t i = 0; i < table.size(); ++i)
    for (const Record* record = table.slots()[i].load(std::memory_order_relaxed);
         record != &nothing; record = record->next.load(std::memory_order_relaxed)) {
      const Connection& connection = *connection_of(*record);
      if (record->kind != Handle::connection || connection.facts.ident != ident ||
          connection.closed || !connection.is_open)
        continue;
      std::size_t place = count;
      for (; place && found[place - 1].id < record->id; --place)
        if (place < capacity) found[place] = found[place - 1];
      if (place < capacity) copy(*record, found[place]);
      if (count < capacity) ++count;
    }
  return count;
}

Home home_of(const void* handle) {
  Locked locked(locks.handles);
  const Record* record = record_of(handle);
  if (!record) return {};
  const Facts& facts = connection_of(*record)->facts;
  return {facts.home.number, facts.has_any_home};
}

void rebind(const void* handle, const ThreadName& home, const stack::Stack* where) {
  Locked locked(locks.handles);
  const Record* record = record_of(handle);
  if (!record) return;
  Connection& connection = *connection_of(*record);
  Facts& facts = connection.facts;
  const std::uint32_t before = facts.home.number;
  if (fork_since(before)) return;
  hold_thread(home.number);
  facts.home = home;
  facts.has_any_home = false;
  facts.created = where;
  facts.opened_by = kHandedOver;
  let_go_thread(before);
  if (connection.owner.load(std::memory_order_relaxed) == kShared) return;
  connection.inside.store(0, std::memory_order_relaxed);
  connection.owner.store(home.number, std::memory_order_relaxed);
}

void lift_home(const void* handle) {
  Locked locked(locks.handles);
  const Record* record = record_of(handle);
  if (record) connection_of(*record)->facts.has_any_home = true;
}

ThreadName home_now(const Known& known) {
  ThreadName home;
  home.number = known.home;
  return name_now(known.has_connection ? known.connection.home : home);
}

hook::Library* library_of(const void* handle) {
  Locked locked(locks.handles);
  const Record* record = record_of(handle);
  return record ? connection_of(*record)->library : nullptr;
}

void release(const void* handle) {
  Locked locked(locks.handles);
  Record* record = record_of(handle);
  if (!record) return;
  Connection* connection = connection_of(*record);
  if (record->kind == Handle::connection && connection->children) {
    connection->closed = true;
    return;
  }
  unlink(record);
  if (record->kind == Handle::connection) connection->is_gone = true;
  ++connection->references;  // until bury() has looked at it
  discard(record);
  bury(connection);
  let_go(connection);
}

Record* take_out(const void* handle) {
  Locked locked(locks.handles);
  Record* record = record_of(handle);
  if (!record) return nullptr;
  unlink(record);
  connection_of(*record)->is_gone = true;
  return record;
}

void put_back(Record* record) {
  Locked locked(locks.handles);
  void* handle = record->handle.load(std::memory_order_relaxed);
  discard_stale(handle);
  connection_of(*record)->is_gone = false;
  link(record, handle);
}

void forget(Record* record) {
  Locked locked(locks.handles);
  discard(record);
}

}  // namespace lanyard::track
