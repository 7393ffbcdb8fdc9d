// What SQLite allows, once: the vocabulary of the contract.
//
// Both halves of Lanyard enforce one contract. The runtime's entry points are
// generated from these tables, the checker asks them which calls use a handle,
// and docs/contract.md is printed from them. The rows stand in functions.h,
// rules.h and policies.h; this file says what their columns mean. Everything is
// constexpr and needs nothing but the C++17 core headers, so that the shim, which
// has no C++ library to link, can use it too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lanyard::contract {

/// The SQLite objects that a thread can hold. The first six after `none` are the
/// handles Lanyard follows; a value, a context and an index_info live only while
/// SQLite runs a callback, on the thread that runs it.
enum class Handle : std::uint8_t {
  none,
  connection,  // sqlite3*
  statement,   // sqlite3_stmt*
  blob,        // sqlite3_blob*
  backup,      // sqlite3_backup*
  session,     // sqlite3_session*
  iterator,    // sqlite3_changeset_iter*
  context,     // sqlite3_context*
  value,       // sqlite3_value*
  index_info,  // sqlite3_index_info*
};

/// What a call does to its handle.
enum class Act : std::uint8_t {
  global,      // takes no handle: any thread may call it
  setup,       // takes no handle: no other SQLite call may run on any thread
  open,        // creates a connection
  derive,      // creates a handle, from `handle` where there is one
  use,         // reads or changes the handle
  read_state,  // reads what the connection's last call left (errmsg, rowid, changes)
  release,     // ends the handle
  any_thread,  // takes a handle, and is documented to be safe from any thread
  callback,    // takes an object that belongs to the running callback
};

/// Facts about a call that do not change what it does.
enum Flag : std::uint8_t {
  takes_mutex = 0,
  no_mutex = 1,     // takes no connection mutex even in serialized mode (SQLite 3.40.1's source)
  variadic = 2,     // ends in `...`
  result_code = 4,  // answers an SQLite result code, so a refusal can say SQLITE_MISUSE
};

/// What the call has to do with the state that threads which share a connection share too.
enum class Part : std::uint8_t {
  none,
  run,      // runs SQL from text: statements, and whatever a transaction is opened by
  step,     // runs a statement
  bind,     // prepares an execution of a statement
  column,   // reads a statement's current row
  reset,    // ends an execution, or takes its bindings away
  write,    // changes a row past SQL
  rowid,    // reads last_insert_rowid
  changes,  // reads how many rows were changed
  error,    // reads what the last error was
};

/// What calls answer, as far as it matters here; the values are part of SQLite's interface
/// (sqlite3.h, "Result Codes").
namespace result {
inline constexpr int ok = 0;
inline constexpr int busy = 5;
inline constexpr int misuse = 21;
inline constexpr int row = 100;   // sqlite3_step: there is a row
inline constexpr int done = 101;  // sqlite3_step: there is none left
}  // namespace result

/// What the ways to choose a mode say; the values are part of SQLite's interface (sqlite3.h,
/// "Flags For File Open Operations" and "Configuration Options").
namespace open_flag {
inline constexpr std::int64_t no_mutex = 0x8000;
inline constexpr std::int64_t full_mutex = 0x10000;
}  // namespace open_flag
namespace config {
inline constexpr std::int64_t single_thread = 1;
inline constexpr std::int64_t multi_thread = 2;
inline constexpr std::int64_t serialized = 3;
}  // namespace config

/// The bit of an argument in Function::pointers.
constexpr std::uint8_t bit(int position) { return static_cast<std::uint8_t>(1 << position); }

/// An argument position: 0 is the first argument.
using Position = std::int8_t;
inline constexpr Position kNowhere = -1;
inline constexpr Position kReturned = 127;  // the handle is what the call returns

/// Text that stands in its row, and ends with a NUL. A pointer to it would have to be relocated,
/// with the page around it, in every process that the shim is loaded into. It cannot be copied,
/// so what is read of it lives as long as the row.
template <std::size_t kSize>
class InPlace {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): it is written as text.
  constexpr InPlace(const char* text) {
    while ((text_[length_] = text[length_]) != '\0') ++length_;
  }

  InPlace(const InPlace&) = delete;
  InPlace& operator=(const InPlace&) = delete;

  // NOLINTNEXTLINE(google-explicit-constructor): and read as text.
  constexpr operator std::string_view() const& { return {text_, length_}; }
  friend constexpr bool operator==(const InPlace& text, std::string_view other) {
    return std::string_view(text) == other;
  }

 private:
  char text_[kSize]{};
  std::uint8_t length_ = 0;
};

/// One function of SQLite's C interface.
///
/// `signature` is the machine's view of the declaration, `R(AAA)` with one letter
/// a type: p pointer, i int, u unsigned int, l sqlite3_int64, w sqlite3_uint64,
/// d double, b char, c unsigned char, z unsigned long, v void, `.` for `...`.
struct Function {
  InPlace<32> name;
  InPlace<14> signature;
  Act act;
  Handle handle = Handle::none;         // the kind of handle it takes
  Position argument = kNowhere;         // where it takes it
  Handle made = Handle::none;           // the kind of handle it creates
  Position made_argument = kNowhere;    // the out-parameter it is stored through, or kReturned
  std::uint8_t flags = takes_mutex;     // Flag, or-ed
  Position second_argument = kNowhere;  // where it takes a second handle that it uses
  Part part = Part::none;               // in the state that a connection's threads share
  Handle second = Handle::none;         // the kind of that second handle
  std::uint8_t pointers = 0;            // a bit for each argument that it stores a pointer through

  /// The letter of what it returns.
  constexpr char result() const { return std::string_view(signature).front(); }
  /// The letters of what it takes.
  constexpr std::string_view arguments() const {
    const std::string_view all = signature;
    return all.substr(2, all.size() - 3);
  }
};

/// How strict a project wants to be; each policy is also a row of policies.h.
enum class Policy : std::uint8_t { owner, exclusive, serialized };

/// What a finding means for the program. `error`: SQLite's own contract is broken.
/// `warning`: the call is safe, and what it answers can mislead. `note`: only the
/// project's own policy is broken.
enum class Severity : std::uint8_t { note, warning, error };

/// How SQLite protects one connection. `unknown` where nobody could tell.
enum class Mode : std::uint8_t { unknown, single_thread, multi_thread, serialized };

/// The mode that the flags of sqlite3_open_v2 ask for; `unknown` leaves it to the library.
constexpr Mode mode_of_open_flags(std::int64_t flags) {
  if (flags & open_flag::no_mutex) return Mode::multi_thread;
  return flags & open_flag::full_mutex ? Mode::serialized : Mode::unknown;
}

/// The mode that an option of sqlite3_config asks for; `unknown` for options of other things.
constexpr Mode mode_of_config(std::int64_t option) {
  if (option == config::single_thread) return Mode::single_thread;
  if (option == config::multi_thread) return Mode::multi_thread;
  return option == config::serialized ? Mode::serialized : Mode::unknown;
}

/// The mode of a library that was compiled with this value of SQLITE_THREADSAFE
/// (sqlite.org/compile.html#threadsafe).
constexpr Mode mode_of_threadsafe(std::int64_t value) {
  if (value == 0) return Mode::single_thread;
  return value == 2 ? Mode::multi_thread : Mode::serialized;
}

/// What the text of a statement does, as far as its first word tells.
enum class Sql : std::uint8_t {
  unknown,
  reads,   // changes nothing, and counts no rows
  writes,  // or may
  begins,  // a transaction, which later calls take part in
  ends,    // it
};

/// Classifies SQL text (sqlite.org/lang.html). Text with a whole transaction in it writes.
constexpr Sql sql_of(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; };
  while (!text.empty() && (is_space(text.front()) || text.front() == ';')) text.remove_prefix(1);
  const auto starts_with = [&](std::string_view word) {
    if (text.size() < word.size()) return false;
    for (std::size_t i = 0; i != word.size(); ++i) {
      const char c = text[i];
      if ((c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c) != word[i]) return false;
    }
    return true;
  };
  const std::size_t semicolon = text.find(';');
  bool is_one = true;
  if (semicolon != std::string_view::npos)
    for (const char c : text.substr(semicolon + 1)) is_one &= is_space(c) || c == ';';
  if (text.empty()) return Sql::unknown;
  if (!is_one) return Sql::writes;
  for (const std::string_view word : {"SELECT", "EXPLAIN", "VALUES"})
    if (starts_with(word)) return Sql::reads;
  for (const std::string_view word : {"BEGIN", "SAVEPOINT"})
    if (starts_with(word)) return Sql::begins;
  for (const std::string_view word : {"COMMIT", "END", "ROLLBACK", "RELEASE"})
    if (starts_with(word)) return Sql::ends;
  return Sql::writes;
}

/// Which half of Lanyard reports a rule.
enum class Half : std::uint8_t { runtime, checker };

/// Whether Lanyard follows handles of this kind from thread to thread.
constexpr bool is_followed(Handle kind) {
  return kind >= Handle::connection && kind <= Handle::iterator;
}

/// Whether a call of this function by a thread counts as that thread's use of a
/// followed handle. False for what any thread may call.
constexpr bool is_use(const Function& function) {
  switch (function.act) {
    case Act::derive:
    case Act::use:
    case Act::read_state:
    case Act::release: return is_followed(function.handle);
    default: return false;
  }
}

/// Whether the second handle that the call uses is one that other threads may use meanwhile, as
/// long as it has a mutex: a backup's source (sqlite.org/c3ref/backup_finish.html).
constexpr bool lends_second(const Function& function) {
  return function.second == Handle::connection;
}

/// Whether the call creates a handle that Lanyard follows.
constexpr bool creates(const Function& function) { return is_followed(function.made); }

/// The word for a kind of handle, as reports and result files write it.
constexpr std::string_view name(Handle kind) {
  switch (kind) {
    case Handle::connection: return "connection";
    case Handle::statement: return "statement";
    case Handle::blob: return "blob";
    case Handle::backup: return "backup";
    case Handle::session: return "session";
    case Handle::iterator: return "changeset iterator";
    case Handle::context: return "context";
    case Handle::value: return "value";
    case Handle::index_info: return "index info";
    case Handle::none: break;
  }
  return "none";
}

/// The C type a handle of this kind is a pointer to, or "" for `none`.
constexpr std::string_view c_type(Handle kind) {
  switch (kind) {
    case Handle::connection: return "sqlite3";
    case Handle::statement: return "sqlite3_stmt";
    case Handle::blob: return "sqlite3_blob";
    case Handle::backup: return "sqlite3_backup";
    case Handle::session: return "sqlite3_session";
    case Handle::iterator: return "sqlite3_changeset_iter";
    case Handle::context: return "sqlite3_context";
    case Handle::value: return "sqlite3_value";
    case Handle::index_info: return "sqlite3_index_info";
    case Handle::none: break;
  }
  return "";
}

constexpr std::string_view name(Severity severity) {
  switch (severity) {
    case Severity::note: return "note";
    case Severity::warning: return "warning";
    case Severity::error: break;
  }
  return "error";
}

constexpr std::string_view name(Mode mode) {
  switch (mode) {
    case Mode::single_thread: return "single-thread";
    case Mode::multi_thread: return "multi-thread";
    case Mode::serialized: return "serialized";
    case Mode::unknown: break;
  }
  return "unknown";
}

constexpr std::string_view name(Sql sql) {
  switch (sql) {
    case Sql::reads: return "reads";
    case Sql::writes: return "writes";
    case Sql::begins: return "begins";
    case Sql::ends: return "ends";
    case Sql::unknown: break;
  }
  return "unknown";
}

constexpr std::string_view name(Part part) {
  switch (part) {
    case Part::none: return "";
    case Part::run: return "runs SQL";
    case Part::step: return "runs the statement";
    case Part::bind: return "begins an execution";
    case Part::column: return "reads the row";
    case Part::reset: return "ends the execution";
    case Part::write: return "writes a row";
    case Part::rowid: return "reads the rowid";
    case Part::changes: return "reads the count";
    case Part::error: break;
  }
  return "reads the error";
}

constexpr std::string_view name(Act act) {
  switch (act) {
    case Act::global: return "global";
    case Act::setup: return "setup";
    case Act::open: return "open";
    case Act::derive: return "derive";
    case Act::use: return "use";
    case Act::read_state: return "read state";
    case Act::release: return "release";
    case Act::any_thread: return "any thread";
    case Act::callback: break;
  }
  return "callback";
}

}  // namespace lanyard::contract
