// Reads the model's data files with llvm::yaml, so that a mistake has a line and a column.
#include "checker/model/model.h"

#include <cstdio>
#include <cstdlib>

#include "checker/model/data.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/YAMLTraits.h"
#include "llvm/Support/xxhash.h"

namespace lanyard::model {
namespace {

/// An operand as the files write it. A type of its own, since int has YAML traits.
struct OperandText {
  Operand value = kNone;
};

/// A row as the files write it, before it is checked.
struct RowText {
  std::string call, construct, destroy, check, skips, unless, hands;
  OperandText entry, passes, thread, takes, gives, answers;
};

struct File {
  std::vector<RowText> spawns, joins, locks, forks, stops, exits, at_exit;
  std::vector<std::string> types;
};

std::string_view last_part(std::string_view name) {
  const auto colon = name.rfind("::");
  return colon == std::string_view::npos ? name : name.substr(colon + 2);
}

Row row_of(Effect effect, const RowText& text) {
  Row row;
  row.effect = effect;
  row.trigger = !text.call.empty()        ? Trigger::call
                : !text.construct.empty() ? Trigger::construct
                : !text.destroy.empty()   ? Trigger::destroy
                                          : Trigger::check;
  row.name = text.call + text.construct + text.destroy + text.check;
  row.entry = text.entry.value;
  row.passes = text.passes.value;
  row.thread = text.thread.value;
  row.takes = text.takes.value;
  row.gives = text.gives.value;
  row.answers = text.answers.value;
  row.skips = text.skips;
  row.unless = text.unless;
  row.hands = text.hands;
  return row;
}

}  // namespace
}  // namespace lanyard::model

LLVM_YAML_IS_SEQUENCE_VECTOR(lanyard::model::RowText)

namespace llvm::yaml {

template <>
struct ScalarTraits<lanyard::model::OperandText> {
  static StringRef input(StringRef text, void*, lanyard::model::OperandText& operand) {
    if (text == "this") {
      operand.value = lanyard::model::kThis;
    } else if (text == "returned") {
      operand.value = lanyard::model::kReturned;
    } else if (text.getAsInteger(10, operand.value) || operand.value < 0) {
      return "an operand is `this`, `returned` or the position of an argument, from 0";
    }
    return {};
  }
  static void output(const lanyard::model::OperandText& operand, void*, raw_ostream& out) {
    out << operand.value;
  }
  static QuotingType mustQuote(StringRef) { return QuotingType::None; }
};

template <>
struct MappingTraits<lanyard::model::RowText> {
  static void mapping(IO& io, lanyard::model::RowText& row) {
    io.mapOptional("call", row.call);
    io.mapOptional("construct", row.construct);
    io.mapOptional("destroy", row.destroy);
    io.mapOptional("check", row.check);
    io.mapOptional("entry", row.entry);
    io.mapOptional("passes", row.passes);
    io.mapOptional("thread", row.thread);
    io.mapOptional("skips", row.skips);
    io.mapOptional("unless", row.unless);
    io.mapOptional("hands", row.hands);
    io.mapOptional("takes", row.takes);
    io.mapOptional("gives", row.gives);
    io.mapOptional("answers", row.answers);
    if (row.call.empty() + row.construct.empty() + row.destroy.empty() + row.check.empty() != 3)
      io.setError("a row has one of `call`, `construct`, `destroy` and `check`");
  }
};

template <>
struct MappingTraits<lanyard::model::File> {
  static void mapping(IO& io, lanyard::model::File& file) {
    io.mapOptional("spawns", file.spawns);
    io.mapOptional("joins", file.joins);
    io.mapOptional("locks", file.locks);
    io.mapOptional("forks", file.forks);
    io.mapOptional("stops", file.stops);
    io.mapOptional("exits", file.exits);
    io.mapOptional("at_exit", file.at_exit);
    io.mapOptional("types", file.types);
  }
};

}  // namespace llvm::yaml

namespace lanyard::model {
namespace {

/// Keeps the first mistake, as one line.
void keep_first(const llvm::SMDiagnostic& mistake, void* context) {
  std::string& error = *static_cast<std::string*>(context);
  if (!error.empty()) return;
  error = mistake.getFilename().str() + ":" + std::to_string(mistake.getLineNo()) + ":" +
          std::to_string(mistake.getColumnNo() + 1) + ": " + mistake.getMessage().str();
}

}  // namespace

const Library& Library::built_in() {
  static const Library library = [] {
    Library all;
    for (std::size_t i = 0; i != kDataFileCount; ++i) {
      const std::string error = all.add(kDataFiles[i].text, kDataFiles[i].name);
      if (error.empty()) continue;
      std::fprintf(stderr, "lanyard: %s\n", error.c_str());
      std::abort();
    }
    return all;
  }();
  return library;
}

std::string Library::add(std::string_view text, std::string_view name) {
  std::string error;
  llvm::yaml::Input input(
      llvm::MemoryBufferRef({text.data(), text.size()}, {name.data(), name.size()}), nullptr,
      keep_first, &error);
  File file;
  input >> file;
  if (input.error()) return error.empty() ? std::string(name) + ": not readable as YAML" : error;
  const auto add_rows = [this](Effect effect, const std::vector<RowText>& rows) {
    for (const RowText& row : rows) {
      const Row made = row_of(effect, row);
      rows_[std::string(last_part(made.name))].push_back(made);
      const bool is_class = made.trigger == Trigger::construct || made.trigger == Trigger::destroy;
      const auto scope = made.name.rfind("::");
      classes_.insert(is_class || scope == std::string::npos ? made.name
                                                             : made.name.substr(0, scope));
    }
  };
  add_rows(Effect::spawn, file.spawns);
  add_rows(Effect::join, file.joins);
  add_rows(Effect::lock, file.locks);
  add_rows(Effect::fork, file.forks);
  add_rows(Effect::stop, file.stops);
  add_rows(Effect::exit, file.exits);
  add_rows(Effect::at_exit, file.at_exit);
  classes_.insert(file.types.begin(), file.types.end());
  digest_ = llvm::xxHash64(std::to_string(digest_).append(text));
  return "";
}

const Row* Library::find(Trigger trigger, std::string_view qualified_name) const {
  const auto rows = rows_.find(std::string(last_part(qualified_name)));
  if (rows == rows_.end()) return nullptr;
  for (const Row& row : rows->second)
    if (row.trigger == trigger && row.name == qualified_name) return &row;
  return nullptr;
}

bool Library::mentions(std::string_view word) const { return rows_.count(std::string(word)) != 0; }

}  // namespace lanyard::model
