#include "cli/excerpts.h"

#include <algorithm>
#include <filesystem>
#include <string_view>

#include "cli/file_input.h"

namespace lanyard::cli {
namespace {

// A file that was asked for: its text, and where each of its lines begins.
struct Source {
  std::string text;
  std::vector<std::size_t> starts;
};

// `text` cut to `most` bytes, between two characters.
std::string cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80) --most;
  return std::string(text.substr(0, most)) + "…";
}

class Reader {
 public:
  explicit Reader(const ExcerptLimits& limits) : limits_(limits) {}

  void add(const std::string& file, unsigned line) {
    if (file.empty() || file.front() == '<' || line == 0) return;
    const Source& source = open(file);
    const std::size_t count = source.starts.size();
    if (line > count) return;
    const std::size_t first = line > limits_.around ? line - limits_.around : 1;
    const std::size_t last = std::min<std::size_t>(line + limits_.around, count);
    for (std::size_t number = first; number <= last; ++number) add_line(file, source, number);
  }

  void add(const Stacks& stacks) {
    std::size_t taken = 0;
    for (const PythonFrame& frame : stacks.python)
      if (taken++ < limits_.frames) add(frame.file, frame.line);
    taken = 0;
    for (const NativeFrame& frame : stacks.native)
      if (!is_plumbing(frame) && taken++ < limits_.frames) add(frame.file, frame.line);
  }

  std::map<std::string, Lines> take() { return std::move(lines_); }

 private:
  const Source& open(const std::string& file) {
    const auto [at, is_new] = sources_.try_emplace(file);
    if (is_new) read(file, at->second);
    return at->second;
  }

  // Asked first whether it is a regular file, and of what size: a pipe would be waited for, and
  // so would some files of /proc, which all say that they are empty.
  void read(const std::string& file, Source& source) {
    std::error_code failed;
    if (!std::filesystem::is_regular_file(file, failed)) return;
    const auto size = std::filesystem::file_size(file, failed);
    if (failed || size == 0 || size > limits_.largest_file || size > limits_.cached_bytes - cached_)
      return;
    std::string unused;
    auto text = read_file(file, unused);
    // A file with NULs is no source.
    if (!text || text->find('\0') != std::string::npos) return;
    source.text = std::move(*text);
    cached_ += std::min(source.text.size(), limits_.cached_bytes - cached_);
    for (std::size_t at = 0; at < source.text.size();) {
      source.starts.push_back(at);
      const std::size_t end = source.text.find('\n', at);
      at = end == std::string::npos ? source.text.size() : end + 1;
    }
  }

  void add_line(const std::string& file, const Source& source, std::size_t number) {
    if (used_ >= limits_.all_bytes) return;
    const auto [at, is_new] = lines_[file].try_emplace(static_cast<unsigned>(number));
    if (!is_new) return;
    const std::size_t start = source.starts[number - 1];
    std::string_view line = std::string_view(source.text).substr(start);
    line = line.substr(0, line.find('\n'));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    at->second = cut(line, limits_.line_bytes);
    used_ += at->second.size() + sizeof(number);
  }

  const ExcerptLimits& limits_;
  std::map<std::string, Source> sources_;
  std::map<std::string, Lines> lines_;
  std::size_t used_ = 0;
  std::size_t cached_ = 0;
};

void add_thread(Reader& reader, const Thread& thread) {
  if (thread.started) reader.add(*thread.started);
}

void add_finding(Reader& reader, const Finding& finding) {
  if (finding.where) reader.add(finding.where->file, finding.where->line);
  for (const Step& step : finding.steps) reader.add(step.where.file, step.where.line);
  for (const Edit& edit : finding.edits) reader.add(edit.where.file, edit.where.line);
  each_stack(finding, [&](const Stacks& stacks) { reader.add(stacks); });
  if (finding.handle.caller) reader.add(finding.handle.caller->file, finding.handle.caller->line);
  if (finding.use) add_thread(reader, finding.use->thread);
  if (finding.home) add_thread(reader, finding.home->thread);
  if (finding.other) add_thread(reader, finding.other->thread);
  for (const Candidate& candidate : finding.candidates) reader.add(candidate.home);
  if (!finding.join) return;
  for (const Finding& violation : finding.join->confirmed_by) add_finding(reader, violation);
}

}  // namespace

std::map<std::string, Lines> read_excerpts(const Report& report, const ExcerptLimits& limits) {
  Reader reader(limits);
  for (const Finding& finding : report.findings) add_finding(reader, finding);
  return reader.take();
}

}  // namespace lanyard::cli
