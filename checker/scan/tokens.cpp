#include "checker/scan/tokens.h"

namespace lanyard::scan {
namespace {

bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name(char c) { return is_name_start(c) || is_digit(c); }

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::vector<Token> take() {
    while (at_ < text_.size()) step();
    if (in_directive_) add('L', 0);
    return std::move(found_);
  }

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  void add(char kind, std::size_t size) {
    found_.push_back({kind, text_.substr(at_, size), 0});
    at_ += size;
  }

  void step() {
    const char c = peek();
    if (c == '\n') return end_line();
    if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v') {
      ++at_;
      return;
    }
    if (c == '\\' && (peek(1) == '\n' || peek(1) == '\r')) {
      at_ += peek(1) == '\r' && peek(2) == '\n' ? 3 : 2;
      return;
    }
    if (c == '/' && (peek(1) == '/' || peek(1) == '*')) return comment();
    const bool begins = line_is_empty_;
    line_is_empty_ = false;
    if (c == '#' && begins) {
      in_directive_ = true;
      return add('#', 1);
    }
    if (is_name_start(c)) return name();
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number();
    if (c == '"' || c == '\'') return literal(c);
    if (c == ':' && peek(1) == ':') return add('c', 2);
    if (c == '-' && peek(1) == '>') return add('>', 2);
    add(c, 1);
  }

  void end_line() {
    if (in_directive_) found_.push_back({'L', {}, 0});
    in_directive_ = false;
    line_is_empty_ = true;
    ++at_;
  }

  void comment() {
    const bool is_block = peek(1) == '*';
    at_ += 2;
    if (is_block) {
      const std::size_t end = text_.find("*/", at_);
      at_ = end == std::string_view::npos ? text_.size() : end + 2;
      return;
    }
    for (; at_ < text_.size() && peek() != '\n'; ++at_)
      if (peek() == '\\' && peek(1) == '\n') ++at_;
  }

  void name() {
    const std::size_t start = at_;
    while (is_name(peek())) ++at_;
    const std::string_view found = text_.substr(start, at_ - start);
    if (peek() == '"' &&
        (found == "R" || found == "u8R" || found == "uR" || found == "UR" || found == "LR"))
      return raw();
    if ((peek() == '"' || peek() == '\'') &&
        (found == "L" || found == "u" || found == "U" || found == "u8"))
      return literal(peek());
    found_.push_back({'a', found, word(found)});
  }

  void raw() {
    const std::size_t open = text_.find('(', at_);
    if (open == std::string_view::npos) return literal('"');
    const std::string end = ")" + std::string(text_.substr(at_ + 1, open - at_ - 1)) + "\"";
    const std::size_t close = text_.find(end, open);
    at_ = close == std::string_view::npos ? text_.size() : close + end.size();
    found_.push_back({'0', {}, 0});
  }

  void number() {
    const auto is_exponent = [](char c) { return c == 'e' || c == 'E' || c == 'p' || c == 'P'; };
    for (char last = 0; at_ < text_.size(); last = peek(), ++at_) {
      const bool sign = (peek() == '+' || peek() == '-') && is_exponent(last);
      const bool separator = peek() == '\'' && is_name(peek(1));
      if (!is_name(peek()) && peek() != '.' && !sign && !separator) break;
    }
    found_.push_back({'0', {}, 0});
  }

  // An open one ends with its line: an apostrophe in a text that an #if leaves out.
  void literal(char quote) {
    const std::size_t start = at_++;
    while (at_ < text_.size() && peek() != quote && peek() != '\n')
      at_ += peek() == '\\' && at_ + 1 < text_.size() ? 2 : 1;
    if (peek() == quote) ++at_;
    found_.push_back({'0', text_.substr(start, at_ - start), 0});
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool line_is_empty_ = true;
  bool in_directive_ = false;
  std::vector<Token> found_;
};

}  // namespace

std::vector<Token> tokens(std::string_view text) { return Lexer(text).take(); }

}  // namespace lanyard::scan
