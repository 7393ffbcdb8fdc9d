// What threads that share a connection leave to each other, call by call: orders of events that
// a program cannot be brought to, and the limits of what is known.
#include "runtime/track/shared.h"

#include <gtest/gtest.h>

#include <string>

#include "contract/functions.h"

namespace lanyard::track {
namespace {

using contract::Handle;
using contract::Policy;

constexpr std::uint32_t kHome = 1, kOther = 2, kThird = 3;

/// A shared connection, and calls of its threads as the entry points make them.
class SharedTest : public testing::Test {
 protected:
  /// A call that has begun.
  struct Running {
    Call call;
    Entered entered;
    Verdict verdict;
  };

  void SetUp() override {
    connection_.owner = kHome;
    connection_.facts.home.number = kHome;
    connection_.handle = this;
  }

  void TearDown() override {
    if (shared()) give(shared());
  }

  Shared* shared() { return connection_.shared.load(); }

  /// Another thread comes; the values are what the home has left.
  void become_shared() {
    ASSERT_TRUE(share(connection_));
    settle_home(*shared(), now_);
  }

  Running begin(std::uint32_t thread, std::string_view name, std::uintptr_t depth = 0) {
    const Call call{*contract::find_function(name), 7, thread,
                    reinterpret_cast<const void*>(0x10000 * thread - depth), false};
    Running running{call, {}, {}};
    const bool has_record = call.api.handle == Handle::statement;
    running.verdict =
        enter(*shared(), call, now_, has_record ? &statement_ : nullptr, policy_, running.entered);
    return running;
  }

  Wanted end(Running& running, int answer = 0) {
    Left left;
    left.now = now_;
    left.answer = answer;
    left.writes = running.call.api.part == contract::Part::run;
    const bool has_record = running.call.api.handle == Handle::statement;
    return leave(*shared(), running.call, running.entered, left,
                 has_record ? &statement_ : nullptr);
  }

  /// A whole call. `change` is what it does to the connection.
  template <typename Change>
  std::string call(std::uint32_t thread, std::string_view name, Change change) {
    Running running = begin(thread, name);
    const int answer = change(now_);
    end(running, answer);
    return told(running.verdict);
  }
  std::string call(std::uint32_t thread, std::string_view name) {
    return call(thread, name, [](Values&) { return 0; });
  }

  std::string insert(std::uint32_t thread, std::int64_t rowid) {
    return call(thread, "sqlite3_exec", [&](Values& now) {
      now.rowid = rowid;
      now.changes = 1;
      ++now.total_changes;
      return now.error = 0;
    });
  }

  /// What a verdict says: rules, and the threads that they name.
  static std::string told(const Verdict& verdict) {
    std::string text;
    for (std::size_t i = 0; i < verdict.count; ++i)
      text += std::string(verdict.broken[i].rule->id) + " " +
              std::to_string(verdict.broken[i].other.thread) + ";";
    if (verdict.inside) text += "inside " + std::to_string(verdict.inside->name.number) + ";";
    return text;
  }

  Connection connection_{};
  Record statement_{};
  Values now_{true, true, 0, 0, 0, 0};
  Policy policy_ = Policy::serialized;
};

TEST_F(SharedTest, WhatTheHomeLeftIsRememberedFromBeforeTheSharing) {
  now_.rowid = now_.total_changes = now_.changes = 1;
  become_shared();
  insert(kOther, 2);
  EXPECT_EQ(call(kHome, "sqlite3_last_insert_rowid"), "stale-connection-state 2;");
}

TEST_F(SharedTest, AHomeThatChangedNoRowReliesOnNoCount) {
  become_shared();
  insert(kOther, 2);
  EXPECT_EQ(call(kHome, "sqlite3_changes"), "");
}

TEST_F(SharedTest, WhatComesAfterTheSharingIsNotTheHomes) {
  ASSERT_TRUE(share(connection_));
  call(kOther, "sqlite3_exec", [](Values& now) { return now.autocommit = false; });
  settle_home(*shared(), now_);  // by a thread that was slow to read the values
  EXPECT_EQ(insert(kOther, 1), "");
}

TEST_F(SharedTest, NothingIsSaidOfValuesThatOnlyMayBeStale) {
  become_shared();
  insert(kHome, 1);
  Running theirs = begin(kOther, "sqlite3_exec");
  insert(kHome, 5);  // overlaps: either may have come first, and the rowid is the home's
  end(theirs);
  EXPECT_EQ(call(kHome, "sqlite3_last_insert_rowid"), "");
}

TEST_F(SharedTest, ACallStillRunningIsNamedWithoutAStack) {
  become_shared();
  insert(kHome, 1);
  Running theirs = begin(kOther, "sqlite3_exec");
  now_.rowid = 2;
  EXPECT_EQ(call(kHome, "sqlite3_last_insert_rowid"), "stale-connection-state 0;");
  end(theirs);
}

TEST_F(SharedTest, TheLastThreadThatReplacedTheStateIsNamed) {
  become_shared();
  insert(kHome, 1);
  insert(kOther, 2);
  insert(kThird, 3);
  EXPECT_EQ(call(kHome, "sqlite3_changes"), "stale-connection-state 3;");
}

TEST_F(SharedTest, ACallThatReadsIsNotBlamedForOneThatItOverlaps) {
  become_shared();
  insert(kHome, 1);
  Running reads = begin(kOther, "sqlite3_column_int");
  insert(kThird, 2);
  end(reads);
  EXPECT_EQ(call(kHome, "sqlite3_changes"), "stale-connection-state 3;");
}

TEST_F(SharedTest, AFailedCallReplacesAnErrorOfTheSameCode) {
  become_shared();
  const auto fail = [](Values& now) { return now.error = 1; };
  const auto only_ask = [](Values&) { return 0; };
  call(kHome, "sqlite3_exec", fail);
  call(kOther, "sqlite3_get_autocommit", only_ask);
  EXPECT_EQ(call(kHome, "sqlite3_errmsg"), "");
  call(kOther, "sqlite3_exec", fail);
  EXPECT_EQ(call(kHome, "sqlite3_errmsg"), "stale-connection-state 2;");
}

TEST_F(SharedTest, AnErrorAfterAReleaseIsNotJudged) {
  become_shared();
  call(kHome, "sqlite3_exec", [](Values& now) { return now.error = 1; });
  call(kHome, "sqlite3_finalize", [](Values& now) { return now.error = 0; });
  EXPECT_EQ(call(kHome, "sqlite3_errmsg"), "");
}

TEST_F(SharedTest, OfTwoOverlappingCallsNobodyKnowsWhoBegan) {
  become_shared();
  Running mine = begin(kHome, "sqlite3_exec");
  Running theirs = begin(kOther, "sqlite3_exec");
  now_.autocommit = false;
  EXPECT_FALSE(end(mine).transaction);
  EXPECT_FALSE(end(theirs).transaction);
  EXPECT_EQ(insert(kHome, 1), "");
  EXPECT_EQ(insert(kOther, 2), "");
}

TEST_F(SharedTest, ATransactionEndsWhoeverEndsIt) {
  become_shared();
  const auto begin_it = [](Values& now) { return now.autocommit = false; };
  const auto end_it = [](Values& now) { return now.autocommit = true, 0; };
  call(kHome, "sqlite3_exec", begin_it);
  EXPECT_EQ(call(kOther, "sqlite3_exec", end_it), "interleaved-transaction 1;");
  EXPECT_EQ(insert(kOther, 1), "");
  call(kOther, "sqlite3_exec", begin_it);
  EXPECT_EQ(insert(kHome, 1), "interleaved-transaction 2;");
  now_.autocommit = true;  // rolled back, by an error that nobody saw
  EXPECT_EQ(insert(kHome, 1), "");
}

TEST_F(SharedTest, ABlobsBytesArePartOfATransactionAndNoWordOnARow) {
  become_shared();
  insert(kHome, 1);
  call(kOther, "sqlite3_exec", [](Values& now) { return now.autocommit = false; });
  EXPECT_EQ(call(kHome, "sqlite3_blob_write"), "interleaved-transaction 2;");
  EXPECT_EQ(call(kOther, "sqlite3_blob_write"), "");
  insert(kOther, 2);
  call(kHome, "sqlite3_blob_write");
  EXPECT_EQ(call(kHome, "sqlite3_last_insert_rowid"), "stale-connection-state 2;");
}

TEST_F(SharedTest, AnExecutionIsNotAnotherThreadsToFinalizeButTheHomes) {
  become_shared();
  call(kOther, "sqlite3_step", [](Values&) { return contract::result::row; });
  EXPECT_EQ(told(begin(kThird, "sqlite3_finalize").verdict), "shared-cursor 2;");
  call(kOther, "sqlite3_step", [](Values&) { return contract::result::row; });
  EXPECT_EQ(call(kHome, "sqlite3_finalize"), "");
}

TEST_F(SharedTest, AnExecutionBelongsToWhoBoundFirst) {
  become_shared();
  EXPECT_EQ(call(kOther, "sqlite3_bind_int"), "");
  EXPECT_EQ(call(kHome, "sqlite3_bind_int"), "shared-cursor 2;");
  EXPECT_EQ(call(kHome, "sqlite3_reset"), "shared-cursor 2;");
  EXPECT_EQ(call(kHome, "sqlite3_bind_int"), "");
  EXPECT_EQ(call(kHome, "sqlite3_step", [](Values&) { return 101; }), "");
  EXPECT_EQ(call(kOther, "sqlite3_reset"), "");
}

TEST_F(SharedTest, AParameterBoundBeforeTheSharingBeginsAnExecution) {
  statement_.is_bound = true;
  become_shared();
  EXPECT_EQ(call(kOther, "sqlite3_step"), "shared-cursor 1;");
}

TEST_F(SharedTest, SteadyUseOfAStatementIsTracedOnce) {
  become_shared();
  const stack::Stack kept{};
  ThreadName name{};
  name.number = kOther;
  // Whether a stack was wanted; keeps one where it was.
  const auto bind = [&](std::uint32_t thread) {
    Running running = begin(thread, "sqlite3_bind_int");
    const Wanted wanted = end(running);
    if (wanted.cursor)
      keep_trace(*shared(), running.entered, wanted, {thread, 7, &kept}, name, &statement_);
    call(thread, "sqlite3_step", [](Values&) { return 101; });
    return wanted.cursor;
  };
  EXPECT_TRUE(bind(kOther));
  EXPECT_FALSE(bind(kOther));
  call(kHome, "sqlite3_get_autocommit");
  EXPECT_TRUE(bind(kOther));
}

TEST_F(SharedTest, AFailedBindBeginsNothing) {
  become_shared();
  call(kOther, "sqlite3_bind_int", [](Values&) { return 25; });
  EXPECT_EQ(call(kHome, "sqlite3_step"), "");
}

TEST_F(SharedTest, OnlyTheStricterPoliciesAskWhoIsInside) {
  become_shared();
  Running mine = begin(kHome, "sqlite3_exec");
  EXPECT_EQ(call(kOther, "sqlite3_get_autocommit"), "");
  policy_ = Policy::exclusive;
  EXPECT_EQ(call(kOther, "sqlite3_get_autocommit"), "inside 1;");
  end(mine);
  EXPECT_EQ(call(kOther, "sqlite3_get_autocommit"), "");
}

TEST_F(SharedTest, TheHomeIsInsideACallThatBeganBeforeTheSharing) {
  connection_.inside = 8;
  connection_.frame = reinterpret_cast<const void*>(0x9000);
  become_shared();
  policy_ = Policy::exclusive;
  Running theirs = begin(kOther, "sqlite3_get_autocommit");
  ASSERT_EQ(told(theirs.verdict), "inside 1;");
  theirs.verdict.inside->is_watched = true;
  end(theirs);
  Entered entered;
  const Call mine{*contract::find_function("sqlite3_exec"), 7, kHome,
                  reinterpret_cast<const void*>(0x9000), false};
  leave_private(*shared(), mine, now_, entered);
  EXPECT_TRUE(entered.is_watched);
  EXPECT_EQ(told(begin(kOther, "sqlite3_get_autocommit").verdict), "");
}

TEST_F(SharedTest, ACallThatWasLeftUnseenEndsWithTheNextOneAtItsPlace) {
  become_shared();
  policy_ = Policy::exclusive;
  Running left = begin(kHome, "sqlite3_exec");
  begin(kHome, "sqlite3_exec", 0x100);  // inside it, by its place
  Running next = begin(kHome, "sqlite3_exec");
  end(next);
  EXPECT_EQ(told(begin(kOther, "sqlite3_exec").verdict), "");
  EXPECT_FALSE(left.entered.is_nested);
}

TEST_F(SharedTest, OfManyThreadsTheOldestIsForgotten) {
  become_shared();
  insert(kOther, 1);
  for (std::uint32_t thread = 10; thread < 10 + kMostCallers; ++thread) insert(thread, thread);
  EXPECT_EQ(call(kOther, "sqlite3_last_insert_rowid"), "");
}

TEST_F(SharedTest, WhoIsInsideIsForgottenLast) {
  become_shared();
  Running theirs = begin(kOther, "sqlite3_exec");
  for (std::uint32_t thread = 10; thread < 10 + 2 * kMostCallers; ++thread) insert(thread, thread);
  policy_ = Policy::exclusive;
  EXPECT_EQ(call(kHome, "sqlite3_get_autocommit"), "inside 2;");
  end(theirs);
}

}  // namespace
}  // namespace lanyard::track
