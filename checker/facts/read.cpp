// Bytes to facts. Every number is held against what it counts before it is used.
#include <algorithm>
#include <cctype>
#include <limits>

#include "checker/facts/cursor.h"
#include "checker/facts/facts.h"
#include "checker/facts/format.h"
#include "llvm/Support/Endian.h"

namespace lanyard::facts {
namespace {

using Operands = std::vector<std::uint64_t>;
using summary::Event;
using summary::Function;
using summary::Module;
using summary::Place;
using summary::Source;

/// The memory that may still be taken.
class Budget {
 public:
  explicit Budget(std::size_t file) : left_(file * kExpansion) {}
  bool spend(std::size_t bytes) {
    if (bytes > left_) return false;
    left_ -= bytes;
    return true;
  }

 private:
  std::size_t left_;
};

/// What records name by number. A place takes the memory of `weight` besides its own size.
struct Tables {
  std::vector<std::string> strings;
  std::vector<Place> places;
  std::vector<std::size_t> weights;
};

/// An enumerator that does not exist has the word of the first one.
template <typename Enum>
bool is_enumerator(Enum value) {
  using contract::name;
  using summary::name;
  return value == Enum() || name(value) != name(Enum());
}

/// One record to a structure. Once something is wrong, nothing more is read.
class Decoder {
 public:
  Decoder(const Operands& operands, const Tables& tables, Budget& budget)
      : operands_(operands), tables_(tables), budget_(budget) {}

  /// Reads all fields of a structure but for the functions, and wants nothing behind them.
  template <typename Struct>
  bool read(Struct& out) {
    fields(out);
    return good_ && next_ == operands_.size();
  }

  /// What the strings, places and lists that were read take, for the places' weights.
  std::size_t spent() const { return spent_; }

 private:
  std::uint64_t operand() {
    if (next_ < operands_.size()) return operands_[next_++];
    good_ = false;
    return 0;
  }

  void spend(std::size_t bytes) {
    spent_ += bytes;
    good_ = good_ && budget_.spend(bytes);
  }

  template <typename Struct>
  void fields(Struct& out) {
    summary::each_field(out, [&](std::string_view, auto& member) {
      if constexpr (!kIsRecord<std::decay_t<decltype(member)>>) value(member);
    });
  }

  template <typename T>
  void value(T& out) {
    if (!good_) return;
    if constexpr (IsVector<T>::value) {
      list(out);
    } else if constexpr (IsPair<T>::value) {
      value(out.first);
      value(out.second);
    } else if constexpr (std::is_same_v<T, std::string>) {
      const std::uint64_t number = operand();
      if (number >= tables_.strings.size()) return fail();
      spend(tables_.strings[number].size());
      if (good_) out = tables_.strings[number];
    } else if constexpr (std::is_same_v<T, Place>) {
      const std::uint64_t number = operand();
      if (number >= tables_.places.size()) return fail();
      spend(tables_.weights[number]);
      if (good_) out = tables_.places[number];
    } else if constexpr (summary::HasFields<T>::value) {
      fields(out);
    } else {
      number(out);
    }
  }

  template <typename T>
  void list(std::vector<T>& out) {
    const std::uint64_t size = operand();
    // Each element has an operand at least.
    if (size > operands_.size() - next_) return fail();
    spend(size * sizeof(T));
    if (!good_) return;
    out.resize(size);
    for (T& each : out) value(each);
  }

  template <typename T>
  void number(T& out) {
    const std::uint64_t number = operand();
    if constexpr (std::is_enum_v<T>) {
      if (number > std::numeric_limits<std::underlying_type_t<T>>::max()) return fail();
      out = static_cast<T>(number);
      if (!is_enumerator(out)) fail();
    } else {
      if (number > std::numeric_limits<T>::max()) return fail();
      out = static_cast<T>(number);
    }
  }

  void fail() { good_ = false; }

  const Operands& operands_;
  const Tables& tables_;
  Budget& budget_;
  std::size_t next_ = 0;
  std::size_t spent_ = 0;
  bool good_ = true;
};

/// What the link step takes for granted.
bool is_sound(const Event& event, const Function& function, const Module& module) {
  if (event.where.file >= module.files.size()) return false;
  if (event.kinds.size() > event.arguments.size()) return false;
  for (const std::uint32_t each : event.next)
    if (each >= function.events.size()) return false;
  return true;
}

bool is_sound(const Module& module) {
  for (const summary::NoLint& each : module.nolint)
    if (each.where.file >= module.files.size()) return false;
  return true;
}

bool is_sound(const Function& function, const Module& module) {
  constexpr std::size_t kEntryAndExit = 2;
  if (function.events.size() < kEntryAndExit || function.where.file >= module.files.size())
    return false;
  for (const Event& each : function.events)
    if (!is_sound(each, function, module)) return false;
  return true;
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : cursor_(bytes.substr(kPrefix)), budget_(bytes.size()) {}

  /// Reads the head. False if another version of Lanyard wrote it; `release` says which.
  bool head(Facts& out, std::string& release) {
    bool known = false;
    if (!cursor_.enter(kHeadBlock)) return false;
    while (cursor_.record(code_, operands_)) {
      if (code_ == kReleaseRecord)
        release.assign(operands_.begin(), operands_.end());
      else if (code_ == kShapeRecord && operands_.size() == 1)
        known = operands_[0] == shape();
      else if (code_ == kConfigurationRecord && operands_.size() == 1)
        out.configuration = operands_[0];
      else if (code_ == kProblemRecord)
        out.problem.assign(operands_.begin(), operands_.end());
    }
    return known && release == LANYARD_VERSION;
  }

  bool body(Module& out) { return strings() && places() && module(out) && cursor_.at_end(); }

  bool is_damaged() const { return cursor_.is_damaged(); }

 private:
  template <typename Each>
  bool records(Block block, Each each) {
    if (!cursor_.enter(block)) return false;
    while (cursor_.record(code_, operands_))
      if (!each()) return false;
    return !cursor_.is_damaged();
  }

  bool strings() {
    std::vector<std::string>& all = tables_.strings;
    const auto each = [&] {
      const std::string& before = all.empty() ? empty_ : all.back();
      if (code_ != kStringRecord || operands_.empty() || operands_[0] > before.size()) return false;
      const std::size_t common = operands_[0];
      if (!budget_.spend(sizeof(std::string) + common + operands_.size())) return false;
      std::string string = before.substr(0, common);
      for (std::size_t i = 1; i != operands_.size(); ++i) {
        if (operands_[i] > std::numeric_limits<unsigned char>::max()) return false;
        string.push_back(static_cast<char>(operands_[i]));
      }
      all.push_back(std::move(string));
      return true;
    };
    return records(kStringsBlock, each);
  }

  bool places() {
    const auto each = [&] {
      Place place;
      if (code_ != kPlaceRecord || !budget_.spend(sizeof(Place) + sizeof(std::size_t)))
        return false;
      Decoder decoder(operands_, tables_, budget_);
      if (!decoder.read(place)) return false;
      tables_.places.push_back(std::move(place));
      tables_.weights.push_back(decoder.spent());
      return true;
    };
    return records(kPlacesBlock, each);
  }

  bool module(Module& out) {
    bool begun = false;
    const auto each = [&] {
      Decoder decoder(operands_, tables_, budget_);
      if (code_ == kModuleRecord && !begun) return begun = decoder.read(out) && is_sound(out);
      if (code_ != kFunctionRecord || !begun || !budget_.spend(sizeof(Function))) return false;
      Function function;
      if (!decoder.read(function) || !is_sound(function, out)) return false;
      out.functions.push_back(std::move(function));
      return true;
    };
    return records(kModuleBlock, each) && begun;
  }

  Cursor cursor_;
  Budget budget_;
  Tables tables_;
  unsigned code_ = 0;
  Operands operands_;
  const std::string empty_;
};

/// Whether a message can say this, which a file has told.
bool is_release(const std::string& text) {
  constexpr std::size_t kLongest = 32;
  return text.size() <= kLongest && std::all_of(text.begin(), text.end(), [](unsigned char each) {
           return std::isalnum(each) != 0 || each == '.' || each == '-' || each == '+';
         });
}

constexpr char kRemedy[] = "; make it again with lanyard facts";

}  // namespace

bool read(std::string_view bytes, Facts& out, std::string& error) {
  using llvm::support::endian::read32le;
  using llvm::support::endian::read64le;
  error.clear();
  if (bytes.substr(0, kMagic.size()) != kMagic.substr(0, bytes.size()) || bytes.empty()) {
    error = "is no fact file; name the files that lanyard facts has written";
  } else if (bytes.size() < kPrefix) {
    error = std::string("is cut short") + kRemedy;
  } else if (read32le(bytes.data() + kMagic.size()) != kVersion) {
    error = std::string("was written by another version of lanyard") + kRemedy;
  } else if ((bytes.size() - kPrefix) % kWord != 0 ||
             read64le(bytes.data() + kChecksumAt) != checksum(bytes)) {
    error = std::string("is cut short or damaged") + kRemedy;
  }
  if (!error.empty()) return false;
  Reader reader(bytes);
  std::string release;
  const bool known = reader.head(out, release);
  if (known && reader.body(out.module)) return true;
  if (known || reader.is_damaged() || !is_release(release))
    error = std::string("is damaged") + kRemedy;
  else
    error = "was written by another version of lanyard (" + release + ", this is " +
            LANYARD_VERSION + ")" + kRemedy;
  return false;
}

}  // namespace lanyard::facts
