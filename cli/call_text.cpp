#include "cli/call_text.h"

#include <filesystem>
#include <string_view>

#include "cli/file_input.h"

namespace lanyard::cli {
namespace {

constexpr std::uintmax_t kLargestFile = std::uintmax_t{64} << 20;

std::string_view line_of(std::string_view text, unsigned line) {
  for (unsigned i = 1; i < line; ++i) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find('\n'));
}

}  // namespace

// Asked first whether it is a regular file, and of what size: a pipe would be waited for, and so
// would some files of /proc, which all say that they are empty.
const std::optional<std::string>& CallText::read(const std::string& file) {
  const auto [at, is_new] = texts_.try_emplace(file);
  std::error_code failed;
  std::string error;
  if (!is_new || !std::filesystem::is_regular_file(file, failed)) return at->second;
  const auto size = std::filesystem::file_size(file, failed);
  if (size > 0 && size <= kLargestFile) at->second = read_file(file, error);
  return at->second;
}

bool CallText::is_on_line(const std::string& function, const std::vector<std::string>& files,
                          unsigned line) {
  for (const std::string& file : files)
    if (const auto& text = read(file))
      return line_of(*text, line).find(function) != std::string_view::npos;
  return false;
}

bool CallText::is_in_module(const std::string& function, const std::string& module) {
  const auto& bytes = read(module);
  return bytes && bytes->find(function + '\0') != std::string::npos;
}

}  // namespace lanyard::cli
