#include "cli/arguments.h"

#include <algorithm>
#include <iterator>

namespace lanyard::cli {
namespace {

// Whether the word is an option whose value is the next word.
bool takes_next(const CLI::App& verb, const std::string& word) {
  const CLI::Option* option = verb.get_option_no_throw(word);
  return option != nullptr && option->get_items_expected_max() > 0;
}

}  // namespace

std::vector<std::string> cut_command(const CLI::App& verb, std::vector<std::string>& words) {
  auto at = words.begin();
  while (at != words.end() && *at != "--" && at->size() > 1 && at->front() == '-')
    at += takes_next(verb, *at) && std::next(at) != words.end() ? 2 : 1;
  const auto command = at != words.end() && *at == "--" ? std::next(at) : at;
  std::vector<std::string> cut(command, words.end());
  words.erase(at, words.end());
  return cut;
}

std::optional<std::vector<std::string>> cut_flags(std::vector<std::string>& words) {
  const auto at = std::find(words.begin(), words.end(), "--");
  if (at == words.end()) return std::nullopt;
  std::vector<std::string> flags(std::next(at), words.end());
  words.erase(at, words.end());
  return flags;
}

}  // namespace lanyard::cli
