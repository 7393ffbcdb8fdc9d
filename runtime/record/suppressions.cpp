// The user's suppressions; see suppressions.h.
#include "runtime/record/suppressions.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "runtime/base/memory.h"
#include "runtime/record/violation.h"

namespace lanyard::record {

namespace {

constinit Suppressions all;

using contract::SuppressionPattern;

/// Reads all of an open file into memory that is kept. On failure returns false with errno
/// set.
bool read_all(int file, std::string_view& text) {
  struct stat status;
  if (fstat(file, &status)) return false;
  if (!S_ISREG(status.st_mode)) return errno = S_ISDIR(status.st_mode) ? EISDIR : EINVAL, false;
  const auto size = static_cast<std::size_t>(status.st_size);
  auto* bytes = static_cast<char*>(map_pages(size + 1));
  if (!bytes) return errno = ENOMEM, false;
  std::size_t length = 0;
  while (length < size) {
    const ssize_t got = read(file, bytes + length, size - length);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return false;
    if (!got) break;
    length += static_cast<std::size_t>(got);
  }
  text = {bytes, length};
  return true;
}

bool read_file(const char* path, std::string_view& text) {
  // Not to wait for the other end of a pipe, should it be one.
  const int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (file < 0) return false;
  const bool is_read = read_all(file, text);
  const int reason = errno;
  close(file);
  errno = reason;
  return is_read;
}

/// Room for as many suppressions as `text` has lines; nullptr with errno set.
Suppression* make_room(std::string_view text) {
  std::size_t lines = 1;
  for (const char character : text) lines += character == '\n';
  return static_cast<Suppression*>(map_pages(lines * sizeof(Suppression)));
}

/// Takes the first line off `text`.
std::string_view next_line(std::string_view& text) {
  const std::string_view line = head(text, text.find('\n'));
  text = tail(text, line.size() + 1);
  return line;
}

Text& name_place(Text& error, const char* path, unsigned line) {
  return error.shown(path).add(':').number(line).add(": ");
}

bool is_named(const SuppressionPattern& pattern, const stack::Frame& frame) {
  return pattern.names(frame.symbol) || pattern.names_path(frame.module);
}

bool is_named(const SuppressionPattern& pattern, const stack::Stack* stack) {
  if (!stack) return false;
  if (pattern.names(stack->finalizer)) return true;
  for (std::size_t i = 0; i < stack->native_count; ++i)
    if (is_named(pattern, stack->native[i])) return true;
  for (std::size_t i = 0; i < stack->python_count; ++i) {
    const stack::PythonFrame& frame = stack->python[i];
    if (pattern.names(frame.function) || pattern.names_path(frame.file)) return true;
  }
  return false;
}

bool is_matched(const SuppressionPattern& pattern, const Violation& violation) {
  if (!pattern.is_for(violation.rule)) return false;
  if (pattern.names(violation.api) || is_named(pattern, violation.use.stack)) return true;
  if (violation.has_caller && is_named(pattern, violation.caller)) return true;
  if (is_named(pattern, violation.known.created)) return true;
  if (violation.other && is_named(pattern, violation.other->stack)) return true;
  if (violation.fork && is_named(pattern, violation.fork->stack)) return true;
  if (!violation.known.has_connection) return false;
  const track::Facts& connection = violation.known.connection;
  return pattern.names_path(connection.file) || is_named(pattern, connection.created);
}

}  // namespace

const Suppressions& suppressions() { return all; }

bool read_suppressions(const char* path, Text& error) {
  all = {};
  if (!*path) return true;
  std::string_view text;
  Suppression* kept = nullptr;
  if (!read_file(path, text) || !(kept = make_room(text))) {
    char reason[128];
    error.add("cannot read the suppressions '").shown(path).add("': ");
    error.add(strerror_r(errno, reason, sizeof(reason)));
    return false;
  }
  std::size_t count = 0;
  for (unsigned number = 1; !text.empty(); ++number) {
    const contract::SuppressionLine line = contract::read_suppression(next_line(text));
    if (!line.complaint.empty()) {
      name_place(error, path, number).add('\'').shown(line.text).add("' ").add(line.complaint);
      return false;
    }
    // One file serves both halves; what is for the checker never matches here.
    if (line.pattern.is_for(contract::Half::runtime))
      kept[count++] = {line.pattern, line.text, number, 0};
  }
  all = {path, kept, count};
  return true;
}

Suppression* matching(const Violation& violation) {
  for (Suppression& suppression : all)
    if (is_matched(suppression.pattern, violation)) return &suppression;
  return nullptr;
}

void forget_hits() {
  for (Suppression& suppression : all) suppression.hits = 0;
}

}  // namespace lanyard::record
