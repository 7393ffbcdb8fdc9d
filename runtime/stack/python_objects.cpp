// Reading CPython's objects; see python_objects.h. What is the same in every release is said
// here: the bits of a string's state, the entries of a dict's table.
#include "runtime/stack/python_objects.h"

namespace lanyard::stack {

namespace {

// PyASCIIObject.state: compact and ascii; the kind is in the three bits above the second.
constexpr std::uint32_t kCompact = 1 << 5, kAscii = 1 << 6;
constexpr unsigned kKindShift = 2, kKindMask = 7;
constexpr std::size_t kLongestString = 1024;  // bytes of a name or path that are kept
constexpr std::size_t kShortString = 32;      // bytes of a name that is looked for
constexpr std::size_t kHeader = 56;           // bytes of a string that hold its length and state
constexpr std::size_t kMostAttributes = 256;  // of an instance, or first of a module, to search

// PyTypeObject.tp_basicsize, tp_dealloc and tp_dictoffset, the same in every release.
constexpr std::ptrdiff_t kTypeBasicSize = 32, kTypeDealloc = 48, kTypeDictOffset = 288;
// Of tp_flags.
constexpr unsigned long kInlineValues = 1 << 2, kManagedDict = 1 << 4, kHeapType = 1 << 9;
// The words in front of an instance that has no dict of its own.
constexpr std::ptrdiff_t kDictBefore = -24, kValuesBefore = -32;
// PyDictValues in 3.13: counts, of which one says whether they are in use, then the values.
constexpr std::ptrdiff_t kValuesValid = 3, kValuesStart = 8;

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

std::size_t copy(const char* from, char* to, std::size_t size, Kept kept) {
  if (kept == Kept::by_nobody) return read_memory(from, to, size);
  std::memcpy(to, from, size);
  return size;
}

/// Where the entries of a dict's table of keys are, and how they are made: {hash, key, value}
/// in a general table, {key, value} in one of strings.
struct Entries {
  const char* first = nullptr;
  std::size_t count = 0;
  std::ptrdiff_t size = 24, key = 8, value = 16;
};

/// struct _dictkeysobject of 3.9 and 3.10: dk_size, dk_nentries, dk_indices.
Entries old_entries(const char* keys) {
  Entries found;
  const auto size = guarded<std::size_t>(keys, 8);
  found.count = guarded<std::size_t>(keys, 32);
  const std::size_t index_size = size <= 0xff ? 1 : size <= 0xffff ? 2 : 4;
  found.first = keys + 40 + size * index_size;
  return found;
}

/// The same of 3.11 and later: dk_log2_index_bytes, dk_kind, dk_nentries, dk_indices.
Entries new_entries(const char* keys) {
  constexpr unsigned char kGeneral = 0;
  Entries found;
  const auto index_bytes = guarded<unsigned char>(keys, 9);
  if (index_bytes > 40) return found;
  if (guarded<unsigned char>(keys, 10) != kGeneral) found.size = 16, found.key = 0, found.value = 8;
  found.count = guarded<std::size_t>(keys, 24);
  found.first = keys + 32 + (std::size_t{1} << index_bytes);
  return found;
}

/// The value of the attribute `name` in a table of keys and, where it is split, values.
const char* look_up(const Layout& layout, const char* keys, const char* values,
                    std::string_view name) {
  if (!keys) return nullptr;
  const bool is_old = layout.attributes == Layout::Attributes::dict;
  const Entries entries = is_old ? old_entries(keys) : new_entries(keys);
  if (!entries.first) return nullptr;
  for (std::size_t i = 0; i < entries.count && i < kMostAttributes; ++i) {
    const char* entry = entries.first + static_cast<std::ptrdiff_t>(i) * entries.size;
    if (!is_string(layout.object, guarded<const char*>(entry, entries.key), Kept::by_nobody, name))
      continue;
    if (values) return guarded<const char*>(values, static_cast<std::ptrdiff_t>(i * 8));
    return guarded<const char*>(entry, entries.value);
  }
  return nullptr;
}

/// The values of an instance that has no dict yet, one for each key of its type; or nullptr.
const char* own_values(const Layout& layout, const char* object, const char* type,
                       unsigned long flags) {
  if (layout.attributes == Layout::Attributes::values_before)
    return guarded<const char*>(object, kValuesBefore);
  if (layout.attributes == Layout::Attributes::tagged_before) {
    const char* tagged = guarded<const char*>(object, kDictBefore);
    return reinterpret_cast<std::uintptr_t>(tagged) & 1 ? tagged + 1 : nullptr;
  }
  if (!(flags & kInlineValues)) return nullptr;
  const char* values = object + guarded<std::size_t>(type, kTypeBasicSize);
  return guarded<unsigned char>(values, kValuesValid) ? values + kValuesStart : nullptr;
}

}  // namespace

std::string_view copy_string(const Layout::Object& layout, const char* string, Kept kept,
                             PythonText& text) {
  char header[kHeader], raw[kLongestString];
  char* to = text.reserve(kLongestString);
  const std::size_t wanted_header = layout.ascii_text;
  if (!string || !to || wanted_header > sizeof(header) ||
      copy(string, header, wanted_header, kept) != wanted_header)
    return {};
  const auto state = field<std::uint32_t>(header, layout.string_state);
  const auto length = field<std::size_t>(header, layout.string_length);
  const unsigned kind = state >> kKindShift & kKindMask;
  if (!(state & kCompact) || (kind != 1 && kind != 2 && kind != 4)) return {};
  const std::size_t wanted = length < sizeof(raw) / kind ? length * kind : sizeof(raw);
  const char* from = string + (state & kAscii ? layout.ascii_text : layout.wide_text);
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

bool is_string(const Layout::Object& layout, const char* string, Kept kept,
               std::string_view wanted) {
  char raw[kHeader + kShortString];
  const std::size_t header = layout.ascii_text;
  if (!string || header > kHeader || wanted.size() > kShortString ||
      copy(string, raw, header, kept) != header ||
      field<std::size_t>(raw, layout.string_length) != wanted.size() ||
      !(field<std::uint32_t>(raw, layout.string_state) & kAscii))
    return false;
  return copy(string + header, raw + header, wanted.size(), kept) == wanted.size() &&
         wanted == std::string_view(raw + header, wanted.size());
}

const char* item(const Layout& layout, const char* dict, std::string_view key) {
  if (!dict) return nullptr;
  const char* values =
      guarded<const char*>(dict, static_cast<std::ptrdiff_t>(layout.object.dict_values));
  if (values && layout.attributes == Layout::Attributes::values_behind) values += kValuesStart;
  return look_up(layout,
                 guarded<const char*>(dict, static_cast<std::ptrdiff_t>(layout.object.dict_keys)),
                 values, key);
}

std::uintptr_t deallocator_of(const Layout& layout, const char* object) {
  const char* type = guarded<const char*>(object, static_cast<std::ptrdiff_t>(layout.object.type));
  const auto flags =
      guarded<unsigned long>(type, static_cast<std::ptrdiff_t>(layout.object.type_flags));
  return flags & kHeapType ? guarded<std::uintptr_t>(type, kTypeDealloc) : 0;
}

const char* attribute(const Layout& layout, const char* object, std::string_view name) {
  const char* type = guarded<const char*>(object, static_cast<std::ptrdiff_t>(layout.object.type));
  if (!type) return nullptr;
  if (layout.attributes == Layout::Attributes::dict) {
    const auto offset = guarded<std::ptrdiff_t>(type, kTypeDictOffset);
    return offset > 0 ? item(layout, guarded<const char*>(object, offset), name) : nullptr;
  }
  const auto flags =
      guarded<unsigned long>(type, static_cast<std::ptrdiff_t>(layout.object.type_flags));
  if (!(flags & kManagedDict)) return nullptr;
  if (const char* values = own_values(layout, object, type, flags)) {
    const auto keys = static_cast<std::ptrdiff_t>(layout.object.type_keys);
    return look_up(layout, guarded<const char*>(type, keys), values, name);
  }
  return item(layout, guarded<const char*>(object, kDictBefore), name);
}

}  // namespace lanyard::stack
