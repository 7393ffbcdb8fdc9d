// A violation as a person reads it.
#include <unistd.h>

#include <climits>

#include "runtime/hook/entries.h"
#include "runtime/record/violation.h"

namespace lanyard::record {

namespace {

constexpr std::size_t kMostPython = 16, kMostNative = 8;  // frames shown; the file has all
constexpr std::size_t kWidest = 40;                       // column of places at the most

/// A path as short as it stays clear: below the site's packages or the working directory.
std::string_view shorten(std::string_view path, std::string_view directory) {
  for (const std::string_view packages : {"/site-packages/", "/dist-packages/"}) {
    const std::size_t at = path.find(packages);
    if (at != std::string_view::npos) return tail(path, at + packages.size());
  }
  const bool is_below = !directory.empty() && path.size() > directory.size() &&
                        head(path, directory.size()) == directory && path[directory.size()] == '/';
  return is_below ? tail(path, directory.size() + 1) : path;
}

void add_python(Text& text, const stack::Stack& stack) {
  char directory[PATH_MAX];
  const bool is_known = getcwd(directory, sizeof(directory));
  std::size_t widest = 0;
  for (std::size_t i = 0; i < stack.python_count && i < kMostPython; ++i)
    if (stack.python[i].function.size() > widest) widest = stack.python[i].function.size();
  if (widest > kWidest) widest = kWidest;
  for (std::size_t i = 0; i < stack.python_count && i < kMostPython; ++i) {
    const stack::PythonFrame& frame = stack.python[i];
    const std::size_t line = text.size();
    text.add(i ? "            " : "    Python  ").shown(frame.function).pad(line, 14 + widest);
    text.shown(shorten(frame.file, is_known ? directory : "")).add(':').number(frame.line);
    text.add('\n');
  }
  if (stack.python_count > kMostPython) text.add("            ...\n");
}

void add_native(Text& text, const stack::Stack& stack) {
  std::size_t widest = 1;
  for (std::size_t i = 0; i < stack.native_count && i < kMostNative; ++i)
    if (stack.native[i].symbol.size() > widest) widest = stack.native[i].symbol.size();
  if (widest > kWidest) widest = kWidest;
  for (std::size_t i = 0; i < stack.native_count && i < kMostNative; ++i) {
    const stack::Frame& frame = stack.native[i];
    const std::size_t line = text.size();
    text.add(i ? "            " : "    native  ");
    text.shown(frame.symbol.empty() ? "?" : frame.symbol).pad(line, 14 + widest);
    text.shown(base_name(frame.module)).add("+0x").hex(frame.offset).add('\n');
  }
  if (stack.native_count > kMostNative) text.add("            ...\n");
}

void add_stack(Text& text, const stack::Stack* stack) {
  if (!stack) return;
  add_python(text, *stack);
  add_native(text, *stack);
}

/// What a ThreadId and a ThreadName have both.
template <typename Thread>
void add_id(Text& text, const Thread& thread) {
  text.number(thread.number);
  if (*thread.name) text.add(" \"").shown(thread.name).add('"');
}

void add_thread(Text& text, const track::ThreadName& thread) {
  add_id(text, thread);
  if (thread.has_ended) text.add(" (ended)");
}

/// Whether code is of a library that starts threads for its callers.
bool is_of_threads(const stack::Frame& frame) {
  for (const std::string_view library : {"libstdc++.so", "libc++.so", "libc.so"})
    if (head(base_name(frame.module), library.size()) == library) return true;
  return false;
}

/// The place that matters most of where a thread was started.
void add_place(Text& text, const stack::Stack& stack) {
  if (stack.python_count) {
    const stack::PythonFrame& frame = stack.python[0];
    text.add(" in ").shown(frame.function).add(' ');
    text.shown(base_name(frame.file)).add(':').number(frame.line);
    return;
  }
  std::size_t i = 0;
  while (i < stack.native_count && is_of_threads(stack.native[i])) ++i;
  if (i == stack.native_count) return;
  const stack::Frame& frame = stack.native[i];
  text.add(" in ");
  if (!frame.symbol.empty()) text.shown(frame.symbol).add(' ');
  text.shown(base_name(frame.module)).add("+0x").hex(frame.offset);
}

/// Who started a thread, where, and what it runs; a line of its own.
void add_start(Text& text, const track::ThreadName& thread) {
  if (!thread.starter.number) return;
  add_id(text.add("    started by thread "), thread.starter);
  if (thread.started) add_place(text, *thread.started);
  if (thread.function) {
    const stack::Frame& function = thread.function->native[0];
    text.add(", runs ");
    if (function.symbol.empty())
      text.shown(base_name(function.module)).add("+0x").hex(function.offset);
    else
      text.shown(function.symbol);
  }
  text.add('\n');
}

void add_handle(Text& text, const track::Known& known) {
  text.add(" on a ").add(contract::name(known.kind));
  if (!known.has_connection) return;
  const track::Facts& connection = known.connection;
  const bool is_connection = known.kind == contract::Handle::connection;
  text.add(is_connection ? " to " : " of ");
  if (*connection.file)
    text.shown(base_name(connection.file));
  else
    text.add("a database in memory");
  if (connection.mode != contract::Mode::unknown)
    text.add(" (").add(contract::name(connection.mode)).add(')');
}

/// `before` is where the connection was opened that was told of before, if any.
void add_home(Text& text, const track::Known& known, const stack::Stack* before = nullptr) {
  text.add("home thread ");
  if (!known.has_connection && !known.home) {
    text.add("not known: it has no open connection\n");
    return;
  }
  const track::ThreadName home = track::home_now(known);
  add_thread(text, home);
  if (known.has_connection && known.connection.opened_by == track::kHandedOver)
    text.add(", taken over by lanyard_rebind");
  else if (known.has_connection)
    text.add(", opened by ").add(hook::opener_name(known.connection.opened_by));
  if (before && known.has_connection && known.connection.created == before) {
    text.add(" at the same place\n");
    return;
  }
  add_start(text.add('\n'), home);
  if (known.has_connection) add_stack(text, known.connection.created);
}

/// What the other thread has to do with it, as a line begins.
constexpr struct {
  std::string_view role, phrase;
} kRoles[] = {
    {"inside", "inside it already: thread "},
    {"transaction", "transaction opened by thread "},
    {"state", "state replaced by thread "},
    {"cursor", "execution begun by thread "},
};

void add_other(Text& text, const Party& other) {
  text.add("  ");
  for (const auto& row : kRoles)
    if (row.role == other.role) text.add(row.phrase);
  const track::ThreadName thread = track::name_now(other.thread);
  add_thread(text, thread);
  if (!other.api.empty()) text.add(", in ").add(other.api);
  add_start(text.add('\n'), thread);
  add_stack(text, other.stack);
}

void add_fork(Text& text, const ForkSite& fork) {
  text.add("  forked by process ").number(fork.pid);
  text.add(", via ").add(fork.via).add('\n');
  add_stack(text, fork.stack);
}

/// What made the interpreter make the call, when the program did not.
void add_cause(Text& text, const Side& use) {
  const std::string_view finalizer = use.stack ? use.stack->finalizer : "";
  if (!use.in_collector && finalizer.empty()) return;
  text.add(use.in_collector ? "  run by the garbage collector" : "  run as an object died");
  if (!finalizer.empty()) text.add(", in ").shown(finalizer);
  if (!finalizer.empty() && !use.stack->finalizer_kind.empty())
    text.add(" (").add(use.stack->finalizer_kind).add(')');
  if (!finalizer.empty()) text.add(',');
  text.add(" of a thread that does not own it: close the session on its own thread\n");
}

}  // namespace

void render_text(const Violation& violation, Text& text) {
  text.add("lanyard: ").add(violation.rule).add(": ").add(violation.api);
  add_handle(text, violation.known);
  text.add('\n');
  if (violation.has_sql) text.add("  SQL     ").shown(violation.sql).add('\n');
  if (violation.known.created) {
    text.add(violation.known.kind == contract::Handle::statement ? "  prepared by\n"
                                                                 : "  made by\n");
    add_stack(text, violation.known.created);
  }
  text.add("  used by thread ");
  add_thread(text, violation.use.thread);
  add_start(text.add('\n'), violation.use.thread);
  add_stack(text, violation.use.stack);
  if (violation.other) add_other(text, *violation.other);
  if (violation.fork) add_fork(text, *violation.fork);
  add_home(text.add("  "), violation.known);
  if (const Candidates* others = violation.candidates)
    for (std::size_t i = 0; i < others->count; ++i)
      add_home(text.add("  or "), others->known[i], violation.known.connection.created);
  add_cause(text, violation.use);
  text.add("  lanyard explain ").add(violation.rule).add('\n');
}

}  // namespace lanyard::record
