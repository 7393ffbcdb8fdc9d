// Counting, telling and acting on violations; see report.h.
#include "runtime/record/report.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "contract/policies.h"
#include "runtime/base/hash.h"
#include "runtime/base/lock.h"
#include "runtime/base/memory.h"
#include "runtime/base/uncancelled.h"
#include "runtime/base/unsignalled.h"
#include "runtime/hook/library.h"
#include "runtime/record/result_file.h"
#include "runtime/record/sites.h"
#include "runtime/record/suppressions.h"
#include "runtime/record/tally.h"
#include "runtime/record/violation.h"
#include "runtime/stack/depot.h"
#include "runtime/stack/module.h"

namespace lanyard::record {

namespace {

constexpr std::size_t kFewFrames = 4;  // when a line with all of them is too long

constinit Options current;
constinit Tally tally;
constinit std::atomic<bool> has_started{false};
constinit std::atomic<bool> has_library{false};  // a shared SQLite was called, and named
constinit bool has_file = false;
constinit bool has_ended = false;
constinit bool has_told_limit = false;
constinit std::atomic<bool> has_told_python{false};
constinit pid_t process = 0;  // that the counts and the file belong to

/// Writes to file descriptor 2, unless it is a regular file open for reading as well: then
/// the program closed stderr, and what took its number may be a database.
void write_stderr(std::string_view text) {
  struct stat now;
  const int flags = fcntl(STDERR_FILENO, F_GETFL);
  if (flags < 0 || fstat(STDERR_FILENO, &now)) return;
  if (S_ISREG(now.st_mode) && (flags & O_ACCMODE) == O_RDWR && !(flags & O_APPEND)) return;
  Unsignalled unsignalled;
  if (!write_all(STDERR_FILENO, text)) unsignalled.failed(errno);
}

/// Appends to the result file. Where that fails it says so, once. Under the lock; `buffer` has
/// Scratch::kSize bytes.
off_t append(std::string_view line, char* buffer) {
  const off_t start = append_line(line);
  Text text(buffer, Scratch::kSize);
  if (start < 0 && tell_failure(text.add("lanyard: "))) write_stderr(text.add('\n').view());
  return start;
}

/// Says, once, that violations are left out from now on. Under the lock.
void tell_limit() {
  if (has_told_limit || has_ended || !tally.counts.unreported) return;
  has_told_limit = true;
  char buffer[128];
  Text text(buffer, sizeof(buffer));
  if (has_file) {
    text.add("{\"type\":\"limit\",\"max_reports\":").number(current.max_reports).add("}\n");
    append_line(text.view());
  } else {
    text.add("lanyard: max_reports (").number(current.max_reports);
    write_stderr(text.add(") is reached: other violations are only counted\n").view());
  }
}

/// Returns false when it could not be written, so that it must be told elsewhere.
bool write_line(const Violation& violation, Seen& entry, char* buffer) {
  std::size_t count_at = 0;
  for (std::size_t frames = current.stack_depth;; frames = kFewFrames) {
    Text line(buffer, Scratch::kSize);
    render_json(violation, frames, line, count_at);
    if (line.overflowed() && frames != kFewFrames) continue;
    Locked locked(locks.report);
    if (line.overflowed() || has_ended) return true;
    const off_t start = append(line.view(), buffer);
    if (start < 0) return false;
    entry.count_at = start + static_cast<off_t>(count_at);
    if (entry.count > 1) write_count(entry);
    return true;
  }
}

void write_text(const Violation& violation, char* buffer) {
  Text text(buffer, Scratch::kSize);
  if (!violation.unread_python.empty() && !has_told_python.exchange(true)) {
    text.add("lanyard: frames of Python ").shown(violation.unread_python);
    text.add(" cannot be read by this version; reports have native frames only\n");
  }
  render_text(violation, text);
  Locked locked(locks.report);
  if (!has_ended) write_stderr(text.view());
}

/// Whether the process is shutting down, on this thread.
bool is_exiting(const stack::Capture& capture) {
  const bool is_main = track::kernel_id() == static_cast<std::uint32_t>(getpid());
  return capture.native.in_exit || (capture.python.finalizing && is_main);
}

Side side_of(const stack::Capture& capture) {
  return {track::name_this_thread(capture.python), stack::keep(capture),
          capture.native.in_collector, is_exiting(capture)};
}

/// Who made a handle: as the frame was then, where that was kept, for its module may be gone.
bool describe_caller(const track::Known& known, stack::Frame& caller) {
  if (known.created && known.created->native_count) return caller = known.created->native[0], true;
  return known.caller &&
         stack::describe(reinterpret_cast<std::uintptr_t>(known.caller) - 1, caller);
}

/// An event with what is looked up for its report.
struct Described {
  Described(const Event& event, const Side& use) : violation(event.known) {
    violation.rule = event.rule.id;
    violation.api = event.api.name;
    if (!event.use) sql.copy(event.known.kind, event.handle, event.library);
    violation.sql = event.sql ? event.sql->text : sql.text;
    violation.has_sql = !violation.sql.empty();
    violation.has_caller = event.known.kind != contract::Handle::connection &&
                           describe_caller(event.known, violation.caller);
    violation.use = use;
    violation.other = event.other;
    violation.fork = event.fork;
    violation.candidates = event.candidates;
    if (current.python) violation.unread_python = stack::unread_python();
  }

  Violation violation;
  Sql sql;
};

std::uint64_t hash_of(const Event& event, std::uint64_t use) {
  const auto identity = [](const void* thing) { return reinterpret_cast<std::uintptr_t>(thing); };
  const std::uint64_t home =
      event.known.has_connection ? identity(event.known.connection.created) : event.known.home;
  const std::uint64_t other = event.other ? identity(event.other->stack) : 0;
  std::uint64_t hash = use;
  for (const std::uint64_t value : {home, other, identity(&event.api), identity(&event.rule)})
    hash = mix(hash, value);
  return hash;
}

/// What is to be done about an event: a closer look, on_violation's bidding, or nothing.
enum class Verdict : std::uint8_t { look, act, pass };

/// Counts an event that was seen before, or is left out unseen. Under the lock.
Verdict count(std::uint64_t hash) {
  if (const Seen* known = tally.again(hash))
    return known->suppression ? Verdict::pass : Verdict::act;
  if (tally.counts.violations < current.max_reports || suppressions().count) return Verdict::look;
  tally.leave_out();
  tell_limit();
  return Verdict::act;
}

/// Counts an event and tells of it where it is new. `use` is the hash of its caller's stacks,
/// `side()` the caller, which costs more. Returns whether on_violation is to act.
template <typename MakeSide>
bool add(const Event& event, std::uint64_t use, bool at_exit, MakeSide side) {
  const std::uint64_t hash = hash_of(event, use);
  {
    Locked locked(locks.report);
    // A child that closes its parent's connection on its way out does harm all the same.
    if (at_exit && !current.at_exit && !event.fork) return ++tally.counts.at_exit, false;
    const Verdict verdict = count(hash);
    if (verdict != Verdict::look) return verdict == Verdict::act;
  }
  Described described(event, side());
  Suppression* const suppression = matching(described.violation);
  Seen* entry = nullptr;
  {
    Locked locked(locks.report);
    if (const Seen* known = tally.again(hash)) return !known->suppression;
    entry = tally.first(hash, suppression, current.max_reports);
    tell_limit();
  }
  Scratch scratch;
  if (!entry || !entry->id || !scratch.data()) return !suppression;
  described.violation.id = entry->id;
  if (!has_file || !write_line(described.violation, *entry, scratch.data()))
    write_text(described.violation, scratch.data());
  return true;
}

/// `library` is nullptr where no SQLite that can be watched has been seen yet.
Text& add_library(const hook::Library& library, Text& line) {
  line.add("\"version\":").json(library.version);
  return line.add(",\"path\":").json(library.path);
}

void render_start(const hook::Library* library, Text& line) {
  line.add("{\"type\":\"start\",\"tool\":\"lanyard\",\"version\":\"" LANYARD_VERSION "\"");
  line.add(",\"pid\":").number(static_cast<std::uint64_t>(process));
  line.add(",\"exe\":").json(stack::program_path());
  line.add(",\"sqlite\":");
  if (library)
    add_library(*library, line.add('{')).add('}');
  else
    line.add("null");
  line.add(",\"policy\":").json(contract::name(current.policy));
  if (current.sites) line.add(",\"sites\":true");
  line.add("}\n");
}

/// The last lines of the result file. Under the lock; `buffer` has Scratch::kSize bytes.
void write_end(char* buffer) {
  tally.write_counts();
  for (const Suppression& suppression : suppressions()) {
    Text line(buffer, Scratch::kSize);
    line.add("{\"type\":\"suppression\",\"pattern\":").json(suppression.text);
    line.add(",\"hits\":").number(suppression.hits).add("}\n");
    if (!line.overflowed()) append(line.view(), buffer);
  }
  Text line(buffer, Scratch::kSize);
  tally.counts.add_to(line.add("{\"type\":\"end\",\"counts\":"));
  append(line.add("}\n").view(), buffer);
}

/// What is left to say on stderr. Under the lock; `buffer` has Scratch::kSize bytes.
void tell_end(char* buffer) {
  Text text(buffer, Scratch::kSize);
  for (const Suppression& suppression : suppressions()) {
    if (suppression.hits) continue;
    text.add("lanyard: suppression '").shown(suppression.text).add("' (");
    text.shown(suppressions().path).add(':').number(suppression.line);
    text.add(") matched nothing\n");
  }
  const Counts& counts = tally.counts;
  if (counts.uses) {
    text.add("lanyard: ").number(counts.violations);
    text.add(counts.violations == 1 ? " violation, " : " violations, ").number(counts.uses);
    text.add(counts.uses == 1 ? " use" : " uses");
    if (current.policy == contract::Policy::owner) text.add(" on a wrong thread");
    if (counts.at_exit) text.add(", ").number(counts.at_exit).add(" more at exit");
    if (counts.suppressed) text.add(", ").number(counts.suppressed).add(" suppressed");
    if (counts.unreported) text.add(", ").number(counts.unreported).add(" not reported");
    text.add('\n');
  }
  if (text.size()) write_stderr(text.view());
}

}  // namespace

Options& options() { return current; }

// The text is the statement's own, and another thread may be finalizing it.
void Sql::copy(contract::Handle kind, void* handle, const hook::Library* library) {
  text = {};
  const bool has_sql = kind == contract::Handle::statement && library && library->sql;
  const char* sql = current.sql && has_sql ? library->sql(handle) : nullptr;
  if (!sql) return;
  constexpr std::size_t kWanted = kLongest + 4;  // to see a character that is cut in two
  std::size_t length = read_memory(sql, buffer, kWanted);
  if (!length) {  // the kernel may forbid it, or the text ends close to a page that is not there
    length = strnlen(sql, kWanted);
    std::memcpy(buffer, sql, length);
  }
  text = cut({buffer, strnlen(buffer, length)}, kLongest);
}

Side this_side() {
  Scratch scratch;
  if (!scratch.data()) return {};
  return side_of(
      stack::Capture(scratch.data(), Scratch::kSize, current.stack_depth, current.python));
}

bool add(const Event& event) {
  const Uncancelled uncancelled;
  if (process != getpid()) return false;  // a child that shares our memory (vfork)
  if (event.use) {
    const std::uint64_t hash = event.use->stack ? event.use->stack->hash : 0;
    return add(event, hash, event.use->at_exit, [&] { return *event.use; });
  }
  Scratch scratch;
  if (!scratch.data()) {
    Locked locked(locks.report);
    tally.leave_out();
    return false;
  }
  const stack::Capture capture(scratch.data(), Scratch::kSize, current.stack_depth, current.python);
  const bool in_python = event.in_python && capture.python_place;
  const std::uint64_t place = in_python ? capture.python_place : capture.place;
  return add(event, place, is_exiting(capture), [&] { return side_of(capture); });
}

bool act() {
  switch (current.on_violation) {
    case OnViolation::report: return false;
    case OnViolation::abort: std::abort();
    case OnViolation::trap: std::raise(SIGTRAP); return false;
    case OnViolation::misuse: break;
  }
  return true;
}

namespace {

void start_with(const hook::Library* library) {
  if (has_started.load(std::memory_order_acquire)) return;
  const Uncancelled uncancelled;
  char complaint[PATH_MAX + 256];
  Text error(complaint, sizeof(complaint));
  Scratch scratch;
  {
    Locked locked(locks.report);
    if (has_started.load(std::memory_order_relaxed)) return;
    process = getpid();
    if (*current.log_path.text && scratch.data() &&
        create_result_file(current.log_path.text, error)) {
      Text line(scratch.data(), Scratch::kSize);
      render_start(library, line);
      has_file = append_line(line.view()) >= 0;
      if (!has_file) tell_failure(error);
      has_library.store(library);
      if (has_file && current.sites) list_sites();
    }
    has_started.store(true, std::memory_order_release);
  }
  if (error.size()) tell(error.view());
}

}  // namespace

void start(const hook::Library& library) {
  if (has_library.load(std::memory_order_acquire)) return;
  start_with(&library);
  Scratch scratch;
  Locked locked(locks.report);
  if (has_library.exchange(true) || !has_file || !scratch.data()) return;
  // The file was begun by a module that cannot be watched.
  Text line(scratch.data(), Scratch::kSize);
  add_library(library, line.add("{\"type\":\"sqlite\",")).add("}\n");
  append(line.view(), scratch.data());
}

namespace {

/// Whether the process ends now, and had not before: nothing is noted from here on.
bool end_once() {
  Locked locked(locks.report);
  if (has_ended) return false;
  has_ended = true;
  stop_listing_sites();
  return true;
}

bool was_violated() {
  Locked locked(locks.report);
  return tally.counts.uses;
}

void say_if_memory_ran_out() {
  if (has_run_out_of_memory())
    write_stderr(
        "lanyard: memory ran out: uses on a wrong thread may be missing from what is reported\n");
}

void say_end() {
  Scratch scratch;
  say_if_memory_ran_out();
  if (!scratch.data()) return;
  Locked locked(locks.report);
  if (has_file)
    write_end(scratch.data());
  else
    tell_end(scratch.data());
}

}  // namespace

void tell_unwatched(std::string_view module) {
  const Uncancelled uncancelled;
  start_with(nullptr);
  Scratch scratch;
  if (!scratch.data()) return;
  Text text(scratch.data(), Scratch::kSize);
  if (has_file) {
    text.add("{\"type\":\"unwatched\",\"module\":").json(module).add(",\"reason\":\"static\"}\n");
    Locked locked(locks.report);
    append_line(text.view());
    return;
  }
  text.add("lanyard: ").shown(module).add(" has SQLite linked into it; its use is not watched\n");
  write_stderr(text.view());
}

bool finish() {
  const Uncancelled uncancelled;
  if (!end_once()) return was_violated();
  // Most processes never called SQLite: they are to end as fast as without us.
  if (has_started.load())
    say_end();
  else
    say_if_memory_ran_out();
  return was_violated();
}

void start_over() {
  has_started.store(false);
  has_library.store(false);
  has_file = has_ended = has_told_limit = false;
  tally.forget();
  forget_hits();
  forget_sites();
  forget_result_file();
}

void tell(std::string_view message) {
  const Uncancelled uncancelled;
  Scratch scratch;
  char few[512];  // where memory has run out, and a small stack may as well
  Text text(scratch.data() ? scratch.data() : few, scratch.data() ? Scratch::kSize : sizeof(few));
  write_stderr(text.add("lanyard: ").add(message).add('\n').view());
}

}  // namespace lanyard::record
