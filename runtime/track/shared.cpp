// What the threads that share a connection do to it; see shared.h.
#include "runtime/track/shared.h"

#include "contract/policies.h"
#include "runtime/base/memory.h"

namespace lanyard::track {

namespace {

namespace result = contract::result;
using contract::Part;
using contract::Rule;

constexpr const Rule& kConcurrent = *contract::find_rule("concurrent-use");
constexpr const Rule& kInterleaved = *contract::find_rule("interleaved-transaction");
constexpr const Rule& kStale = *contract::find_rule("stale-connection-state");
constexpr const Rule& kCursor = *contract::find_rule("shared-cursor");

constexpr int kPrimary = 0xff;  // of an extended result code

constexpr State kAllStates[kStates] = {State::rowid, State::changes, State::error};

constinit Pool<Shared> pool;
constinit Pool<Cursor> cursors;

std::size_t at(State state) { return static_cast<std::size_t>(state); }

bool runs(const contract::Function& api) { return api.part == Part::run || api.part == Part::step; }

bool differ(State state, const Values& a, const Values& b) {
  switch (state) {
    case State::rowid: return a.rowid != b.rowid;
    case State::changes: return a.changes != b.changes || a.total_changes != b.total_changes;
    case State::error: break;
  }
  return a.error != b.error;
}

void set(State state, Values& to, const Values& from) {
  switch (state) {
    case State::rowid: to.rowid = from.rowid; break;
    case State::changes: to.changes = from.changes, to.total_changes = from.total_changes; break;
    case State::error: to.error = from.error; break;
  }
}

/// Whether a call is its thread's word on a state, so that the thread relies on what it left.
/// Values alone do not tell: an INSERT may leave the same count as the one before.
bool sets(State state, const contract::Function& api, const Values& before, const Left& left) {
  const bool is_reader = api.flags & contract::no_mutex || api.act == contract::Act::read_state;
  if (is_reader) return false;
  if (state == State::error || left.writes) return true;
  return api.part == Part::none && differ(state, before, left.now);
}

/// Whether a call replaced what the others had left.
bool replaces(State state, const contract::Function& api, const Values& before, const Left& left) {
  // In a call that only reads, a count changes by a call that overlaps it.
  if (state != State::error)
    return differ(state, before, left.now) && (left.writes || api.part == Part::none);
  const int answer = left.answer;
  const bool has_failed = api.flags & contract::result_code && answer != result::ok &&
                          answer != result::row && answer != result::done &&
                          (answer & kPrimary) == (left.now.error & kPrimary);
  return has_failed || differ(state, before, left.now);
}

Caller* find_caller(Shared& shared, std::uint32_t thread) {
  for (Caller& caller : shared.callers)
    if (caller.name.number == thread) return &caller;
  return nullptr;
}

Caller& caller_of(Shared& shared, std::uint32_t thread) {
  if (Caller* known = find_caller(shared, thread)) return *known;
  const auto is_older = [](const Caller& a, const Caller& b) {
    if (!a.frame != !b.frame) return !a.frame;  // who is inside a call goes last
    return a.last_used < b.last_used;
  };
  Caller* oldest = nullptr;
  for (Caller& caller : shared.callers)
    if (!oldest || is_older(caller, *oldest)) oldest = &caller;
  *oldest = {};
  oldest->name.number = thread;
  return *oldest;
}

void break_rule(Shared& shared, Verdict& verdict, const Rule& rule, std::string_view role,
                const Trace& other) {
  Broken& broken = verdict.broken[verdict.count++];
  broken = {&rule, role, other, {}};
  const Caller* caller = find_caller(shared, other.thread);
  if (caller) broken.name = caller->name;
  broken.name.number = other.thread;
}

/// The thread that replaced a state last, after the count `since`.
const Caller* replacer_of(const Shared& shared, State state, const Caller& mine,
                          std::uint64_t since) {
  const Caller* last = nullptr;
  for (const Caller& caller : shared.callers) {
    if (&caller == &mine || caller.replaced_by[at(state)] <= since) continue;
    if (!last || caller.replaced_by[at(state)] > last->replaced_by[at(state)]) last = &caller;
  }
  return last;
}

/// A state is stale when it is not what the reader's own last call left. Another error may
/// have the same code: then a failed call tells that began after the reader's own was over.
void judge_state(Shared& shared, Verdict& verdict, Part part, const Caller& mine,
                 const Values& now) {
  if (part != Part::rowid && part != Part::changes && part != Part::error) return;
  const State state = part == Part::rowid     ? State::rowid
                      : part == Part::changes ? State::changes
                                              : State::error;
  const std::uint64_t left_at = mine.left_at[at(state)];
  if (!left_at || !now.are_known) return;
  const Caller* other = replacer_of(shared, state, mine, left_at);
  const bool is_same_code = state == State::error && now.error != result::ok && other;
  if (!differ(state, mine.left, now) && !is_same_code) return;
  if (!other) other = replacer_of(shared, state, mine, 0);
  break_rule(shared, verdict, kStale, "state", other ? other->replacer[at(state)] : Trace{});
}

void judge_transaction(Shared& shared, Verdict& verdict, const Call& call, const Values& now) {
  const bool takes_part = runs(call.api) || call.api.part == Part::write;
  if (!takes_part || !now.are_known) return;
  if (now.autocommit) shared.transaction = {};
  if (shared.transaction.thread && shared.transaction.thread != call.thread)
    break_rule(shared, verdict, kInterleaved, "transaction", shared.transaction);
}

/// What is kept of a statement's executions, from now on; nullptr when memory is spent.
Cursor* cursor_of(Record& record) {
  if (record.cursor) return record.cursor;
  Cursor* cursor = cursors.take();
  if (cursor) *cursor = {};
  return record.cursor = cursor;
}

void judge_cursor(Shared& shared, Verdict& verdict, const Call& call, Record& record,
                  Entered& entered) {
  const Part part = call.api.part;
  const bool drives = part == Part::bind || part == Part::step;
  if (!drives && part != Part::column && part != Part::reset) return;
  Cursor* cursor = cursor_of(record);
  if (!cursor) return;
  if (!record.has_cursor) {
    record.has_cursor = true;
    if (call.is_busy || record.is_bound.load(std::memory_order_relaxed))
      cursor->by = {shared.home, UINT16_MAX, nullptr};
  }
  // Who opened the connection may clean up what others have left.
  const bool cleans_up = call.api.act == contract::Act::release && call.thread == shared.home;
  if (cursor->by.thread && cursor->by.thread != call.thread && !cleans_up)
    break_rule(shared, verdict, kCursor, "cursor", cursor->by);
  if (part == Part::reset) {
    cursor->by.thread = 0;
  } else if (drives && !cursor->by.thread) {
    // A thread that goes on alone begins where it began before: steady use costs no stack.
    const bool is_traced =
        cursor->by.stack && cursor->by.entry == call.entry && cursor->switches == shared.switches;
    cursor->by = {call.thread, call.entry, is_traced ? cursor->by.stack : nullptr};
    entered.begins_cursor = true;
  }
}

/// Whether another thread ran statements while a call did: then nobody knows whose BEGIN it was.
bool was_alone(const Shared& shared, const Caller& mine, std::uint64_t since) {
  for (const Caller& caller : shared.callers) {
    if (!caller.name.number || &caller == &mine) continue;
    if ((caller.frame && caller.runs) || caller.last_run > since) return false;
  }
  return true;
}

/// A thread other than `mine` that is inside a call.
Caller* inside_of(Shared& shared, const Caller& mine) {
  for (Caller& caller : shared.callers)
    if (&caller != &mine && caller.frame) return &caller;
  return nullptr;
}

void end_call(Caller& mine, std::uint64_t now, Entered& entered) {
  entered.is_watched = mine.is_watched;
  if (mine.runs) mine.last_run = now;
  mine.frame = nullptr;
  mine.runs = mine.is_watched = false;
}

void note_transaction(Shared& shared, const Call& call, const Values& before, const Values& now,
                      bool is_alone, Wanted& wanted) {
  if (!runs(call.api)) return;
  if (now.autocommit) {
    shared.transaction = {};
  } else if (before.autocommit && is_alone && !shared.transaction.thread) {
    shared.transaction = {call.thread, call.entry, nullptr};
    wanted.transaction = true;
  }
}

void note_states(Caller& mine, const Call& call, const Entered& entered, const Left& left,
                 std::uint64_t now, Wanted& wanted) {
  for (const State state : kAllStates) {
    if (sets(state, call.api, entered.before, left)) {
      set(state, mine.left, left.now);
      mine.left_at[at(state)] = now;
    } else if (runs(call.api) && differ(state, mine.left, left.now)) {
      // Its thread went on without a look at what it had left. Bindings of languages ask for
      // the rowid after every statement, whatever it was.
      mine.left_at[at(state)] = 0;
    }
    if (!replaces(state, call.api, entered.before, left)) continue;
    mine.replaced_by[at(state)] = entered.at;
    if (mine.is_traced[at(state)]) continue;
    mine.is_traced[at(state)] = wanted.state[at(state)] = true;
    mine.replacer[at(state)] = {call.thread, call.entry, nullptr};
  }
}

void note_cursor(Cursor& cursor, const Call& call, const Entered& entered, int answer,
                 Wanted& wanted) {
  const bool has_ended = call.api.part == Part::step && answer != result::row;
  const bool has_failed =
      call.api.part == Part::bind && answer != result::ok && entered.begins_cursor;
  if (has_ended || has_failed)
    cursor.by.thread = 0;
  else if (entered.begins_cursor && cursor.by.thread == call.thread)
    wanted.cursor = !cursor.by.stack;
}

}  // namespace

bool share(Connection& connection) {
  Shared* shared = pool.take();
  if (!shared) return false;
  *shared = {};
  const std::uint32_t owner = connection.owner.load(std::memory_order_relaxed);
  connection.shared = shared;
  connection.owner.store(kShared, std::memory_order_seq_cst);
  shared->home = owner;
  shared->now = 1;
  Caller& home = caller_of(*shared, owner);
  if (owner == connection.facts.home.number) home.name = connection.facts.home;
  home.last_used = shared->now;
  const std::uint32_t inside = connection.inside.load(std::memory_order_relaxed);
  shared->last_caller = owner;
  if (!inside) return true;
  home.frame = connection.frame.load(std::memory_order_relaxed);
  home.entry = static_cast<std::uint16_t>(inside - 1);
  home.runs = true;  // it may; what it does is not known until it ends
  home.entered = ++shared->now;
  shared->is_home_private = true;
  return true;
}

void give(Shared* shared) { pool.give(shared); }

void give(Cursor* cursor) { cursors.give(cursor); }

void settle_home(Shared& shared, const Values& now) {
  Caller* home = find_caller(shared, shared.home);
  if (!now.are_known || !home || shared.is_home_private) return;
  if (shared.last_caller != shared.home || home->last_used > 1) return;  // called since
  home->left = now;
  for (std::uint64_t& left_at : home->left_at) left_at = 1;
  // Who never changed a row relies on no count of them.
  if (!now.total_changes) home->left_at[at(State::changes)] = home->left_at[at(State::rowid)] = 0;
  if (!now.autocommit) shared.transaction = {shared.home, UINT16_MAX, nullptr};
}

Verdict enter(Shared& shared, const Call& call, const Values& now, Record* record,
              contract::Policy asked, Entered& entered) {
  Verdict verdict;
  Caller& mine = caller_of(shared, call.thread);
  entered = {};
  entered.at = ++shared.now;
  entered.before = now;
  entered.caller = static_cast<std::uint8_t>(&mine - shared.callers);
  entered.is_nested = mine.frame && call.frame < mine.frame;
  if (shared.last_caller != call.thread) {
    ++shared.switches;
    for (bool& is_traced : mine.is_traced) is_traced = false;
  }
  shared.last_caller = call.thread;
  mine.last_used = shared.now;
  if (!entered.is_nested) {
    if (shared.home == call.thread) shared.is_home_private = false;
    mine.frame = call.frame;
    mine.entry = call.entry;
    mine.entered = shared.now;
    mine.runs = runs(call.api);
    mine.is_watched = false;
    if (contract::is_reported(kConcurrent.policy, asked)) verdict.inside = inside_of(shared, mine);
    judge_state(shared, verdict, call.api.part, mine, now);
  }
  judge_transaction(shared, verdict, call, now);
  if (record) judge_cursor(shared, verdict, call, *record, entered);
  return verdict;
}

Wanted leave(Shared& shared, const Call& call, Entered& entered, const Left& left, Record* record) {
  Wanted wanted;
  ++shared.now;
  Caller& mine = shared.callers[entered.caller];
  if (mine.name.number != call.thread) return wanted;  // forgotten meanwhile
  const bool is_alone = runs(call.api) && was_alone(shared, mine, entered.at);
  if (!entered.is_nested && mine.entered == entered.at) end_call(mine, shared.now, entered);
  // What a release leaves is not read: the connection may be gone with it.
  if (call.api.act == contract::Act::release) mine.left_at[at(State::error)] = 0;
  if (left.now.are_known && entered.before.are_known) {
    note_transaction(shared, call, entered.before, left.now, is_alone, wanted);
    note_states(mine, call, entered, left, shared.now, wanted);
  }
  if (record && record->cursor) note_cursor(*record->cursor, call, entered, left.answer, wanted);
  return wanted;
}

void leave_private(Shared& shared, const Call& call, const Values& now, Entered& entered) {
  entered = {};
  ++shared.now;
  Caller* mine = find_caller(shared, call.thread);
  if (!mine) return;
  entered.caller = static_cast<std::uint8_t>(mine - shared.callers);
  const bool is_expected = shared.is_home_private && shared.home == call.thread &&
                           mine->frame == call.frame && now.are_known;
  for (std::uint64_t& left_at : mine->left_at) left_at = is_expected ? shared.now : 0;
  if (!is_expected) return;
  const bool is_alone = was_alone(shared, *mine, mine->entered);
  entered.at = mine->entered;
  shared.is_home_private = false;
  end_call(*mine, shared.now, entered);
  mine->left = now;
  if (!now.autocommit && is_alone) shared.transaction = {call.thread, UINT16_MAX, nullptr};
}

void cancel(Shared& shared, const Entered& entered, Record* record) {
  Caller& mine = shared.callers[entered.caller];
  if (!entered.is_nested && mine.entered == entered.at) mine.frame = nullptr;
  if (record && record->cursor && entered.begins_cursor) record->cursor->by.thread = 0;
}

void keep_trace(Shared& shared, const Entered& entered, const Wanted& wanted, const Trace& trace,
                const ThreadName& name, Record* record) {
  Caller& mine = shared.callers[entered.caller];
  if (mine.name.number != trace.thread) return;
  mine.name = name;
  if (wanted.transaction && shared.transaction.thread == trace.thread) shared.transaction = trace;
  Cursor* cursor = wanted.cursor && record ? record->cursor : nullptr;
  if (cursor && cursor->by.thread == trace.thread) {
    cursor->by = trace;
    cursor->switches = shared.switches;
  }
  for (const State state : kAllStates)
    if (wanted.state[at(state)]) mine.replacer[at(state)] = trace;
}

}  // namespace lanyard::track
