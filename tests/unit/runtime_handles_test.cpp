// The table of handles: homes, lifecycles, growth, and readers without a lock.
#include "runtime/track/handles.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "runtime/hook/entry.h"

namespace lanyard::track {
namespace {

using contract::Handle;

void* address(std::uintptr_t n) { return reinterpret_cast<void*>(0x10000 + n * 16); }

void open(void* handle, std::uint32_t home, bool is_open = true) {
  Opening opening{};
  opening.mode = contract::Mode::serialized;
  opening.is_open = is_open;
  opening.home.number = home;
  opening.file = "app.db";
  add_connection({handle, Handle::connection, nullptr, nullptr}, opening);
}

void derive(void* handle, const void* parent, Handle kind = Handle::statement) {
  add_derived({handle, kind, nullptr, nullptr}, parent);
}

Known known(const void* handle) {
  Known found;
  look_up(handle, found);
  return found;
}

TEST(Handles, WhatDerivesHasItsConnectionsHome) {
  this_thread.number = 9;
  open(address(1), 5);
  derive(address(2), address(1));
  derive(address(3), nullptr, Handle::iterator);
  ASSERT_NE(find(address(2)), nullptr);
  EXPECT_EQ(find(address(2))->connection.load()->owner, 5u);
  EXPECT_EQ(known(address(2)).connection.id, known(address(1)).id);
  EXPECT_STREQ(known(address(2)).connection.file, "app.db");
  EXPECT_EQ(find(address(3))->connection.load()->owner, 9u);
  EXPECT_FALSE(known(address(3)).has_connection);
  for (int n : {3, 2, 1}) release(address(static_cast<std::uintptr_t>(n)));
  for (int n : {3, 2, 1}) EXPECT_EQ(find(address(static_cast<std::uintptr_t>(n))), nullptr);
}

TEST(Handles, ConnectionsAreFoundByTheIdentOfTheThreadThatOpenedThem) {
  Opening opening{};
  opening.is_open = true;
  for (std::uintptr_t n = 0; n < 12; ++n) {
    opening.ident = n % 2 ? 7 : 8;
    opening.home.number = static_cast<std::uint32_t>(n + 1);
    add_connection({address(n), Handle::connection, nullptr, nullptr}, opening);
  }
  derive(address(20), address(11));
  release(address(11));  // a zombie, which Python has closed
  opening.is_open = false;
  add_connection({address(21), Handle::connection, nullptr, nullptr}, opening);
  Known found[4];
  ASSERT_EQ(find_opened_by(7, found, 4), 4u);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(found[i].home, 10 - 2 * i);  // newest first
  EXPECT_EQ(find_opened_by(7, found, 0), 0u);
  EXPECT_EQ(find_opened_by(9, found, 4), 0u);
  release(address(20));
  release(address(21));
  for (std::uintptr_t n = 0; n < 11; ++n) release(address(n));
}

TEST(Handles, AReusedAddressHasANewHomeAndIdentity) {
  open(address(1), 1);
  const std::uint64_t before = known(address(1)).id;
  release(address(1));
  open(address(1), 2);
  EXPECT_EQ(known(address(1)).home, 2u);
  EXPECT_GT(known(address(1)).id, before);
  open(address(1), 3);  // its close was not seen
  EXPECT_EQ(known(address(1)).home, 3u);
  release(address(1));
  EXPECT_EQ(known(address(1)).home, 0u);
}

TEST(Handles, ABusyConnectionKeepsItsIdentity) {
  open(address(1), 4);
  const std::uint64_t id = known(address(1)).id;
  Record* record = take_out(address(1));
  EXPECT_EQ(find(address(1)), nullptr);
  put_back(record);
  EXPECT_EQ(known(address(1)).id, id);
  EXPECT_EQ(known(address(1)).home, 4u);
  forget(take_out(address(1)));
  EXPECT_EQ(known(address(1)).home, 0u);
}

TEST(Handles, AZombieGoesWithItsLastChild) {
  open(address(1), 4);
  derive(address(2), address(1));
  derive(address(3), address(1), Handle::blob);
  derive(address(4), address(1), Handle::session);  // keeps nothing alive
  release(address(1));
  EXPECT_EQ(known(address(1)).home, 4u);
  release(address(2));
  EXPECT_EQ(known(address(1)).home, 4u);
  release(address(3));
  EXPECT_EQ(known(address(1)).home, 0u);
  EXPECT_EQ(known(address(4)).connection.home.number, 4u);
  release(address(4));
}

TEST(Handles, AConnectionInUseBeforeItsOpenReturnsIsCompleted) {
  open(address(1), 6, false);
  derive(address(2), address(1));
  const std::uint64_t id = known(address(1)).id;
  open(address(1), 6);
  EXPECT_EQ(known(address(1)).id, id);
  EXPECT_TRUE(find(address(2))->connection.load()->is_open);
  release(address(2));
  release(address(1));
}

// What a live handle costs besides its stacks: its record, and its part of the tables, of which
// none is ever given back. The worst is just after one has grown.
TEST(Handles, AHandleCostsNoMoreThanItsShare) {
  constexpr std::uintptr_t kMany = 9000;
  constexpr std::size_t kMost = 96;  // bytes
  open(address(0), 1);
  std::size_t tables = 0, seen = buckets.load()->size();
  for (std::uintptr_t n = 1; n < kMany; ++n) {
    derive(address(n), address(0));
    const std::size_t size = buckets.load()->size();
    if (size != seen) tables += (seen = size) * sizeof(void*);
    const std::size_t share = n < 1024 ? 0 : tables / n;
    ASSERT_LE(sizeof(Record) + share, kMost) << n;
  }
  for (std::uintptr_t n = kMany; n-- > 0;) release(address(n));
}

TEST(Handles, WhatIsNotThereIsNobodys) {
  for (void* handle : {address(1), static_cast<void*>(nullptr)}) {
    EXPECT_EQ(seek(handle), &nothing);
    EXPECT_EQ(find(handle), nullptr);
    EXPECT_EQ(hook::Found(handle).library(), nullptr);
    EXPECT_FALSE(hook::Found(handle).is_idle());
  }
}

// The statement that a thread stepped last is found without a look into the table, and neither a
// statement that came to its address nor one that came to its record passes for it.
TEST(Handles, AStatementThatIsGoneIsNotRemembered) {
  open(address(1), 1);
  derive(address(2), address(1));
  this_thread.stepped = find(address(2));
  EXPECT_EQ(hook::Found::statement(address(2)).record, find(address(2)));
  release(address(2));
  EXPECT_EQ(hook::Found::statement(address(2)).record, &nothing);
  open(address(3), 2);  // has the record now
  derive(address(2), address(3));
  EXPECT_EQ(hook::Found::statement(address(2)).record, find(address(2)));
  EXPECT_EQ(hook::Found::statement(address(2)).connection->owner, 2u);
  EXPECT_EQ(hook::Found::statement(address(3)).connection->owner, 2u);
  forget_stepped();
  EXPECT_EQ(this_thread.stepped, &nothing);
  for (std::uintptr_t n : {2, 1, 3}) release(address(n));
}

TEST(Handles, MoreThanTheFirstBucketsHold) {
  constexpr std::uintptr_t kMany = 20000;
  open(address(0), 1);
  for (std::uintptr_t n = 1; n < kMany; ++n) derive(address(n), address(0));
  for (std::uintptr_t n = 0; n < kMany; ++n) ASSERT_NE(find(address(n)), nullptr) << n;
  for (std::uintptr_t n = kMany; n-- > 0;) release(address(n));
  for (std::uintptr_t n = 0; n < kMany; ++n) ASSERT_EQ(find(address(n)), nullptr) << n;
}

// A thread always finds its own handles under the lock, and never finds another's record
// in their place, whatever the others do meanwhile.
TEST(Handles, ThreadsDoNotDisturbEachOther) {
  constexpr unsigned kThreads = 4, kRounds = 20000;
  std::atomic<unsigned> wrong{0};
  std::vector<std::thread> threads;
  for (unsigned t = 1; t <= kThreads; ++t)
    threads.emplace_back([t, &wrong] {
      this_thread.number = t;
      void* mine = address(100000 + t);
      for (unsigned round = 0; round < kRounds; ++round) {
        open(mine, t);
        void* child = address(200000 + t + kThreads * (round % 64));
        derive(child, mine);
        const Record* seen = find(child);
        if (seen && seen->connection.load()->owner != t) ++wrong;
        if (known(child).home != t) ++wrong;
        release(child);
        release(mine);
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0u);
}

}  // namespace
}  // namespace lanyard::track
