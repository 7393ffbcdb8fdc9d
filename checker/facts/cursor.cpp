#include "checker/facts/cursor.h"

#include "checker/facts/format.h"

namespace lanyard::facts {
namespace {

/// Takes the result of one of LLVM's readers. False, and nothing printed, if it has none.
template <typename T>
bool take(llvm::Expected<T> from, std::uint64_t& value) {
  if (!from) {
    llvm::consumeError(from.takeError());
    return false;
  }
  value = *from;
  return true;
}

}  // namespace

bool Cursor::fixed(unsigned width, std::uint64_t& value) {
  return bits_.GetCurrentBitNo() + width <= size_ && take(bits_.Read(width), value);
}

bool Cursor::number(std::uint64_t& value) {
  constexpr std::uint64_t kMore = 1U << (kPiece - 1);
  value = 0;
  for (unsigned shift = 0; shift < 64; shift += kPiece - 1) {
    std::uint64_t piece = 0;
    if (!fixed(kPiece, piece)) return false;
    const std::uint64_t part = piece & (kMore - 1);
    // The last of thirteen pieces has room for four bits.
    if (shift + kPiece - 1 > 64 && part >> (64 - shift) != 0) return false;
    value |= part << shift;
    if ((piece & kMore) == 0) return true;
  }
  return false;
}

bool Cursor::enter(unsigned block) {
  std::uint64_t code = 0;
  std::uint64_t id = 0;
  if (!fixed(bits_.getAbbrevIDWidth(), code) || code != llvm::bitc::ENTER_SUBBLOCK) return fail();
  if (!take(bits_.ReadSubBlockID(), id) || id != block) return fail();
  if (llvm::Error error = bits_.EnterSubBlock(block)) {
    llvm::consumeError(std::move(error));
    return fail();
  }
  return bits_.getAbbrevIDWidth() == kCodeWidth || fail();
}

bool Cursor::record(unsigned& code, std::vector<std::uint64_t>& operands) {
  std::uint64_t entry = 0;
  if (!fixed(kCodeWidth, entry)) return fail();
  if (entry == llvm::bitc::END_BLOCK) {
    if (bits_.ReadBlockEnd()) return fail();
    return false;
  }
  std::uint64_t kind = 0;
  std::uint64_t count = 0;
  if (entry != llvm::bitc::UNABBREV_RECORD || !number(kind) || !number(count)) return fail();
  if (count > (size_ - bits_.GetCurrentBitNo()) / kPiece) return fail();
  code = static_cast<unsigned>(kind);
  operands.resize(count);
  for (std::uint64_t& each : operands)
    if (!number(each)) return fail();
  return true;
}

}  // namespace lanyard::facts
