// Facts to bytes: strings and places are numbered first, then everything names them by number.
#include <algorithm>
#include <map>
#include <set>

#include "checker/facts/facts.h"
#include "checker/facts/format.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Bitstream/BitstreamWriter.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/xxhash.h"

namespace lanyard::facts {
namespace {

using Operands = std::vector<std::uint64_t>;
using summary::Function;
using summary::Module;
using summary::Place;

/// Visits everything that a value is made of, down to strings, places and numbers.
template <typename Leaf, typename T>
void walk(const T& value, Leaf& leaf) {
  if constexpr (IsVector<T>::value) {
    leaf(static_cast<std::uint64_t>(value.size()));
    for (const auto& each : value) walk(each, leaf);
  } else if constexpr (IsPair<T>::value) {
    walk(value.first, leaf);
    walk(value.second, leaf);
  } else if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, Place>) {
    leaf(value);
  } else if constexpr (summary::HasFields<T>::value) {
    summary::each_field(value, [&](std::string_view, const auto& member) { walk(member, leaf); });
  } else {
    static_assert(std::is_enum_v<T> || std::is_integral_v<T>, "facts cannot store this type");
    leaf(static_cast<std::uint64_t>(value));
  }
}

/// The fields of a structure, where `walk` would take it for a leaf or for one record.
template <typename Leaf, typename Struct>
void walk_fields(const Struct& object, Leaf& leaf) {
  summary::each_field(object, [&](std::string_view, const auto& member) {
    if constexpr (!kIsRecord<std::decay_t<decltype(member)>>) walk(member, leaf);
  });
}

/// Numbers the strings, in their own order.
class Strings {
 public:
  explicit Strings(const Module& module) {
    add("");
    walk_fields(module, *this);
    for (const Function& each : module.functions) walk(each, *this);
    std::uint64_t next = 0;
    for (auto& [string, number] : numbers_) number = next++;
  }

  void operator()(std::uint64_t) {}
  void operator()(const std::string& string) { add(string); }
  void operator()(const Place& place) { walk_fields(place, *this); }

  std::uint64_t number(const std::string& string) const { return numbers_.find(string)->second; }
  const std::map<std::string, std::uint64_t>& all() const { return numbers_; }

 private:
  void add(const std::string& string) { numbers_.emplace(string, 0); }

  std::map<std::string, std::uint64_t> numbers_;
};

/// A place as the operands of its record.
Operands operands_of(const Place& place, const Strings& strings) {
  struct Leaf {
    const Strings& strings;
    Operands operands;
    void operator()(std::uint64_t value) { operands.push_back(value); }
    void operator()(const std::string& string) { operands.push_back(strings.number(string)); }
    void operator()(const Place&) {}
  };
  Leaf leaf{strings, {}};
  walk_fields(place, leaf);
  return std::move(leaf.operands);
}

/// Numbers the places, in the order of their operands.
class Places {
 public:
  Places(const Module& module, const Strings& strings) : strings_(strings) {
    (*this)(Place());
    for (const Function& each : module.functions) walk(each, *this);
    std::uint64_t next = 0;
    for (auto& [operands, number] : numbers_) number = next++;
  }

  void operator()(std::uint64_t) {}
  void operator()(const std::string&) {}
  void operator()(const Place& place) { numbers_.emplace(operands_of(place, strings_), 0); }

  std::uint64_t number(const Place& place) const {
    return numbers_.find(operands_of(place, strings_))->second;
  }
  const std::map<Operands, std::uint64_t>& all() const { return numbers_; }

 private:
  const Strings& strings_;
  std::map<Operands, std::uint64_t> numbers_;
};

/// Collects the operands of a record.
struct Encoder {
  const Strings& strings;
  const Places& places;
  Operands operands;

  void operator()(std::uint64_t value) { operands.push_back(value); }
  void operator()(const std::string& string) { operands.push_back(strings.number(string)); }
  void operator()(const Place& place) { operands.push_back(places.number(place)); }
};

Operands characters(std::string_view text) {
  Operands result;
  result.reserve(text.size());
  for (const char each : text) result.push_back(static_cast<unsigned char>(each));
  return result;
}

void write_strings(llvm::BitstreamWriter& out, const Strings& strings) {
  std::string_view before;
  for (const auto& [string, number] : strings.all()) {
    const std::size_t longest = std::min(before.size(), string.size());
    std::size_t common = 0;
    while (common != longest && before[common] == string[common]) ++common;
    Operands operands = characters(std::string_view(string).substr(common));
    operands.insert(operands.begin(), common);
    out.EmitRecord(kStringRecord, operands);
    before = string;
  }
}

void write_module(llvm::BitstreamWriter& out, const Module& module, const Strings& strings,
                  const Places& places) {
  Encoder head{strings, places, {}};
  walk_fields(module, head);
  out.EmitRecord(kModuleRecord, head.operands);
  std::vector<const Function*> sorted;
  sorted.reserve(module.functions.size());
  for (const Function& each : module.functions) sorted.push_back(&each);
  // Of equal keys the first counts, so their order is kept.
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Function* a, const Function* b) { return a->key < b->key; });
  for (const Function* each : sorted) {
    Encoder record{strings, places, {}};
    walk(*each, record);
    out.EmitRecord(kFunctionRecord, record.operands);
  }
}

template <typename Body>
void block(llvm::BitstreamWriter& out, Block id, Body body) {
  out.EnterSubblock(id, kCodeWidth);
  body();
  out.ExitBlock();
}

/// Adds the names of a structure's fields, in order.
template <typename... Struct>
std::string field_names() {
  std::string names;
  const auto add = [&](auto object) {
    summary::each_field(
        object, [&](std::string_view name, const auto&) { names.append(name).push_back(','); });
    names.push_back(';');
  };
  (add(Struct()), ...);
  return names;
}

}  // namespace

std::uint64_t shape() {
  using namespace summary;
  static const std::uint64_t hash =
      llvm::xxHash64(field_names<Source, Place, Flow, Event, Capture, Function, NoLint, Module>());
  return hash;
}

std::uint64_t checksum(std::string_view file) {
  return llvm::xxHash64(llvm::StringRef(file.data() + kPrefix, file.size() - kPrefix));
}

std::string write(const Facts& facts) {
  const Strings strings(facts.module);
  const Places places(facts.module, strings);
  llvm::SmallVector<char, 0> bytes;
  {
    llvm::BitstreamWriter out(bytes);
    block(out, kHeadBlock, [&] {
      out.EmitRecord(kReleaseRecord, characters(LANYARD_VERSION));
      out.EmitRecord(kShapeRecord, Operands{shape()});
      out.EmitRecord(kConfigurationRecord, Operands{facts.configuration});
      if (!facts.problem.empty()) out.EmitRecord(kProblemRecord, characters(facts.problem));
    });
    block(out, kStringsBlock, [&] { write_strings(out, strings); });
    block(out, kPlacesBlock, [&] {
      for (const auto& [operands, number] : places.all()) out.EmitRecord(kPlaceRecord, operands);
    });
    block(out, kModuleBlock, [&] { write_module(out, facts.module, strings, places); });
  }
  std::string file(kMagic);
  file.resize(kPrefix);
  file.append(bytes.begin(), bytes.end());
  llvm::support::endian::write32le(&file[kMagic.size()], kVersion);
  llvm::support::endian::write64le(&file[kChecksumAt], checksum(file));
  return file;
}

}  // namespace lanyard::facts
