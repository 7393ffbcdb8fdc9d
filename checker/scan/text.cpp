#include "checker/scan/text.h"

#include <algorithm>
#include <unordered_set>

#include "checker/scan/tokens.h"

namespace lanyard::scan {
namespace {

// Words that stand before an expression, so that `word name(` is no declaration of `name`.
// Qt's `emit` is a macro for nothing.
bool precedes_expression(std::string_view text) {
  static const std::unordered_set<std::string_view> kWords = {
      "return", "else",   "do",       "throw",     "new",      "delete", "goto",    "case",
      "sizeof", "and",    "or",       "not",       "if",       "while",  "for",     "switch",
      "emit",   "Q_EMIT", "co_await", "co_return", "co_yield", "catch",  "alignof", "typeid"};
  return kWords.count(text) != 0;
}

bool names_a_type(std::string_view text) {
  return text == "class" || text == "struct" || text == "union" || text == "enum" ||
         text == "friend" || text == "typename";
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : tokens_(tokens(text)) {}

  Text take() {
    for (at_ = 0; at_ < tokens_.size(); ++at_) {
      if (kind(at_) == '#')
        directive();
      else if (kind(at_) == 'a')
        name();
    }
    for (Words* each : {&found_.names, &found_.uses, &found_.definitions}) {
      std::sort(each->begin(), each->end());
      each->erase(std::unique(each->begin(), each->end()), each->end());
    }
    return std::move(found_);
  }

 private:
  char kind(std::size_t at) const { return at < tokens_.size() ? tokens_[at].kind : '\0'; }

  void directive() {
    const std::string_view word = kind(at_ + 1) == 'a' ? tokens_[at_ + 1].text : "";
    std::size_t end = at_ + 1;
    while (end < tokens_.size() && kind(end) != 'L') ++end;
    if (word == "include" || word == "include_next" || word == "import") {
      include(at_ + 2, end, word == "include_next");
    } else {
      // What a macro says, its users say; what it is called and asks for, nobody does.
      const bool defines = word == "define";
      for (std::size_t i = at_ + 2; i < end; ++i) {
        if (kind(i) != 'a') continue;
        found_.names.push_back(tokens_[i].name);
        if (defines && i > at_ + 2) found_.uses.push_back(tokens_[i].name);
      }
    }
    at_ = end;
  }

  void include(std::size_t at, std::size_t end, bool next) {
    if (kind(at) == '0' && tokens_[at].text.size() > 2) {
      const std::string_view quoted = tokens_[at].text;
      found_.includes.push_back({std::string(quoted.substr(1, quoted.size() - 2)), true, next});
    } else if (kind(at) == '<' && at + 1 < end) {
      // The name is all that stands between, blanks and all.
      const char* from = tokens_[at].text.data() + 1;
      std::size_t close = at + 1;
      while (close < end && tokens_[close].text.substr(0, 1) != ">") ++close;
      if (close == end) {
        found_.is_opaque = true;
        return;
      }
      const auto size = static_cast<std::size_t>(tokens_[close].text.data() - from);
      found_.includes.push_back({std::string(from, size), false, next});
    } else {
      found_.is_opaque = true;
    }
  }

  // The token after the parenthesis that closes the one at `open`, or the end.
  std::size_t after_group(std::size_t open) const {
    int depth = 0;
    for (std::size_t i = open; i < tokens_.size(); ++i) {
      if (kind(i) == '(') ++depth;
      if (kind(i) == ')' && --depth == 0) return i + 1;
      if (kind(i) == '{' || kind(i) == ';') {
        // A lambda among the arguments, a for: no parameters, at any rate.
        return tokens_.size();
      }
    }
    return tokens_.size();
  }

  // Whether what stands before `at` is a type, so that `at` is the name that is declared.
  bool follows_type(std::size_t at) const {
    bool has_type = false;
    int angles = 0;
    while (at-- != 0) {
      const char each = kind(at);
      if (each == 'a') {
        if (precedes_expression(tokens_[at].text)) return false;
        // `Class::name` has a type before it only if more stands there.
        has_type |= kind(at + 1) != 'c';
      } else if (each == '>' && tokens_[at].text.size() == 1) {
        ++angles;
      } else if (each == '<') {
        --angles;
      } else if (each == ';' || each == '{' || each == '}' || each == ':' || each == 'L' ||
                 each == ')') {
        break;
      } else if (each != 'c' && each != '*' && each != '&' && each != '~' && each != '[' &&
                 each != ']' && (angles <= 0 || (each != ',' && each != '0'))) {
        return false;
      }
    }
    return has_type;
  }

  // What follows a parameter list: ';' for a declaration, '{' for what may be a body, or 0.
  char ending(std::size_t at) const {
    for (; at < tokens_.size(); ++at) {
      const char each = kind(at);
      if (each == ';') return ';';
      if (each == '{' || each == ':') return '{';
      if (each == '(') {
        at = after_group(at) - 1;
        continue;
      }
      // K&R: the parameters' declarations follow, each with its semicolon.
      if (each == 'a' && kind(at + 1) == 'a' && !is_specifier(tokens_[at].text)) return '{';
      const bool goes_on = each == 'a' || each == '>' || each == '<' || each == 'c' ||
                           each == '&' || each == '*' || each == '[' || each == ']' ||
                           each == '=' || each == '0';
      if (!goes_on) return 0;
    }
    return 0;
  }

  static bool is_specifier(std::string_view text) {
    return text == "const" || text == "volatile" || text == "override" || text == "final" ||
           text == "noexcept" || text == "throw" || text == "requires" || text == "try" ||
           text.substr(0, 2) == "__";
  }

  void name() {
    const Token& token = tokens_[at_];
    found_.names.push_back(token.name);
    const char before = at_ == 0 ? '\0' : kind(at_ - 1), after = kind(at_ + 1);
    if (token.text == "extern" && after == 'a') return external();
    if (after == '(') return function(token.name);
    const bool is_mere_name = after == '&' || after == '*' || after == 'c' ||
                              (before == 'a' && names_a_type(tokens_[at_ - 1].text));
    if (token.text == "import" && (before == ';' || before == '\0' || before == 'L'))
      found_.is_opaque = true;
    if (before == 'a' && names_a_type(tokens_[at_ - 1].text)) classes_.insert(token.name);
    if (!is_mere_name) found_.uses.push_back(token.name);
  }

  void function(Word name) {
    const std::size_t next = after_group(at_ + 1);
    const char end = ending(next);
    const bool declares = follows_type(at_) || (end != 0 && is_constructor(name));
    if (end == '{') {
      found_.definitions.push_back(name);
      // A macro that defines what it is given: TEST(Suite, name) {
      if (!declares)
        for (std::size_t i = at_ + 2; i + 1 < next; ++i)
          if (kind(i) == 'a') found_.definitions.push_back(tokens_[i].name);
    }
    if (!declares || end == 0) found_.uses.push_back(name);
  }

  // Whether `name(` begins a declaration in the class of that name, or ends `~name(`.
  bool is_constructor(Word name) const {
    if (classes_.count(name) == 0 || at_ == 0) return false;
    const char before = kind(at_ - 1);
    const std::string_view text = tokens_[at_ - 1].text;
    return before == ';' || before == '{' || before == '}' || before == ':' || before == '~' ||
           before == 'L' || text == "explicit" || text == "constexpr" || text == "inline";
  }

  // `extern Type name;` declares, and nothing more.
  void external() {
    std::size_t end = at_ + 1;
    for (; end < tokens_.size(); ++end) {
      const char each = kind(end);
      if (each == '(' || each == '{' || each == '=') return;  // a function, a definition
      if (each == ';') break;
    }
    for (++at_; at_ < end; ++at_)
      if (kind(at_) == 'a') found_.names.push_back(tokens_[at_].name);
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  std::unordered_set<Word> classes_;  // that the text has named so far
  Text found_;
};

}  // namespace

Word word(std::string_view name) {
  std::uint64_t value = 0xcbf29ce484222325U;  // FNV-1a
  for (const unsigned char each : name) value = (value ^ each) * 0x100000001b3U;
  constexpr int kHalf = 32;
  return static_cast<Word>(value ^ (value >> kHalf));
}

Text scan(std::string_view text) { return Scanner(text).take(); }

bool contains(const Words& words, Word word) {
  return std::binary_search(words.begin(), words.end(), word);
}

}  // namespace lanyard::scan
