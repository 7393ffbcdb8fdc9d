// The bytes of call frame information, read one after the other, and never beyond their end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "runtime/stack/module.h"

namespace lanyard::stack {

/// Encodings of pointers (DW_EH_PE_*).
enum PointerEncoding : std::uint8_t {
  kAbsolute = 0x00,
  kUleb = 0x01,
  kUdata2 = 0x02,
  kUdata4 = 0x03,
  kUdata8 = 0x04,
  kSleb = 0x09,
  kSdata2 = 0x0a,
  kSdata4 = 0x0b,
  kSdata8 = 0x0c,
  kFormat = 0x0f,
  kRelativeToItself = 0x10,
  kRelativeToIndex = 0x30,
  kAligned = 0x50,
  kApplication = 0xf0,
  kOmitted = 0xff,
};

/// Reads on from an address. What is not all within the bytes reads as 0 and fails for good.
class Cursor {
 public:
  Cursor(std::uintptr_t at, const Range& bytes) : at_(at), end_(bytes.end) {
    if (at < bytes.begin || at > bytes.end) fail();
  }

  bool is_good() const { return is_good_; }
  bool is_at_end() const { return at_ == end_; }
  std::uintptr_t at() const { return at_; }
  void fail() {
    is_good_ = false;
    at_ = end_;
  }

  template <typename T>
  T read() {
    T value{};
    if (end_ - at_ < sizeof(T)) return fail(), value;
    std::memcpy(&value, reinterpret_cast<const void*>(at_), sizeof(T));
    at_ += sizeof(T);
    return value;
  }

  void skip(std::uint64_t size) {
    if (size > end_ - at_) return fail();
    at_ += size;
  }

  std::uint64_t unsigned_leb() { return leb(false); }
  std::int64_t signed_leb() { return static_cast<std::int64_t>(leb(true)); }

  /// A number of the format that an encoding has; fails for others.
  std::uint64_t number(std::uint8_t encoding) {
    switch (encoding & kFormat) {
      case kAbsolute:
      case kUdata8:
      case kSdata8: return read<std::uint64_t>();
      case kUdata2: return read<std::uint16_t>();
      case kUdata4: return read<std::uint32_t>();
      case kSdata2: return widened(read<std::int16_t>());
      case kSdata4: return widened(read<std::int32_t>());
      case kUleb: return unsigned_leb();
      case kSleb: return leb(true);
      default: return fail(), 0;
    }
  }

  /// An address of code.
  std::uintptr_t address(std::uint8_t encoding) {
    const std::uint8_t application = encoding & kApplication;
    if (application != kAbsolute && application != kRelativeToItself) return fail(), 0;
    const std::uintptr_t base = application == kRelativeToItself ? at_ : 0;
    return base + number(encoding);
  }

  /// What is left of a part whose length comes first, or of a block of `size` bytes.
  Range part() { return part(read<std::uint32_t>()); }
  Range part(std::uint64_t size) {
    const std::uintptr_t begin = at_;
    skip(size);
    return is_good_ ? Range{begin, begin + size} : Range{end_, end_};
  }

 private:
  static std::uint64_t widened(std::int64_t value) { return static_cast<std::uint64_t>(value); }

  std::uint64_t leb(bool is_signed) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const auto byte = read<std::uint8_t>();
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte & 0x80) continue;
      if (is_signed && byte & 0x40 && shift + 7 < 64) value |= ~std::uint64_t{0} << (shift + 7);
      return value;
    }
    return fail(), 0;
  }

  std::uintptr_t at_;
  std::uintptr_t end_;
  bool is_good_ = true;
};

}  // namespace lanyard::stack
