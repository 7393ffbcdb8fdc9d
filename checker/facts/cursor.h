// The entries of a bitstream, read with no trust in them.
//
// LLVM's own reader of records believes the lengths that it finds (release 14 allocates by
// them) and takes abbreviations that we never write. So only its bits and blocks are used.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "llvm/Bitstream/BitstreamReader.h"

namespace lanyard::facts {

class Cursor {
 public:
  explicit Cursor(std::string_view bytes)
      : bits_(llvm::StringRef(bytes.data(), bytes.size())), size_(bytes.size() * 8) {}

  /// Enters the block that has to come next. False if another thing comes.
  bool enter(unsigned block);

  /// Reads the next record of a block into `code` and `operands`, which keep their room.
  /// False at the end of the block, and for what cannot be read: ask is_damaged().
  bool record(unsigned& code, std::vector<std::uint64_t>& operands);

  bool is_damaged() const { return damaged_; }

  /// Whether nothing follows.
  bool at_end() { return bits_.AtEndOfStream(); }

 private:
  bool fail() {
    damaged_ = true;
    return false;
  }
  bool fixed(unsigned width, std::uint64_t& value);
  bool number(std::uint64_t& value);

  llvm::BitstreamCursor bits_;
  std::uint64_t size_;
  bool damaged_ = false;
};

}  // namespace lanyard::facts
