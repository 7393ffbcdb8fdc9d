// Call frame information, read; see call_frames.h.
#include "runtime/stack/call_frames.h"

#include <cstring>

#include "runtime/stack/frame_bytes.h"

namespace lanyard::stack {

namespace {

// Of x86-64: System V ABI, AMD64 supplement, figure 3.36.
constexpr std::uint64_t kRbp = 6, kRsp = 7, kReturnAddress = 16;

constexpr std::size_t kMostRemembered = 8;  // rows; compilers nest them once or twice

/// Instructions (DW_CFA_*). Those above 0x3f have an operand in their low bits.
enum : std::uint8_t {
  kNop = 0x00,
  kSetLocation = 0x01,
  kAdvance1 = 0x02,
  kAdvance2 = 0x03,
  kAdvance4 = 0x04,
  kOffsetExtended = 0x05,
  kRestoreExtended = 0x06,
  kUndefined = 0x07,
  kSameValue = 0x08,
  kRegister = 0x09,
  kRememberState = 0x0a,
  kRestoreState = 0x0b,
  kDefineCfa = 0x0c,
  kDefineCfaRegister = 0x0d,
  kDefineCfaOffset = 0x0e,
  kDefineCfaExpression = 0x0f,
  kExpression = 0x10,
  kOffsetExtendedSigned = 0x11,
  kDefineCfaSigned = 0x12,
  kDefineCfaOffsetSigned = 0x13,
  kValueOffset = 0x14,
  kValueOffsetSigned = 0x15,
  kValueExpression = 0x16,
  kArgumentsSize = 0x2e,
  kAdvance = 0x40,
  kOffset = 0x80,
  kRestore = 0xc0,
};

/// What functions have in common (a common information entry).
struct Common {
  std::uint64_t code_factor = 0;
  std::int64_t data_factor = 0;
  std::uint8_t address_encoding = kAbsolute;
  bool has_augmentation_size = false;  // each function's as well
  Range program;
};

/// What 'z' announces: a byte or a pointer for each letter. Of a frame that a signal interrupted
/// ('S'), or with what is not known, there is no rule.
bool read_augmentation(const char* letters, Cursor data, Common& common) {
  for (; *letters; ++letters) switch (*letters) {
      case 'R': common.address_encoding = data.read<std::uint8_t>(); break;
      case 'L': data.skip(1); break;
      case 'P': {
        const auto encoding = data.read<std::uint8_t>();
        if ((encoding & kApplication) == kAligned) return false;
        if (encoding != kOmitted) data.number(encoding);
        break;
      }
      default: return false;
    }
  return data.is_good();
}

bool read_common(std::uintptr_t at, const Range& readable, Common& common) {
  Cursor entry(at, readable);
  const Range body = entry.part();
  if (!entry.is_good()) return false;
  Cursor cursor(body.begin, body);
  if (cursor.read<std::uint32_t>() != 0) return false;
  const auto version = cursor.read<std::uint8_t>();
  if (version != 1 && version != 3) return false;
  char letters[8] = "";
  std::size_t count = 0;
  do {
    if (count == sizeof(letters)) return false;
    letters[count] = static_cast<char>(cursor.read<std::uint8_t>());
  } while (letters[count++]);
  common.code_factor = cursor.unsigned_leb();
  common.data_factor = cursor.signed_leb();
  const std::uint64_t return_address =
      version == 1 ? cursor.read<std::uint8_t>() : cursor.unsigned_leb();
  if (return_address != kReturnAddress) return false;
  common.has_augmentation_size = letters[0] == 'z';
  if (!common.has_augmentation_size && letters[0]) return false;
  if (common.has_augmentation_size) {
    const Range data = cursor.part(cursor.unsigned_leb());
    if (!cursor.is_good() || !read_augmentation(letters + 1, Cursor(data.begin, data), common))
      return false;
  }
  common.program = {cursor.at(), body.end};
  return cursor.is_good();
}

/// Where a register of the caller's is.
struct Place {
  enum : std::uint8_t { in_itself, saved, unknown } kind = in_itself;
  std::int64_t offset = 0;  // from the CFA, where it is saved
};

/// What holds for a range of addresses.
struct Row {
  std::uint64_t base = 0;  // the register that the CFA is counted from
  std::int64_t cfa = 0;
  bool has_cfa = false;
  Place rbp, return_address;

  /// nullptr for a register that does not matter.
  Place* of(std::uint64_t number) {
    if (number == kRbp) return &rbp;
    return number == kReturnAddress ? &return_address : nullptr;
  }
};

/// Runs the program of a common entry, and then that of a function.
class Machine {
 public:
  Machine(const Common& common, std::uintptr_t begin, std::uintptr_t pc)
      : common_(common), location_(begin), pc_(pc) {}

  /// Runs up to `pc`. Returns whether all of that could be followed.
  bool run(const Range& program) {
    Cursor cursor(program.begin, program);
    is_there_ = false;
    while (!is_there_ && !cursor.is_at_end())
      if (!step(cursor) || !cursor.is_good()) return false;
    return cursor.is_good();
  }

  /// What holds now is what a restored register goes back to.
  void begin_function() { initial_ = row_; }

  const Row& row() const { return row_; }

 private:
  bool step(Cursor& cursor) {
    const auto code = cursor.read<std::uint8_t>();
    const std::uint64_t operand = code & 0x3f;
    switch (code & 0xc0) {
      case kAdvance: return advance(operand * common_.code_factor);
      case kOffset: return save(operand, factored(cursor.unsigned_leb()));
      case kRestore: return restore(operand);
      default: return step(code, cursor);
    }
  }

  bool step(std::uint8_t code, Cursor& cursor) {
    switch (code) {
      case kNop: return true;
      case kSetLocation: return go_to(cursor.address(common_.address_encoding));
      case kAdvance1: return advance(cursor.read<std::uint8_t>() * common_.code_factor);
      case kAdvance2: return advance(cursor.read<std::uint16_t>() * common_.code_factor);
      case kAdvance4: return advance(cursor.read<std::uint32_t>() * common_.code_factor);
      case kRememberState:
        if (remembered_count_ == kMostRemembered) return false;
        remembered_[remembered_count_++] = row_;
        return true;
      case kRestoreState:
        if (!remembered_count_) return false;
        row_ = remembered_[--remembered_count_];
        return true;
      case kArgumentsSize: cursor.unsigned_leb(); return true;
      case kDefineCfa:
      case kDefineCfaRegister:
      case kDefineCfaOffset:
      case kDefineCfaExpression:
      case kDefineCfaSigned:
      case kDefineCfaOffsetSigned: return define_cfa(code, cursor);
      default: return place(code, cursor);
    }
  }

  bool define_cfa(std::uint8_t code, Cursor& cursor) {
    if (code == kDefineCfaExpression) {
      row_.has_cfa = false;
      cursor.skip(cursor.unsigned_leb());
      return true;
    }
    const bool has_register =
        code == kDefineCfa || code == kDefineCfaSigned || code == kDefineCfaRegister;
    if (has_register) row_.base = cursor.unsigned_leb();
    if (code == kDefineCfa || code == kDefineCfaOffset)
      row_.cfa = static_cast<std::int64_t>(cursor.unsigned_leb());
    else if (code != kDefineCfaRegister)
      row_.cfa = factored(static_cast<std::uint64_t>(cursor.signed_leb()));
    // To change one of the two is no way out of an expression.
    if (code == kDefineCfa || code == kDefineCfaSigned) row_.has_cfa = true;
    return true;
  }

  /// Instructions that say where a register is; all begin with its number.
  bool place(std::uint8_t code, Cursor& cursor) {
    const std::uint64_t number = cursor.unsigned_leb();
    switch (code) {
      case kOffsetExtended: return save(number, factored(cursor.unsigned_leb()));
      case kOffsetExtendedSigned:
        return save(number, factored(static_cast<std::uint64_t>(cursor.signed_leb())));
      case kRestoreExtended: return restore(number);
      case kSameValue: return put(number, {});
      case kUndefined: break;
      case kRegister:
      case kValueOffset: cursor.unsigned_leb(); break;
      case kValueOffsetSigned: cursor.signed_leb(); break;
      case kExpression:
      case kValueExpression: cursor.skip(cursor.unsigned_leb()); break;
      default: return false;
    }
    return put(number, {Place::unknown, 0});
  }

  bool put(std::uint64_t number, const Place& place) {
    if (Place* const known = row_.of(number)) *known = place;
    return true;
  }
  bool save(std::uint64_t number, std::int64_t offset) {
    return put(number, {Place::saved, offset});
  }
  bool restore(std::uint64_t number) {
    Place* const place = initial_.of(number);
    return place ? put(number, *place) : true;
  }

  bool advance(std::uint64_t distance) { return go_to(location_ + distance); }
  bool go_to(std::uintptr_t location) {
    if (location < location_) return false;
    is_there_ = location > pc_;
    location_ = location;
    return true;
  }

  /// Wraps around, as damaged bytes may make it.
  std::int64_t factored(std::uint64_t number) const {
    return static_cast<std::int64_t>(number * static_cast<std::uint64_t>(common_.data_factor));
  }

  const Common& common_;
  std::uintptr_t location_;
  const std::uintptr_t pc_;
  bool is_there_ = false;
  Row row_, initial_;
  Row remembered_[kMostRemembered];
  std::size_t remembered_count_ = 0;
};

bool is_step(std::int64_t offset, std::int64_t least, std::int64_t most) {
  return offset >= least && offset <= most && offset % 8 == 0;
}

bool say(const Row& row, FrameRule& rule) {
  const Place& home = row.return_address;
  if (!row.has_cfa || home.kind != Place::saved || home.offset != -8) return false;
  if (row.base != kRsp && row.base != kRbp) return false;
  rule.is_by_rbp = row.base == kRbp;
  const std::uint32_t most = rule.is_by_rbp ? FrameRule::kMostCfaByRbp : FrameRule::kMostCfa;
  if (!is_step(row.cfa, 8, most)) return false;
  rule.cfa = static_cast<std::uint32_t>(row.cfa);
  rule.rbp = 0;
  if (row.rbp.kind == Place::in_itself) return true;
  // Above the stack's end, and so between the register and the CFA.
  const std::int64_t deepest = row.cfa < FrameRule::kMostRbp ? row.cfa : FrameRule::kMostRbp;
  // Minus the least number is no number.
  if (row.rbp.kind != Place::saved || row.rbp.offset >= 0 || row.rbp.offset < -deepest)
    return false;
  if (!is_step(-row.rbp.offset, 16, deepest)) return false;
  rule.rbp = static_cast<std::uint32_t>(-row.rbp.offset);
  return true;
}

/// Reads a frame description entry.
bool read_function(std::uintptr_t at, const Range& readable, std::uintptr_t pc, FrameRule& rule) {
  Cursor entry(at, readable);
  const Range body = entry.part();
  if (!entry.is_good()) return false;
  Cursor cursor(body.begin, body);
  const auto distance = cursor.read<std::uint32_t>();
  Common common;
  if (!distance || !read_common(body.begin - distance, readable, common)) return false;
  const std::uintptr_t begin = cursor.address(common.address_encoding);
  const std::uint64_t size = cursor.number(common.address_encoding);
  if (common.has_augmentation_size) cursor.skip(cursor.unsigned_leb());
  if (!cursor.is_good() || pc - begin >= size) return false;
  Machine machine(common, begin, pc);
  if (!machine.run(common.program)) return false;
  machine.begin_function();
  return machine.run({cursor.at(), body.end}) && say(machine.row(), rule);
}

/// A row of the index: distances from it to a function's first address and to its entry.
struct IndexRow {
  std::int32_t function;
  std::int32_t entry;
};

}  // namespace

bool read_rule(std::uintptr_t index, const Range& readable, std::uintptr_t pc, FrameRule& rule) {
  Cursor header(index, readable);
  const auto version = header.read<std::uint8_t>();
  const auto frames_encoding = header.read<std::uint8_t>();
  const auto count_encoding = header.read<std::uint8_t>();
  const auto row_encoding = header.read<std::uint8_t>();
  if (version != 1 || frames_encoding == kOmitted || count_encoding != kUdata4 ||
      row_encoding != (kRelativeToIndex | kSdata4))
    return false;
  header.number(frames_encoding);
  const auto count = header.read<std::uint32_t>();
  const std::uintptr_t rows = header.at();
  if (!header.is_good() || count > (readable.end - rows) / sizeof(IndexRow)) return false;
  const auto wanted = static_cast<std::int64_t>(pc - index);
  const auto row_at = [&](std::size_t number) {
    IndexRow row;
    std::memcpy(&row, reinterpret_cast<const void*>(rows + number * sizeof(row)), sizeof(row));
    return row;
  };
  std::size_t low = 0, high = count;  // the last one that begins at `pc` or before is below `high`
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (row_at(middle).function <= wanted)
      low = middle + 1;
    else
      high = middle;
  }
  if (!low) return false;
  const std::int64_t entry = row_at(low - 1).entry;
  return read_function(index + static_cast<std::uintptr_t>(entry), readable, pc, rule);
}

}  // namespace lanyard::stack
