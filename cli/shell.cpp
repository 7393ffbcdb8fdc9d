#include "cli/shell.h"

namespace lanyard::cli {
namespace {

constexpr std::string_view kPlain =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./,:@%";

/// Reads the words one after the other.
class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  bool next(std::string& word, std::string& error) {
    constexpr std::string_view kBlanks = " \t\n";
    at_ = text_.find_first_not_of(kBlanks, at_);
    if (at_ == std::string_view::npos) return false;
    for (; at_ < text_.size() && kBlanks.find(text_[at_]) == std::string_view::npos; ++at_) {
      const char each = text_[at_];
      if (each == '\'' || each == '"') {
        quoted(each, word, error);
        if (!error.empty()) return false;
      } else if (each == '\\' && at_ + 1 < text_.size()) {
        word.push_back(text_[++at_]);
      } else {
        word.push_back(each);
      }
    }
    return true;
  }

 private:
  void quoted(char quote, std::string& word, std::string& error) {
    constexpr std::string_view kEscaped = "\\\"$`";
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
      const bool escapes = quote == '"' && text_[at_] == '\\' && at_ + 1 < text_.size() &&
                           kEscaped.find(text_[at_ + 1]) != std::string_view::npos;
      if (escapes) ++at_;
      word.push_back(text_[at_]);
    }
    if (at_ >= text_.size()) error = std::string("has no closing ") + quote;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::string shell_quoted(std::string_view word) {
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string_view::npos)
    return std::string(word);
  std::string result = "'";
  for (const char each : word) {
    if (each == '\'')
      result += "'\\''";
    else
      result.push_back(each);
  }
  return result + "'";
}

std::optional<std::vector<std::string>> shell_words(std::string_view text, std::string& error) {
  error.clear();
  std::vector<std::string> words;
  Splitter splitter(text);
  for (std::string word; splitter.next(word, error); word.clear()) words.push_back(word);
  if (!error.empty()) return std::nullopt;
  return words;
}

}  // namespace lanyard::cli
