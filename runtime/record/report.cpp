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
#include "runtime/base/lock.h"
#include "runtime/base/memory.h"
#include "runtime/hook/library.h"
#include "runtime/record/result_file.h"
#include "runtime/record/violation.h"
#include "runtime/stack/depot.h"
#include "runtime/stack/module.h"

namespace lanyard::record {

namespace {

constexpr std::size_t kLongestSql = 200;  // bytes of SQL text in a report
constexpr std::size_t kBuckets = 1024;
constexpr std::size_t kFewFrames = 4;  // when a line with all of them is too long

/// A distinct violation: one rule, one function, the stacks of those who took part.
struct Seen {
  Seen* next;       // in its bucket
  Seen* next_free;  // for the pool
  std::uint64_t hash;
  std::uint64_t count;
  std::uint64_t id;  // 1 for the first one reported
  off_t count_at;    // in the result file; 0 until it is written
};

struct Counts {
  std::uint64_t violations = 0;  // distinct ones that were reported
  std::uint64_t uses = 0;        // uses by a wrong thread, reported or not
  std::uint64_t at_exit = 0;     // uses while shutting down, not in `uses`
  std::uint64_t unreported = 0;  // uses beyond max_reports
};

constinit Options current;
constinit Counts counts;
constinit Seen* seen[kBuckets] = {};
constinit Pool<Seen> pool;
constinit std::atomic<bool> has_started{false};
constinit bool has_file = false;
constinit bool has_ended = false;
constinit std::atomic<bool> has_told_python{false};
constinit pid_t process = 0;  // that the counts and the file belong to

void add_counts(Text& text) {
  text.add("{\"violations\":").number(counts.violations).add(",\"uses\":").number(counts.uses);
  text.add(",\"at_exit\":").number(counts.at_exit);
  text.add(",\"unreported\":").number(counts.unreported).add('}');
}

/// Writes without ever raising SIGPIPE, which would end a program that does not write itself.
void write_unsignalled(int descriptor, std::string_view text) {
  sigset_t pipe, before, pending;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  sigpending(&pending);
  pthread_sigmask(SIG_BLOCK, &pipe, &before);
  const timespec at_once{};
  if (!write_all(descriptor, text) && errno == EPIPE && !sigismember(&pending, SIGPIPE))
    sigtimedwait(&pipe, nullptr, &at_once);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

/// Writes to file descriptor 2, unless it is a regular file open for reading as well: then
/// the program closed stderr, and what took its number may be a database.
void write_stderr(std::string_view text) {
  struct stat now;
  const int flags = fcntl(STDERR_FILENO, F_GETFL);
  if (flags < 0 || fstat(STDERR_FILENO, &now)) return;
  if (S_ISREG(now.st_mode) && (flags & O_ACCMODE) == O_RDWR && !(flags & O_APPEND)) return;
  write_unsignalled(STDERR_FILENO, text);
}

/// Brings one count in the file up to date. Under the lock.
void write_count(const Seen& violation) {
  char digits[kCountWidth + 24];
  Text text(digits, sizeof(digits));
  text.number(violation.count, kCountWidth);
  if (violation.count_at && text.size() == kCountWidth) overwrite(violation.count_at, text.view());
}

/// Counts one more of a violation, or makes it known. Returns nullptr unless it is to be
/// reported now. Under the lock.
Seen* count(std::uint64_t hash) {
  ++counts.uses;
  Seen*& bucket = seen[hash % kBuckets];
  for (Seen* known = bucket; known; known = known->next) {
    if (known->hash != hash) continue;
    ++known->count;
    if (!(known->count & (known->count - 1))) write_count(*known);
    return nullptr;
  }
  Seen* fresh = counts.violations < current.max_reports ? pool.take() : nullptr;
  if (!fresh) {
    ++counts.unreported;
    return nullptr;
  }
  *fresh = {bucket, nullptr, hash, 1, ++counts.violations, 0};
  bucket = fresh;
  return fresh;
}

/// The start of a statement's SQL, copied: the text is the statement's own, and another
/// thread may be finalizing it.
std::string_view copy_sql(const Event& event, char* buffer) {
  if (event.known.kind != contract::Handle::statement) return {};
  if (!event.library || !event.library->sql) return {};
  const char* sql = event.library->sql(event.handle);
  if (!sql) return {};
  constexpr std::size_t kWanted = kLongestSql + 4;  // to see a character that is cut in two
  std::size_t length = read_memory(sql, buffer, kWanted);
  if (!length) {  // the kernel may forbid it, or the text ends close to a page that is not there
    length = strnlen(sql, kWanted);
    std::memcpy(buffer, sql, length);
  }
  return cut({buffer, strnlen(buffer, length)}, kLongestSql);
}

void write_line(const Violation& violation, Seen& entry, char* buffer) {
  std::size_t count_at = 0;
  for (std::size_t frames = current.stack_depth;; frames = kFewFrames) {
    Text line(buffer, Scratch::kSize);
    render_json(violation, frames, line, count_at);
    if (line.overflowed() && frames != kFewFrames) continue;
    Locked locked(locks.report);
    if (line.overflowed() || has_ended) return;
    const off_t start = append_line(line.view());
    if (start < 0) return;
    entry.count_at = start + static_cast<off_t>(count_at);
    if (entry.count > 1) write_count(entry);
    return;
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

/// Tells of a violation that was not seen before.
void tell_first(const Event& event, const Side& use, Seen& entry) {
  Scratch scratch;
  if (!scratch.data()) return;
  char sql[kLongestSql + 8];
  Violation violation(event.known);
  violation.rule = event.rule.id;
  violation.api = event.api.name;
  if (current.sql) violation.sql = copy_sql(event, sql);
  violation.has_sql = !violation.sql.empty();
  if (event.known.kind != contract::Handle::connection && event.known.caller)
    violation.has_caller =
        stack::describe(reinterpret_cast<std::uintptr_t>(event.known.caller) - 1, violation.caller);
  violation.use = use;
  violation.other = event.other;
  violation.fork = event.fork;
  if (current.python) violation.unread_python = stack::unread_python();
  violation.id = entry.id;
  if (has_file)
    write_line(violation, entry, scratch.data());
  else
    write_text(violation, scratch.data());
}

std::uint64_t hash_of(const Event& event, std::uint64_t use) {
  constexpr std::uint64_t kSpread = 0x9e3779b97f4a7c15u;
  const auto identity = [](const void* thing) { return reinterpret_cast<std::uintptr_t>(thing); };
  const std::uint64_t home =
      event.known.has_connection ? identity(event.known.connection.created) : event.known.home;
  const std::uint64_t other = event.other ? identity(event.other->stack) : 0;
  std::uint64_t hash = (use * 31 + home) * kSpread + identity(&event.api);
  hash = hash * kSpread + identity(&event.rule);
  return hash * kSpread + other;
}

/// Counts an event whose caller's stacks hash to `use`. Returns whether on_violation is to
/// act; sets `first` when the event is to be told.
bool count_event(const Event& event, std::uint64_t use, bool at_exit, Seen*& first) {
  Locked locked(locks.report);
  if (at_exit && !current.at_exit) {
    ++counts.at_exit;
    return false;
  }
  first = count(hash_of(event, use));
  return true;
}

void render_start(const hook::Library& library, Text& line) {
  line.add("{\"type\":\"start\",\"tool\":\"lanyard\",\"version\":\"" LANYARD_VERSION "\"");
  line.add(",\"pid\":").number(static_cast<std::uint64_t>(process));
  line.add(",\"exe\":").json(stack::program_path());
  line.add(",\"sqlite\":{\"version\":").json(library.version);
  line.add(",\"path\":").json(library.path);
  line.add("},\"policy\":").json(contract::name(current.policy)).add("}\n");
}

}  // namespace

Options& options() { return current; }

Side this_side() {
  Scratch scratch;
  if (!scratch.data()) return {};
  return side_of(
      stack::Capture(scratch.data(), Scratch::kSize, current.stack_depth, current.python));
}

bool add(const Event& event) {
  if (process != getpid() && event.library) {  // a fork that ran no fork handlers
    start_over();
    start(*event.library);
  }
  Seen* first = nullptr;
  if (event.use) {
    const std::uint64_t hash = event.use->stack ? event.use->stack->hash : 0;
    const bool acts = count_event(event, hash, event.use->at_exit, first);
    if (first) tell_first(event, *event.use, *first);
    return acts;
  }
  Scratch scratch;
  if (!scratch.data()) {
    Locked locked(locks.report);
    ++counts.uses, ++counts.unreported;
    return false;
  }
  const stack::Capture capture(scratch.data(), Scratch::kSize, current.stack_depth, current.python);
  const bool acts = count_event(event, capture.hash, is_exiting(capture), first);
  if (first) tell_first(event, side_of(capture), *first);
  return acts;
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

void start(const hook::Library& library) {
  if (has_started.load(std::memory_order_acquire)) return;
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
    }
    has_started.store(true, std::memory_order_release);
  }
  if (error.size()) tell(error.view());
}

bool finish() {
  Locked locked(locks.report);
  const bool was_violated = counts.uses;
  if (has_ended) return was_violated;
  has_ended = true;
  char buffer[512];
  Text text(buffer, sizeof(buffer));
  if (has_file) {
    for (const Seen* bucket : seen)
      for (const Seen* known = bucket; known; known = known->next) write_count(*known);
    text.add("{\"type\":\"end\",\"counts\":");
    add_counts(text);
    append_line(text.add("}\n").view());
  } else if (was_violated) {
    text.add("lanyard: ").number(counts.violations);
    text.add(counts.violations == 1 ? " violation, " : " violations, ").number(counts.uses);
    text.add(counts.uses == 1 ? " use" : " uses");
    if (current.policy == contract::Policy::owner) text.add(" on a wrong thread");
    if (counts.at_exit) text.add(", ").number(counts.at_exit).add(" more at exit");
    if (counts.unreported) text.add(", ").number(counts.unreported).add(" not reported");
    write_stderr(text.add('\n').view());
  }
  return was_violated;
}

void start_over() {
  has_started.store(false);
  has_file = has_ended = false;
  counts = {};
  for (Seen*& bucket : seen) {
    while (bucket) {
      Seen* gone = bucket;
      bucket = gone->next;
      pool.give(gone);
    }
  }
  forget_result_file();
}

void tell(std::string_view message) {
  Scratch scratch;
  if (!scratch.data()) return;
  Text text(scratch.data(), Scratch::kSize);
  write_stderr(text.add("lanyard: ").add(message).add('\n').view());
}

}  // namespace lanyard::record
