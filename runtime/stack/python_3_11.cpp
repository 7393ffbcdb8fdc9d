// CPython 3.11's frames; see python_3_11.h.
//
// The offsets are those of 3.11's headers on a 64-bit machine, the same in every 3.11.x:
// Include/cpython/{pystate,code,unicodeobject}.h, Include/internal/pycore_{frame,dict,
// object}.h. tests/hosts/python_frames.py holds them against the interpreter.
#include "runtime/stack/python_3_11.h"

#include <cstring>

#include "runtime/base/memory.h"

namespace lanyard::stack::python_3_11 {

namespace {

// PyThreadState and _PyCFrame.
constexpr std::size_t kThreadCframe = 56, kCframeCurrent = 8;
// _PyInterpreterFrame.
constexpr std::size_t kFrameCode = 32, kFramePrevious = 48, kFramePrevInstr = 56;
constexpr std::size_t kFrameOwner = 69, kFrameLocals = 72;
constexpr unsigned char kOwnedByGenerator = 1;
// PyCodeObject.
constexpr std::size_t kCodeFirstLine = 72, kCodeLocalCount = 76, kCodeFile = 112;
constexpr std::size_t kCodeName = 120, kCodeQualname = 128, kCodeLineTable = 136;
constexpr std::size_t kCodeFirstTraceable = 168, kCodeInstructions = 184;
// PyASCIIObject and PyCompactUnicodeObject: the bits of `state`, where the text starts.
constexpr std::size_t kStringLength = 16, kStringState = 32, kAsciiText = 48, kWideText = 72;
constexpr std::uint32_t kCompact = 1 << 5, kAscii = 1 << 6;
// PyBytesObject.
constexpr std::size_t kBytesSize = 16, kBytesText = 32;
// PyObject, PyHeapTypeObject; the words before an instance that has a managed dict.
constexpr std::size_t kType = 8, kTypeFlags = 168, kTypeKeys = 872;
constexpr unsigned long kManagedDict = 1 << 4;
constexpr std::ptrdiff_t kInlineValues = -32, kManagedDictPointer = -24;
// PyDictObject and PyDictKeysObject.
constexpr std::size_t kDictKeys = 32, kDictValues = 40;
constexpr std::size_t kKeysIndexBytes = 9, kKeysKind = 10, kKeysCount = 24, kKeysIndices = 32;
constexpr unsigned char kGeneralKeys = 0;

constexpr std::size_t kLongestString = 1024;  // bytes of a name or path that are kept
constexpr std::size_t kLongestWalk = 10000;   // frames, against a chain that does not end

template <typename T>
T field(const char* object, std::size_t offset) {
  T value;
  std::memcpy(static_cast<void*>(&value), object + offset, sizeof(T));
  return value;
}

/// The same for memory that another thread may free: a zero when it is gone.
template <typename T>
T guarded(const char* object, std::ptrdiff_t offset) {
  T value{};
  if (object && read_memory(object + offset, static_cast<void*>(&value), sizeof(T)) != sizeof(T))
    return T{};
  return value;
}

std::size_t encode(std::uint32_t point, char* to) {
  if (point < 0x80) {
    to[0] = static_cast<char>(point);
    return 1;
  }
  const std::size_t length = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  for (std::size_t i = length - 1; i; --i, point >>= 6)
    to[i] = static_cast<char>(0x80 | (point & 0x3f));
  to[0] = static_cast<char>((0xf00 >> length & 0xf0) | point);
  return length;
}

/// Who keeps an object alive. A code object stays as it is while its frame runs; an
/// attribute of a Thread may be freed by another thread while we read it.
enum class Kept { by_frame, by_nobody };

std::size_t copy(const char* from, char* to, std::size_t size, Kept kept) {
  if (kept == Kept::by_nobody) return read_memory(from, to, size);
  std::memcpy(to, from, size);
  return size;
}

/// Copies a str object as UTF-8.
std::string_view copy_string(const char* string, Kept kept, PythonText& text) {
  char header[kAsciiText], raw[kLongestString];
  char* to = text.reserve(kLongestString);
  if (!string || !to || copy(string, header, sizeof(header), kept) != sizeof(header)) return {};
  const auto state = field<std::uint32_t>(header, kStringState);
  const auto length = field<std::size_t>(header, kStringLength);
  const unsigned kind = state >> 2 & 7;
  if (!(state & kCompact) || (kind != 1 && kind != 2 && kind != 4)) return {};
  const std::size_t wanted = length < sizeof(raw) / kind ? length * kind : sizeof(raw);
  const char* from = string + (state & kAscii ? kAsciiText : kWideText);
  const std::size_t got = copy(from, raw, wanted, kept);
  std::size_t used = 0;
  for (std::size_t i = 0; i + kind <= got && used + 4 <= kLongestString; i += kind) {
    std::uint32_t point = 0;  // one, two or four bytes each, little-endian
    std::memcpy(&point, raw + i, kind);
    used += encode(point, to + used);
  }
  text.keep(used);
  return {to, used};
}

bool is_string(const char* string, std::string_view wanted) {
  char raw[32];
  if (wanted.size() > sizeof(raw) || guarded<std::size_t>(string, kStringLength) != wanted.size())
    return false;
  return (guarded<std::uint32_t>(string, kStringState) & kAscii) &&
         read_memory(string + kAsciiText, raw, wanted.size()) == wanted.size() &&
         wanted == std::string_view(raw, wanted.size());
}

/// The value of the attribute `name` in a dict's keys and, where it is split, values.
const char* look_up(const char* keys, const char* values, std::string_view name) {
  constexpr std::size_t kMost = 256;  // attributes of an instance worth searching
  const auto index_bytes = guarded<unsigned char>(keys, kKeysIndexBytes);
  const bool general = guarded<unsigned char>(keys, kKeysKind) == kGeneralKeys;
  const auto count = guarded<std::size_t>(keys, kKeysCount);
  if (!keys || index_bytes > 16 || count > kMost) return nullptr;
  // An entry is {hash, key, value} in a general table, {key, value} in one of strings.
  const std::size_t size = general ? 24 : 16, key_at = general ? 8 : 0;
  const char* entries = keys + kKeysIndices + (std::size_t{1} << index_bytes);
  for (std::size_t i = 0; i < count; ++i) {
    const char* entry = entries + i * size;
    if (!is_string(guarded<const char*>(entry, static_cast<std::ptrdiff_t>(key_at)), name))
      continue;
    if (values) return guarded<const char*>(values, static_cast<std::ptrdiff_t>(i * 8));
    return guarded<const char*>(entry, static_cast<std::ptrdiff_t>(key_at + 8));
  }
  return nullptr;
}

const char* attribute(const char* object, std::string_view name) {
  const char* type = guarded<const char*>(object, kType);
  if (!type || !(guarded<unsigned long>(type, kTypeFlags) & kManagedDict)) return nullptr;
  if (const char* values = guarded<const char*>(object, kInlineValues))
    return look_up(guarded<const char*>(type, kTypeKeys), values, name);
  const char* dict = guarded<const char*>(object, kManagedDictPointer);
  if (!dict) return nullptr;
  return look_up(guarded<const char*>(dict, kDictKeys), guarded<const char*>(dict, kDictValues),
                 name);
}

/// What threading.Thread calls itself, when `frame` is the bottom frame of its thread:
/// CPython tells the system of no name before 3.14.
std::string_view thread_name(const char* frame, PythonText& text) {
  const char* code = field<const char*>(frame, kFrameCode);
  if (!is_string(field<const char*>(code, kCodeName), "_bootstrap") ||
      field<int>(code, kCodeLocalCount) < 1)
    return {};
  return copy_string(attribute(field<const char*>(frame, kFrameLocals), "_name"), Kept::by_nobody,
                     text);
}

PythonFrame describe(const char* code, const char* instruction, PythonText& text) {
  const char* table = field<const char*>(code, kCodeLineTable);
  const char* qualname = field<const char*>(code, kCodeQualname);
  PythonFrame frame;
  frame.function =
      copy_string(qualname ? qualname : field<const char*>(code, kCodeName), Kept::by_frame, text);
  frame.file = copy_string(field<const char*>(code, kCodeFile), Kept::by_frame, text);
  frame.line =
      line_at(reinterpret_cast<const unsigned char*>(table + kBytesText),
              field<std::size_t>(table, kBytesSize), field<std::uint32_t>(code, kCodeFirstLine),
              static_cast<std::size_t>(instruction - (code + kCodeInstructions)) / 2);
  return frame;
}

/// A frame that has not reached its first traceable instruction is not on any traceback
/// (_PyFrame_IsIncomplete).
bool is_incomplete(const char* frame, const char* code, const char* instruction) {
  const char* first =
      code + kCodeInstructions + std::ptrdiff_t{2} * field<int>(code, kCodeFirstTraceable);
  return field<unsigned char>(frame, kFrameOwner) != kOwnedByGenerator && instruction < first;
}

/// A variable-length number of six bits a byte, the lowest first.
std::uint32_t read_number(const unsigned char*& at, const unsigned char* end) {
  std::uint32_t value = 0;
  for (unsigned shift = 0; at < end && shift < 32; shift += 6) {
    const unsigned byte = *at++;
    value |= (byte & 0x3f) << shift;
    if (!(byte & 0x40)) break;
  }
  return value;
}

}  // namespace

std::uint32_t line_at(const unsigned char* table, std::size_t size, std::uint32_t first_line,
                      std::size_t offset) {
  const unsigned char* at = table;
  const unsigned char* end = table + size;
  std::uint32_t line = first_line;
  std::size_t reached = 0;
  while (at < end) {
    const unsigned form = *at >> 3 & 15;
    reached += (*at & 7u) + 1;
    ++at;
    if (form == 13 || form == 14) {
      const std::uint32_t step = read_number(at, end);
      line += step & 1 ? 0 - (step >> 1) : step >> 1;
    } else if (form >= 10 && form <= 12) {
      line += form - 10;
    }
    if (reached > offset) return form == 15 ? 0 : line;
    while (at < end && !(*at & 0x80)) ++at;  // columns
  }
  return 0;
}

void walk(const void* thread_state, PythonStack& stack, PythonText& text) {
  const char* cframe = field<const char*>(static_cast<const char*>(thread_state), kThreadCframe);
  const char* frame = cframe ? field<const char*>(cframe, kCframeCurrent) : nullptr;
  const char* bottom = nullptr;
  for (std::size_t i = 0; frame && i < kLongestWalk; ++i) {
    const char* code = field<const char*>(frame, kFrameCode);
    const char* instruction = field<const char*>(frame, kFramePrevInstr);
    if (!is_incomplete(frame, code, instruction)) {
      bottom = frame;
      if (stack.count < stack.capacity)
        stack.frames[stack.count++] = describe(code, instruction, text);
    }
    frame = field<const char*>(frame, kFramePrevious);
  }
  if (bottom) stack.thread_name = thread_name(bottom, text);
}

}  // namespace lanyard::stack::python_3_11
