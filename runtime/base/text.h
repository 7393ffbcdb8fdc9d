// Text built into a buffer of a given size: no allocation, no locale, no stdio.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lanyard {

/// Appends to a buffer until it is full; what does not fit is dropped, and overflowed()
/// says so. The text is not terminated by NUL.
class Text {
 public:
  Text(char* buffer, std::size_t size) : begin_(buffer), capacity_(size) {}

  Text& add(std::string_view text);
  Text& add(char character) { return add(std::string_view(&character, 1)); }

  /// In decimal, padded on the left with blanks to `width`.
  Text& number(std::uint64_t value, unsigned width = 0);

  /// In lower-case hexadecimal, no prefix, at least `width` digits.
  Text& hex(std::uint64_t value, unsigned width = 1);

  /// A JSON string with its quotes. What is not UTF-8 becomes U+FFFD, control characters
  /// become \u00XX, so that any bytes give valid JSON.
  Text& json(std::string_view text);

  /// For a terminal: control characters and what is not UTF-8 become \xNN, so that text
  /// which the program supplied cannot drive the terminal.
  Text& shown(std::string_view text);

  /// Blanks up to column `column`, counted in bytes from `line`; at least one.
  Text& pad(std::size_t line, std::size_t column);

  std::string_view view() const { return {begin_, size_}; }
  std::size_t size() const { return size_; }
  bool overflowed() const { return overflowed_; }

 private:
  char* begin_;
  std::size_t capacity_;
  std::size_t size_ = 0;
  bool overflowed_ = false;
};

/// The first `length` bytes of `text`. string_view::substr would throw, through libstdc++.
inline std::string_view head(std::string_view text, std::size_t length) {
  return {text.data(), length < text.size() ? length : text.size()};
}

/// How many bytes of `text` form one UTF-8 character at its start; 0 where they do not.
std::size_t utf8_length(std::string_view text);

/// `text` cut to at most `limit` bytes, and not inside a UTF-8 character.
std::string_view cut(std::string_view text, std::size_t limit);

/// `text` without its first `start` bytes.
std::string_view tail(std::string_view text, std::size_t start);

/// The part of a path after its last slash.
std::string_view base_name(std::string_view path);

/// Writes all of `text` to a file descriptor; false when it could not.
bool write_all(int descriptor, std::string_view text);

}  // namespace lanyard
