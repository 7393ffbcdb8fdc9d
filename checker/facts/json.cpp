// A fact file as JSON: what has no value is left out.
#include "llvm/Support/JSON.h"
#include "checker/facts/facts.h"
#include "checker/facts/format.h"
#include "llvm/Support/raw_ostream.h"

namespace lanyard::facts {
namespace {

llvm::json::Value value(const std::string& string) { return llvm::json::fixUTF8(string); }

llvm::StringRef reference(std::string_view text) { return {text.data(), text.size()}; }

/// Whether a field says no more than its absence would; most fields of most events do not.
template <typename T>
bool is_absent(const T& object) {
  if constexpr (std::is_same_v<T, std::string> || IsVector<T>::value)
    return object.empty();
  else if constexpr (std::is_same_v<T, summary::Source>)
    return object.line == 0;
  else if constexpr (std::is_same_v<T, summary::Place> || std::is_same_v<T, bool>)
    return !object;
  else
    return false;
}

template <typename T>
void print(llvm::json::OStream& out, const T& object) {
  if constexpr (std::is_same_v<T, std::string>) {
    out.value(value(object));
  } else if constexpr (IsVector<T>::value) {
    out.array([&] {
      for (const auto& each : object) print(out, each);
    });
  } else if constexpr (IsPair<T>::value) {
    out.array([&] {
      print(out, object.first);
      print(out, object.second);
    });
  } else if constexpr (summary::HasFields<T>::value) {
    out.object([&] {
      summary::each_field(object, [&](std::string_view key, const auto& member) {
        if (is_absent(member)) return;
        out.attributeBegin(reference(key));
        print(out, member);
        out.attributeEnd();
      });
    });
  } else if constexpr (std::is_enum_v<T>) {
    using contract::name;
    using summary::name;
    out.value(reference(name(object)));
  } else if constexpr (std::is_same_v<T, bool>) {
    out.value(object);
  } else {
    out.value(static_cast<std::int64_t>(object));
  }
}

}  // namespace

std::string json(const Facts& facts) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  llvm::json::OStream out(stream, /*IndentSize=*/2);
  out.object([&] {
    out.attribute("release", LANYARD_VERSION);
    // As text, for JSON's numbers end at 2^53.
    out.attribute("configuration", std::to_string(facts.configuration));
    if (!facts.problem.empty()) out.attribute("problem", facts.problem);
    out.attributeBegin("module");
    print(out, facts.module);
    out.attributeEnd();
  });
  stream << '\n';
  stream.flush();
  return text;
}

}  // namespace lanyard::facts
