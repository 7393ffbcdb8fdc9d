// Python's own refusal; see python_refused.h.
#include "runtime/hook/python_refused.h"

#include <atomic>
#include <cstdarg>
#include <cstring>

#include "runtime/base/lock.h"
#include "runtime/base/memory.h"
#include "runtime/hook/process.h"
#include "runtime/hook/slots.h"
#include "runtime/record/report.h"

namespace lanyard::hook {

namespace {

constexpr const contract::Rule& kRule = *contract::find_rule("python-refused");
// What a report names: no function of SQLite's was called, and the program saw this.
constexpr contract::Function kApi{"sqlite3.ProgrammingError", "", contract::Act::any_thread,
                                  contract::Handle::connection};
// The start of the format, from Python 2.5 to 3.13; the idents of the thread that made the
// object and of this one follow, as %ld or %lu.
constexpr std::string_view kSentence =
    "SQLite objects created in a thread can only be used in that same thread";
constexpr std::size_t kMostModules = 64;

using FormatV = void* (*)(void* exception, const char* format, std::va_list arguments);

constinit std::atomic<FormatV> real_format{nullptr};  // PyErr_FormatV
constinit stack::Range modules[kMostModules] = {};    // looked at already
constinit std::atomic<std::size_t> module_count{0};

bool is_known(const void* caller) {
  const std::size_t count = module_count.load(std::memory_order_acquire);
  for (std::size_t i = 0; i < count; ++i)
    if (modules[i].contains(caller)) return true;
  return count == kMostModules;
}

void remember(const stack::Range& text) {
  Locked locked(locks.python);
  const std::size_t count = module_count.load(std::memory_order_relaxed);
  if (count == kMostModules) return;
  modules[count] = text;
  module_count.store(count + 1, std::memory_order_release);
}

/// Reports the attempt of the calling thread on an object that a thread `ident` made. Which
/// object it was Python does not tell: a connection, or what it is the connection of.
void report_refusal(std::uintptr_t ident) {
  if (!is_checking() || !contract::is_reported(kRule.policy, record::options().policy)) return;
  Guard guard;
  Scratch scratch;
  if (guard.is_again() || !scratch.data()) return;
  auto* known = reinterpret_cast<track::Known*>(scratch.data());
  const std::size_t count = track::find_opened_by(ident, known, 1 + record::kMostCandidates);
  if (!count) *known = track::Known{}, known->kind = contract::Handle::connection;
  const record::Candidates others{known + 1, count ? count - 1 : 0};
  // The interpreter changes how it makes a call as it learns; the place in Python stays.
  record::report({.rule = kRule,
                  .api = kApi,
                  .handle = nullptr,
                  .known = known[0],
                  .library = nullptr,
                  .candidates = &others,
                  .in_python = true});
}

/// Stands in front of PyErr_Format for the modules that are watched.
void* format_error(void* exception, const char* format, ...) {
  std::va_list arguments;
  va_start(arguments, format);
  if (!std::strncmp(format, kSentence.data(), kSentence.size())) {
    std::va_list idents;
    va_copy(idents, arguments);
    report_refusal(va_arg(idents, unsigned long));
    va_end(idents);
  }
  void* answer = real_format.load(std::memory_order_acquire)(exception, format, arguments);
  va_end(arguments);
  return answer;
}

}  // namespace

void watch_refusals(const void* caller) {
  if (is_known(caller)) return;
  if (!real_format.load(std::memory_order_relaxed)) {
    const auto real = reinterpret_cast<FormatV>(stack::find_symbol("PyErr_FormatV"));
    if (!real) return;  // no Python so far
    real_format.store(real, std::memory_order_release);
  }
  stack::Range text;
  stack::find_module([&](const stack::Module& module) {
    if (!module.contains(reinterpret_cast<std::uintptr_t>(caller))) return false;
    text = module.text();
    redirect(module, "PyErr_Format", reinterpret_cast<void*>(&format_error));
    return true;
  });
  remember(text);
}

}  // namespace lanyard::hook
