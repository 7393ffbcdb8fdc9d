// Text built into a buffer; see text.h.
#include "runtime/base/text.h"

#include <unistd.h>
#include <cerrno>
#include <cstring>

namespace lanyard {

Text& Text::add(std::string_view text) {
  std::size_t fits = capacity_ - size_;
  if (text.size() > fits) overflowed_ = true;
  if (text.size() < fits) fits = text.size();
  if (fits) std::memcpy(begin_ + size_, text.data(), fits);
  size_ += fits;
  return *this;
}

Text& Text::number(std::uint64_t value, unsigned width) {
  char digits[24];
  char* at = digits + sizeof(digits);
  do {
    *--at = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value);
  const std::size_t length = static_cast<std::size_t>(digits + sizeof(digits) - at);
  for (std::size_t blanks = length; blanks < width; ++blanks) add(' ');
  return add({at, length});
}

Text& Text::hex(std::uint64_t value, unsigned width) {
  unsigned shift = 60;
  while (shift && shift / 4 >= width && !(value >> shift)) shift -= 4;
  for (;; shift -= 4) {
    add("0123456789abcdef"[(value >> shift) & 15]);
    if (!shift) return *this;
  }
}

std::size_t utf8_length(std::string_view text) {
  if (text.empty()) return 0;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xc0) != 0x80) return 0;
  const unsigned second = byte(1);
  const bool overlong = (lead == 0xe0 && second < 0xa0) || (lead == 0xf0 && second < 0x90);
  const bool surrogate = lead == 0xed && second >= 0xa0;
  const bool too_large = lead == 0xf4 && second >= 0x90;
  return overlong || surrogate || too_large ? 0 : length;
}

Text& Text::json(std::string_view text) {
  add('"');
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const unsigned char lead = static_cast<unsigned char>(text[0]);
    if (length == 0)
      add("\\ufffd");
    else if (lead == '"' || lead == '\\')
      add('\\').add(head(text, 1));
    else if (lead < 0x20 || lead == 0x7f)
      add("\\u").hex(lead, 4);
    else
      add(head(text, length));
    text.remove_prefix(length ? length : 1);
  }
  return add('"');
}

Text& Text::shown(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const unsigned char lead = static_cast<unsigned char>(text[0]);
    // U+0080 to U+009F are controls as well, two bytes long in UTF-8.
    const bool late_control =
        length == 2 && lead == 0xc2 && static_cast<unsigned char>(text[1]) < 0xa0;
    if (length == 0 || lead < 0x20 || lead == 0x7f)
      add("\\x").hex(lead, 2);
    else if (late_control)
      add("\\x").hex(static_cast<unsigned char>(text[1]), 2);
    else
      add(head(text, length));
    text.remove_prefix(length ? length : 1);
  }
  return *this;
}

Text& Text::pad(std::size_t line, std::size_t column) {
  do add(' ');
  while (size_ - line < column && !overflowed_);
  return *this;
}

std::string_view cut(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  std::size_t end = limit;
  while (end && end + 3 > limit && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return head(text, end);
}

std::string_view tail(std::string_view text, std::size_t start) {
  if (start > text.size()) start = text.size();
  return {text.data() + start, text.size() - start};
}

std::string_view base_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : tail(path, slash + 1);
}

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace lanyard
