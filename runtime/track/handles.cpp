// Which thread each live handle belongs to; see handles.h.
#include "runtime/track/handles.h"

#include <cstring>

#include "runtime/base/lock.h"
#include "runtime/base/memory.h"

namespace lanyard::track {

namespace {

using contract::Handle;

constexpr unsigned kFirstBits = 10;
constinit std::atomic<Record*> first_slots[1 << kFirstBits] = {};
constinit Buckets first_buckets{64 - kFirstBits, first_slots};

constinit Pool<Record> records;
constinit Pool<Connection> connections;
constinit Arena arrays;
constinit std::atomic<std::size_t> live{0};
constinit std::uint64_t last_id = 0;

bool keeps_alive(Handle kind) {
  return kind == Handle::statement || kind == Handle::blob || kind == Handle::backup;
}

std::atomic<Record*>& bucket_of(const void* handle) {
  const Buckets& table = *buckets.load(std::memory_order_relaxed);
  return table.slots[slot_of(table, handle)];
}

Record* record_of(const void* handle) {
  Record* record = bucket_of(handle).load(std::memory_order_relaxed);
  while (record && record->handle.load(std::memory_order_relaxed) != handle)
    record = record->next.load(std::memory_order_relaxed);
  return record;
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
  const std::size_t size = std::size_t{1} << (64 - old.shift);
  if (live < size) return;
  auto* larger = static_cast<Buckets*>(arrays.allocate(sizeof(Buckets)));
  auto* slots =
      static_cast<std::atomic<Record*>*>(arrays.allocate(2 * size * sizeof(std::atomic<Record*>)));
  if (!larger || !slots) return;
  *larger = {old.shift - 1, slots};
  for (std::size_t i = 0; i < size; ++i) {
    Record* record = old.slots[i].load(std::memory_order_relaxed);
    while (record) {
      Record* next = record->next.load(std::memory_order_relaxed);
      auto& slot = slots[slot_of(*larger, record->handle.load(std::memory_order_relaxed))];
      record->next.store(slot.load(std::memory_order_relaxed), std::memory_order_relaxed);
      slot.store(record, std::memory_order_relaxed);
      record = next;
    }
  }
  buckets.store(larger, std::memory_order_release);
}

void let_go(Connection* connection, Handle kind) {
  if (!connection) return;
  if (keeps_alive(kind)) --connection->children;
  if (--connection->references == 0) connections.give(connection);
}

/// Gives up a record that is linked nowhere.
void discard(Record* record) {
  let_go(record->connection, record->kind);
  record->connection = nullptr;
  record->handle.store(nullptr, std::memory_order_relaxed);
  records.give(record);
}

void discard_stale(const void* handle) {
  Record* stale = record_of(handle);
  if (!stale) return;
  unlink(stale);
  discard(stale);
}

/// A record for `birth`, not yet linked; nullptr when memory is spent.
Record* make(const Birth& birth, std::uint32_t home, Connection* connection) {
  Record* record = records.take();
  if (!record) return nullptr;
  record->library = birth.library;
  record->home = home;
  record->kind = birth.kind;
  record->connection = connection;
  record->caller = birth.caller;
  record->created = birth.created;
  record->id = ++last_id;
  if (connection) {
    ++connection->references;
    if (keeps_alive(birth.kind)) ++connection->children;
  }
  return record;
}

void fill(Connection* connection, const Opening& opening) {
  connection->mode = opening.mode;
  connection->opened_by = opening.opened_by;
  connection->is_open = opening.is_open;
  connection->home = opening.home;
  connection->created = opening.created;
  connection->ident = opening.ident;
  connection->closed = false;
  const char* file = opening.file ? opening.file : "";
  const std::size_t length = strnlen(file, sizeof(connection->file) - 1);
  std::memcpy(connection->file, file, length);
  connection->file[length] = '\0';
}

void copy(const Record& record, Known& known) {
  known.library = record.library;
  known.home = record.home;
  known.kind = record.kind;
  known.caller = record.caller;
  known.created = record.created;
  known.id = record.id;
  known.has_connection = record.connection;
  if (record.connection) known.connection = *record.connection;
}

/// The last child of a zombie takes the connection's own record with it.
void bury(Connection* connection) {
  if (!connection || !connection->closed || connection->children) return;
  Record* record = record_of(connection->handle);
  if (!record || record->connection != connection) return;
  unlink(record);
  discard(record);
}

}  // namespace

constinit std::atomic<const Buckets*> buckets{&first_buckets};

void add_connection(const Birth& birth, const Opening& opening) {
  Locked locked(locks.handles);
  Record* known = record_of(birth.handle);
  if (known && known->connection && !known->connection->is_open && opening.is_open &&
      known->home == opening.home.number) {
    fill(known->connection, opening);
    known->caller = birth.caller;
    return;
  }
  discard_stale(birth.handle);
  Connection* connection = connections.take();
  if (!connection) return;
  connection->references = connection->children = 0;
  connection->handle = birth.handle;
  fill(connection, opening);
  Record* record = make(birth, opening.home.number, connection);
  if (!record) return connections.give(connection);
  connection->id = record->id;
  grow();
  link(record, birth.handle);
}

void add_derived(const Birth& birth, const void* parent) {
  Locked locked(locks.handles);
  discard_stale(birth.handle);
  Record* above = parent ? record_of(parent) : nullptr;
  Connection* connection = above ? above->connection : nullptr;
  Record* record = make(birth, connection ? connection->home.number : this_thread, connection);
  if (!record) return;
  grow();
  link(record, birth.handle);
}

bool has_handles() { return live.load(std::memory_order_relaxed) != 0; }

void look_up(const void* handle, Known& known) {
  Locked locked(locks.handles);
  const Record* record = record_of(handle);
  if (record) copy(*record, known);
}

std::size_t find_opened_by(std::uintptr_t ident, Known* found, std::size_t capacity) {
  Locked locked(locks.handles);
  const Buckets& table = *buckets.load(std::memory_order_relaxed);
  const std::size_t size = std::size_t{1} << (64 - table.shift);
  std::size_t count = 0;
  for (std::size_t i = 0; i < size; ++i)
    for (const Record* record = table.slots[i].load(std::memory_order_relaxed); record;
         record = record->next.load(std::memory_order_relaxed)) {
      const Connection* connection = record->connection;
      if (record->kind != Handle::connection || !connection || connection->ident != ident ||
          connection->closed || !connection->is_open)
        continue;
      std::size_t place = count;
      for (; place && found[place - 1].id < record->id; --place)
        if (place < capacity) found[place] = found[place - 1];
      if (place < capacity) copy(*record, found[place]);
      if (count < capacity) ++count;
    }
  return count;
}

hook::Library* library_of(const void* handle) {
  Locked locked(locks.handles);
  const Record* record = record_of(handle);
  return record ? record->library : nullptr;
}

void release(const void* handle) {
  Locked locked(locks.handles);
  Record* record = record_of(handle);
  if (!record) return;
  Connection* connection = record->connection;
  if (record->kind == Handle::connection && connection->children) {
    connection->closed = true;
    return;
  }
  unlink(record);
  if (connection) ++connection->references;  // until bury() has looked at it
  discard(record);
  if (!connection) return;
  bury(connection);
  let_go(connection, Handle::connection);
}

Record* take_out(const void* handle) {
  Locked locked(locks.handles);
  Record* record = record_of(handle);
  if (record) unlink(record);
  return record;
}

void put_back(Record* record) {
  Locked locked(locks.handles);
  void* handle = record->handle.load(std::memory_order_relaxed);
  discard_stale(handle);
  link(record, handle);
}

void forget(Record* record) {
  Locked locked(locks.handles);
  discard(record);
}

}  // namespace lanyard::track
