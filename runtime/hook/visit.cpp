// A call on a connection that threads share; see visit.h.
#include "runtime/hook/visit.h"

#include "runtime/base/lock.h"
#include "runtime/hook/overlaps.h"
#include "runtime/record/report.h"
#include "runtime/track/fork.h"

namespace lanyard::hook {

namespace {

using contract::Part;
using contract::Rule;
using contract::Severity;
using record::options;

constexpr const Rule& kCrossThreadUse = *contract::find_rule("cross-thread-use");
constexpr const Rule& kUseAfterFork = *contract::find_rule("use-after-fork");

template <typename Answer>
Answer ask(const Library& library, std::size_t entry, void* handle) {
  return reinterpret_cast<Answer (*)(void*)>(library.real[entry])(handle);
}

/// An error, extended; 0 where there was none. SQLITE_ROW and SQLITE_DONE are none.
int error_of(int code) {
  return code == contract::result::row || code == contract::result::done ? contract::result::ok
                                                                         : code;
}

/// What the connection's last call left. These functions take no mutex and change nothing
/// (SQLite's source); a zombie is not asked, since it would log the question as a misuse.
track::Values read(const Library& library, const track::Connection& connection) {
  constexpr std::size_t kRowid = entry("sqlite3_last_insert_rowid");
  constexpr std::size_t kChanges = entry("sqlite3_changes");
  constexpr std::size_t kTotal = entry("sqlite3_total_changes");
  constexpr std::size_t kError = entry("sqlite3_extended_errcode");
  constexpr std::size_t kAutocommit = entry("sqlite3_get_autocommit");
  track::Values values{};
  if (connection.closed || connection.is_gone || !connection.is_open) return values;
  for (const std::size_t needed : {kRowid, kChanges, kTotal, kError, kAutocommit})
    if (!library.real[needed]) return values;
  void* db = connection.handle;
  values.autocommit = ask<int>(library, kAutocommit, db);
  values.error = error_of(ask<int>(library, kError, db));
  values.changes = ask<int>(library, kChanges, db);
  values.total_changes = ask<int>(library, kTotal, db);
  values.rowid = ask<long long>(library, kRowid, db);
  values.are_known = true;
  return values;
}

bool is_statement(const Visit& visit) {
  return visit.record && visit.kind() == contract::Handle::statement;
}

/// Whether a statement is being stepped; asked once in its life.
bool is_busy(const Visit& visit) {
  constexpr std::size_t kBusy = entry("sqlite3_stmt_busy");
  return visit.library->real[kBusy] && ask<int>(*visit.library, kBusy, visit.handle);
}

/// Whether the call ran statements that may change data.
bool writes(const Visit& visit) {
  constexpr std::size_t kReadonly = entry("sqlite3_stmt_readonly");
  const Part part = row(visit.entry).part;
  if (part != Part::step) return part == Part::run;
  return !visit.library->real[kReadonly] || !ask<int>(*visit.library, kReadonly, visit.handle);
}

/// The statement's record, unless it was dropped meanwhile. Under the lock.
track::Record* record_of(const Visit& visit) {
  track::Record* record = is_statement(visit) ? track::locked_record(visit.known) : nullptr;
  return record && record->id == visit.record ? record : nullptr;
}

track::Call call_of(const Visit& visit, bool busy) {
  return {row(visit.entry), visit.entry, track::this_thread.number, visit.frame, busy};
}

/// Marks the owner as inside, or makes the connection shared and refers to it. `asks` tells
/// that the statement is to be asked whether it is busy.
Way arrive(Visit& visit, bool& asks) {
  Locked locked(locks.handles);
  track::Record* record = track::locked_record(visit.known);
  if (!record) return Way::through;
  track::Connection& connection = *record->connection.load(std::memory_order_relaxed);
  if (visit.is_second && may_overlap(row(visit.entry), connection)) return Way::through;
  const std::uint32_t owner = connection.owner.load(std::memory_order_relaxed);
  if (owner == track::this_thread.number) {
    const void* outer = connection.frame.load(std::memory_order_relaxed);
    if (connection.inside.load(std::memory_order_relaxed) && visit.frame < outer)
      return Way::nested;
    connection.frame.store(visit.frame, std::memory_order_relaxed);
    connection.inside.store(visit.entry + 1u, std::memory_order_relaxed);
    visit.connection = &connection;
    return Way::own;
  }
  if (!connection.is_connection || !connection.is_open) return Way::through;
  if (owner != track::kShared && !track::share(connection)) return Way::through;
  ++connection.references;
  visit.connection = &connection;
  visit.record = visit.known == visit.handle ? record->id : 0;
  asks = is_statement(visit) && !record->has_cursor;
  return Way::noted;
}

void describe(const Visit& visit, track::Known& known) {
  track::look_up(visit.known, known);
  if (visit.known == visit.handle) return;
  known.kind = visit.kind();
  known.id = 0;
  known.caller = nullptr;
  known.created = nullptr;
}

bool add(const Visit& visit, const track::Known& known, const track::Broken& broken) {
  const std::string_view api =
      broken.other.entry < kEntryCount ? row(broken.other.entry).name : std::string_view();
  const record::Party other{broken.name, api, broken.role, broken.other.stack};
  return record::add({*broken.rule, row(visit.entry), visit.handle, known, visit.library,
                      broken.other.thread ? &other : nullptr});
}

/// Reports all that a call breaks, the most severe first. Returns whether it is to be refused.
bool tell(const Visit& visit, const track::Verdict& verdict, Overlap* overlap, bool is_foreign) {
  track::Known known;
  describe(visit, known);
  const auto cross = [&] {
    return is_foreign &&
           record::add({kCrossThreadUse, row(visit.entry), visit.handle, known, visit.library});
  };
  const contract::Mode mode =
      known.has_connection ? known.connection.mode : contract::Mode::unknown;
  const bool is_first = contract::severity_of(kCrossThreadUse, mode) == Severity::error;
  // Refused at once: only the end of the first thread's call would tell whether it was met.
  bool acts = verdict.inside && options().on_violation == record::OnViolation::misuse;
  if (overlap) acts |= tell_second(*overlap, visit, known);
  if (is_first) acts |= cross();
  for (std::size_t i = 0; i < verdict.count; ++i) acts |= add(visit, known, verdict.broken[i]);
  if (!is_first) acts |= cross();
  return acts && record::act() && is_refusable(row(visit.entry));
}

/// A connection that stands on the other side of a fork.
Way enter_inherited(const Visit& visit, const track::ForkSite& fork) {
  track::Known known;
  describe(visit, known);
  // Of what has no connection, a forked child has a copy.
  const bool acts =
      known.has_connection && record::report({kUseAfterFork, row(visit.entry), visit.handle, known,
                                              visit.library, nullptr, &fork});
  return acts && is_refusable(row(visit.entry)) ? Way::refused : Way::through;
}

}  // namespace

Way begin(Visit& visit) {
  visit.connection = nullptr;
  visit.record = 0;
  const track::Home home = track::home_of(visit.known);
  if (!home.thread) return Way::through;
  if (const track::ForkSite* fork = track::fork_since(home.thread))
    return enter_inherited(visit, *fork);
  bool asks = false;
  const Way way = arrive(visit, asks);
  if (way == Way::own || way == Way::nested) return way;
  const bool is_foreign =
      options().policy == contract::Policy::owner && !home.is(track::this_thread.number);
  track::Verdict verdict;
  Overlap* overlap = nullptr;
  if (way == Way::noted) {
    const track::Values now = read(*visit.library, *visit.connection);
    const track::Call call = call_of(visit, asks && is_busy(visit));
    Locked locked(locks.handles);
    track::Shared& shared = *visit.connection->shared.load();
    track::settle_home(shared, now);
    verdict = track::enter(shared, call, now, record_of(visit), options().policy, visit.entered);
    if (verdict.inside) overlap = meet(visit, *verdict.inside);
  }
  if (!verdict.inside && !verdict.count && !is_foreign) return way;
  if (!tell(visit, verdict, overlap, is_foreign)) return way;
  if (way != Way::noted) return Way::refused;
  Locked locked(locks.handles);
  track::cancel(*visit.connection->shared.load(), visit.entered, record_of(visit));
  track::let_go(visit.connection);
  return Way::refused;
}

void end(Visit& visit, int answer) {
  track::Connection& connection = *visit.connection;
  const contract::Function& api = row(visit.entry);
  track::Left left;
  if (api.act != contract::Act::release) left.now = read(*visit.library, connection);
  left.answer = answer;
  left.writes = writes(visit);
  track::Wanted wanted;
  {
    Locked locked(locks.handles);
    wanted = track::leave(*connection.shared.load(), call_of(visit, false), visit.entered, left,
                          record_of(visit));
    if (!wanted.any() && !visit.entered.is_watched) return track::let_go(&connection);
  }
  const record::Side side = record::this_side();
  if (visit.entered.is_watched)
    tell_first(connection.facts.id, visit.entered.at, visit.entry, side);
  Locked locked(locks.handles);
  const track::Trace trace{track::this_thread.number, visit.entry, side.stack};
  track::keep_trace(*connection.shared.load(), visit.entered, wanted, trace, side.thread,
                    record_of(visit));
  track::let_go(&connection);
}

void end_shared(track::Connection* connection, const void* frame) {
  Visit visit{};
  visit.frame = frame;
  {
    Locked locked(locks.handles);
    // Only what this very call may have been inside of: the connection may be another's now.
    if (connection->owner.load(std::memory_order_relaxed) != track::kShared) return;
    const track::Shared* shared = connection->shared;
    if (!shared || shared->home != track::this_thread.number || connection->is_gone) return;
    if (!track::locked_record(connection->handle)) return;
    visit.entry = static_cast<std::uint16_t>(connection->inside.exchange(0) - 1);
    if (visit.entry >= kEntryCount) return;
    visit.library = connection->library;
    visit.connection = connection;
    ++connection->references;
  }
  const track::Values now = read(*visit.library, *connection);
  {
    Locked locked(locks.handles);
    track::leave_private(*connection->shared.load(), call_of(visit, false), now, visit.entered);
    if (!visit.entered.is_watched) return track::let_go(connection);
  }
  tell_first(connection->facts.id, visit.entered.at, visit.entry, record::this_side());
  Locked locked(locks.handles);
  track::let_go(connection);
}

}  // namespace lanyard::hook
