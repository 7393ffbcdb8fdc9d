// By llvm::yaml, so that a mistake has a line and a column.
#include "checker/model/read.h"

#include <algorithm>

#include "contract/functions.h"
#include "contract/policies.h"
#include "contract/suppression.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/YAMLTraits.h"
#include "llvm/Support/xxhash.h"

namespace lanyard::model {
namespace {

/// An operand as the files write it. A type of its own, since int has YAML traits.
struct OperandText {
  Operand value = kNone;
};

/// Stands where a mapping is none of the forms that are allowed.
struct Mapping {};

/// One word, or a list of them.
struct Words {
  std::string one;
  Mapping mapping;
  std::vector<std::string> many;

  bool empty() const { return one.empty() && many.empty(); }
  std::vector<std::string> all() const {
    return one.empty() ? many : std::vector<std::string>{one};
  }
};

/// `3` is the fourth argument and what follows it, `[3]` that argument alone.
struct PassedText {
  OperandText one;
  Mapping mapping;
  std::vector<OperandText> many;
};

/// Words that are one of a few. Types of their own, so that a mistake is told where they stand.
struct KindText {
  contract::Handle value = contract::Handle::none;
};
struct PolicyText {
  std::string id;
};
struct SuppressionText {
  std::string line;
};

/// A file of suppressions, or their lines.
struct SuppressionsText {
  std::string file;
  Mapping mapping;
  std::vector<SuppressionText> lines;
};

/// What a section's rows do; `join` also names what tells that there is no thread.
struct RowText {
  Words call, construct, destroy, check, when, unless, first, last;
  PassedText passes;
  OperandText entry, stored, on, turn, thread, into, takes, gives, tries, keeps, guard, answers,
      named;
  Row row;
};

template <Effect effect>
struct Section : RowText {};

struct HandleText : RowText {
  std::string name;
  KindText kind;
  HandleClass handle;
};

struct File {
  PolicyText policy;
  std::string baseline;
  SuppressionsText suppressions;
  std::vector<Section<Effect::spawn>> spawns;
  std::vector<Section<Effect::join>> joins;
  std::vector<Section<Effect::lock>> locks;
  std::vector<Section<Effect::store>> stores;
  std::vector<Section<Effect::run>> runs;
  std::vector<Section<Effect::queue>> queues;
  std::vector<Section<Effect::collect>> collected;
  std::vector<Section<Effect::move>> moves;
  std::vector<Section<Effect::signal>> signals;
  std::vector<Section<Effect::wait>> waits;
  std::vector<Section<Effect::fork>> forks;
  std::vector<Section<Effect::stop>> stops;
  std::vector<Section<Effect::exit>> exits;
  std::vector<Section<Effect::at_exit>> at_exit;
  std::vector<Section<Effect::at_fork>> at_fork;
  std::vector<HandleText> handles;
  std::vector<std::string> types, this_thread, hands_on;
};

/// A project's file is a File with settings.
struct ProjectFile : File {};

/// What is kept while a text is read: the first mistake, the reason of the last, which LLVM does
/// not copy, and the keys of the mapping that was read last, which an unknown key belongs to.
struct Reading {
  std::string error;
  std::string reason;
  std::string keys;
};

}  // namespace
}  // namespace lanyard::model

namespace llvm::yaml {

using namespace lanyard::model;

template <Effect effect>
struct SequenceElementTraits<Section<effect>> {
  static const bool flow = false;
};

}  // namespace llvm::yaml

LLVM_YAML_IS_SEQUENCE_VECTOR(lanyard::model::HandleText)
LLVM_YAML_IS_SEQUENCE_VECTOR(lanyard::model::SuppressionText)
LLVM_YAML_IS_STRING_MAP(std::string)
LLVM_YAML_IS_FLOW_SEQUENCE_VECTOR(lanyard::model::OperandText)

namespace llvm::yaml {

template <>
struct ScalarTraits<OperandText> {
  static StringRef input(StringRef text, void*, OperandText& operand) {
    if (text == "this") {
      operand.value = kThis;
    } else if (text == "returned") {
      operand.value = kReturned;
    } else if (text == "callable") {
      operand.value = kCallable;
    } else if (text == "rest") {
      operand.value = kRest;
    } else if (text.getAsInteger(10, operand.value) || operand.value < 0) {
      return "an operand is `this`, `returned`, `callable`, `rest` or the position of an "
             "argument, from 0";
    }
    return {};
  }
  static void output(const OperandText& operand, void*, raw_ostream& out) { out << operand.value; }
  static QuotingType mustQuote(StringRef) { return QuotingType::None; }
};

/// The kind of handle that a word names, or none.
lanyard::contract::Handle kind_of(const std::string& word) {
  using lanyard::contract::Handle;
  for (Handle kind = Handle::connection; lanyard::contract::is_followed(kind);
       kind = static_cast<Handle>(static_cast<int>(kind) + 1))
    if (lanyard::contract::name(kind) == word) return kind;
  return Handle::none;
}

constexpr char kKinds[] =
    "`kind` is connection, statement, blob, backup, session or changeset iterator";

template <>
struct ScalarTraits<KindText> {
  static StringRef input(StringRef text, void*, KindText& kind) {
    kind.value = kind_of(text.str());
    return kind.value == lanyard::contract::Handle::none ? kKinds : StringRef();
  }
  static void output(const KindText&, void*, raw_ostream&) {}
  static QuotingType mustQuote(StringRef) { return QuotingType::None; }
};

template <>
struct ScalarTraits<PolicyText> {
  static StringRef input(StringRef text, void* context, PolicyText& policy) {
    policy.id = text.str();
    if (lanyard::contract::find_policy(policy.id)) return {};
    std::string known;
    for (const auto& each : lanyard::contract::kPolicies)
      known += (known.empty() ? "" : ", ") + std::string(each.id);
    std::string& reason = static_cast<Reading*>(context)->reason;
    reason = "'" + policy.id + "' is no policy; use one of: " + known;
    return reason;
  }
  static void output(const PolicyText&, void*, raw_ostream&) {}
  static QuotingType mustQuote(StringRef) { return QuotingType::None; }
};

template <>
struct ScalarTraits<SuppressionText> {
  static StringRef input(StringRef text, void* context, SuppressionText& suppression) {
    suppression.line = text.str();
    const auto read = lanyard::contract::read_suppression(suppression.line);
    if (read.complaint.empty()) return {};
    std::string& reason = static_cast<Reading*>(context)->reason;
    reason = "suppression '" + suppression.line + "' " + std::string(read.complaint);
    return reason;
  }
  static void output(const SuppressionText&, void*, raw_ostream&) {}
  static QuotingType mustQuote(StringRef) { return QuotingType::None; }
};

template <>
struct MappingTraits<Mapping> {
  static void mapping(IO& io, Mapping&) { io.setError("a word or a list is wanted here"); }
};

template <>
struct PolymorphicTraits<Words> {
  static NodeKind getKind(const Words&) { return NodeKind::Sequence; }
  static std::string& getAsScalar(Words& words) { return words.one; }
  static std::vector<std::string>& getAsSequence(Words& words) { return words.many; }
  static Mapping& getAsMap(Words& words) { return words.mapping; }
};

template <>
struct PolymorphicTraits<SuppressionsText> {
  static NodeKind getKind(const SuppressionsText&) { return NodeKind::Sequence; }
  static std::string& getAsScalar(SuppressionsText& text) { return text.file; }
  static std::vector<SuppressionText>& getAsSequence(SuppressionsText& text) { return text.lines; }
  static Mapping& getAsMap(SuppressionsText& text) { return text.mapping; }
};

template <>
struct PolymorphicTraits<PassedText> {
  static NodeKind getKind(const PassedText&) { return NodeKind::Sequence; }
  static OperandText& getAsScalar(PassedText& passed) { return passed.one; }
  static std::vector<OperandText>& getAsSequence(PassedText& passed) { return passed.many; }
  static Mapping& getAsMap(PassedText& passed) { return passed.mapping; }
};

/// Maps keys and notes them, so that an unknown one is answered with those that are known.
class Keys {
 public:
  explicit Keys(IO& io) : io_(io) {}
  Keys(const Keys&) = delete;
  Keys& operator=(const Keys&) = delete;
  ~Keys() { static_cast<Reading*>(io_.getContext())->keys = std::move(known_); }

  template <typename T>
  Keys& operator()(const char* key, T& value) {
    io_.mapOptional(key, value);
    known_ += (known_.empty() ? "" : ", ") + std::string(key);
    return *this;
  }

 private:
  IO& io_;
  std::string known_;
};

void one_trigger(IO& io, const RowText& row, const std::string& keys) {
  if (row.call.empty() + row.construct.empty() + row.destroy.empty() + row.check.empty() != 3)
    io.setError("a row has one of " + keys);
}

void map_keys(Keys& keys, Section<Effect::spawn>& row) {
  keys("entry", row.entry)("method", row.row.method)("passes", row.passes)("stored", row.stored);
  keys("on", row.on)("moved", row.row.moved)("fills", row.row.fills)("hands", row.row.hands);
  keys("every", row.row.every)("many", row.row.many)("joins", row.row.joins);
  keys("thread", row.thread)("turn", row.turn)("alone", row.row.alone);
  keys("members", row.row.members)("first", row.first)("last", row.last);
}
void map_keys(Keys& keys, Section<Effect::join>& row) { keys("thread", row.thread); }
void map_keys(Keys& keys, Section<Effect::lock>& row) {
  keys("takes", row.takes)("gives", row.gives)("tries", row.tries)("zero", row.row.zero);
  keys("keeps", row.keeps)("guard", row.guard)("shared", row.row.shared);
}
void map_keys(Keys& keys, Section<Effect::store>& row) {
  keys("entry", row.entry)("passes", row.passes)("as", row.row.as)("into", row.into);
  keys("thread", row.thread)("members", row.row.members)("standard", row.row.standard);
}
void map_keys(Keys& keys, Section<Effect::run>& row) {
  keys("entry", row.entry)("passes", row.passes)("turn", row.turn)("alone", row.row.alone);
  keys("standard", row.row.standard);
}
void map_keys(Keys& keys, Section<Effect::queue>& row) {
  keys("into", row.into)("many", row.row.many)("thread", row.thread);
}
void map_keys(Keys& keys, Section<Effect::collect>& row) {
  keys("entry", row.entry)("into", row.into)("fills", row.row.fills);
}
void map_keys(Keys& keys, Section<Effect::move>& row) {
  keys("entry", row.entry)("thread", row.thread);
}
void map_keys(Keys& keys, Section<Effect::signal>& row) { keys("entry", row.entry); }
void map_keys(Keys& keys, Section<Effect::wait>& row) { keys("entry", row.entry); }
void map_keys(Keys& keys, Section<Effect::fork>& row) {
  keys("answers", row.answers)("entry", row.entry)("passes", row.passes);
  keys("handles", row.row.handles);
}
void map_keys(Keys&, Section<Effect::stop>&) {}
void map_keys(Keys&, Section<Effect::exit>&) {}
void map_keys(Keys& keys, Section<Effect::at_exit>& row) { keys("entry", row.entry); }
void map_keys(Keys& keys, Section<Effect::at_fork>& row) { keys("entry", row.entry); }

template <Effect effect>
struct MappingTraits<Section<effect>> {
  static void mapping(IO& io, Section<effect>& row) {
    Keys keys(io);
    keys("call", row.call)("construct", row.construct);
    if (effect == Effect::join) keys("destroy", row.destroy)("check", row.check);
    keys("when", row.when)("unless", row.unless);
    map_keys(keys, row);
    one_trigger(io, row,
                effect == Effect::join ? "`call`, `construct`, `destroy` and `check`"
                                       : "`call` and `construct`");
  }
};

template <>
struct MappingTraits<HandleText> {
  static void mapping(IO& io, HandleText& text) {
    Keys keys(io);
    keys("class", text.name)("call", text.call)("kind", text.kind);
    keys("any_thread", text.handle.any_thread)("ends", text.handle.ends);
    keys("opens", text.handle.opens)("shared", text.handle.shared)("standard",
                                                                   text.handle.standard);
    keys("into", text.into)("named", text.named)("finds", text.row.finds);
    keys("means", text.handle.means);
    for (const auto& [method, function] : text.handle.means)
      if (!lanyard::contract::find_function(function.substr(0, function.find(' '))))
        io.setError("'" + function + "' is no function of SQLite's");
    if (text.name.empty() == text.call.empty())
      io.setError("a handle's row has one of `class` and `call`");
    text.handle.name = text.name;
    text.handle.kind = text.row.kind = text.kind.value;
    if (text.handle.kind == lanyard::contract::Handle::none) io.setError(kKinds);
  }
};

void map_file(Keys& keys, File& file) {
  keys("spawns", file.spawns)("joins", file.joins)("locks", file.locks);
  keys("stores", file.stores)("runs", file.runs)("queues", file.queues)("moves", file.moves);
  keys("collected", file.collected);
  keys("signals", file.signals)("waits", file.waits);
  keys("forks", file.forks)("stops", file.stops)("exits", file.exits);
  keys("at_exit", file.at_exit)("at_fork", file.at_fork);
  keys("handles", file.handles)("types", file.types);
  keys("this_thread", file.this_thread)("hands_on", file.hands_on);
}

template <>
struct MappingTraits<File> {
  static void mapping(IO& io, File& file) {
    Keys keys(io);
    map_file(keys, file);
  }
};

template <>
struct MappingTraits<ProjectFile> {
  static void mapping(IO& io, ProjectFile& file) {
    Keys keys(io);
    keys("policy", file.policy)("suppressions", file.suppressions)("baseline", file.baseline);
    map_file(keys, file);
  }
};

}  // namespace llvm::yaml

namespace lanyard::model {
namespace {

/// A message that quotes the file as one line that is safe to print.
std::string in_one_line(std::string_view message) {
  std::string line;
  for (const char each : message) {
    constexpr char kDigits[] = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(each);
    if (byte < 0x20 || byte == 0x7f)
      line += {'\\', 'x', kDigits[byte >> 4], kDigits[byte & 15]};
    else
      line += each;
  }
  return line;
}

/// Keeps the first mistake, as one line.
void keep_first(const llvm::SMDiagnostic& mistake, void* context) {
  Reading& reading = *static_cast<Reading*>(context);
  if (!reading.error.empty()) return;
  std::string message = mistake.getMessage().str();
  if (message.rfind("unknown key", 0) == 0) message += "; known here: " + reading.keys;
  reading.error =
      in_one_line(mistake.getFilename().str() + ":" + std::to_string(mistake.getLineNo()) + ":" +
                  std::to_string(mistake.getColumnNo() + 1) + ": " + message);
}

/// The rows of one entry of a section: one for each name that it lists.
void add_rows(Effect effect, const RowText& text, std::vector<Row>& to) {
  Row row = text.row;
  row.effect = effect;
  row.when = text.when.all();
  row.unless = text.unless.all();
  row.first = text.first.all();
  row.last = text.last.all();
  row.entry = text.entry.value;
  row.stored = text.stored.value;
  row.on = text.on.value;
  row.turn = text.turn.value;
  row.thread = text.thread.value;
  row.into = text.into.value;
  row.takes = text.takes.value;
  row.gives = text.gives.value;
  row.tries = text.tries.value;
  row.keeps = text.keeps.value;
  row.guard = text.guard.value;
  row.answers = text.answers.value;
  row.named = text.named.value;
  row.passes.and_following = text.passes.one.value >= 0;
  if (text.passes.one.value != kNone) row.passes.operands.push_back(text.passes.one.value);
  for (const OperandText& each : text.passes.many) row.passes.operands.push_back(each.value);
  const auto add = [&](Trigger trigger, const Words& names) {
    row.trigger = trigger;
    for (const std::string& name : names.all()) {
      row.name = name;
      to.push_back(row);
    }
  };
  add(Trigger::call, text.call);
  add(Trigger::construct, text.construct);
  add(Trigger::destroy, text.destroy);
  add(Trigger::check, text.check);
}

Rules rules_of(const File& file) {
  Rules rules;
  const auto add = [&](Effect effect, const auto& section) {
    for (const RowText& each : section) add_rows(effect, each, rules.rows);
  };
  add(Effect::spawn, file.spawns);
  add(Effect::join, file.joins);
  add(Effect::lock, file.locks);
  add(Effect::store, file.stores);
  add(Effect::run, file.runs);
  add(Effect::queue, file.queues);
  add(Effect::collect, file.collected);
  add(Effect::move, file.moves);
  add(Effect::signal, file.signals);
  add(Effect::wait, file.waits);
  add(Effect::fork, file.forks);
  add(Effect::stop, file.stops);
  add(Effect::exit, file.exits);
  add(Effect::at_exit, file.at_exit);
  add(Effect::at_fork, file.at_fork);
  for (const HandleText& each : file.handles) {
    if (!each.name.empty()) rules.handles.push_back(each.handle);
    add_rows(Effect::handle, each, rules.rows);
  }
  rules.types = file.types;
  rules.this_thread = file.this_thread;
  rules.hands_on = file.hands_on;
  return rules;
}

/// Whether a line begins with a mark that stands between documents, `---` or `...`.
bool is_mark(std::string_view line) {
  const std::string_view mark = line.substr(0, 3);
  return (mark == "---" || mark == "...") &&
         (line.size() == 3 || std::string_view(" \t\r").find(line[3]) != std::string_view::npos);
}

/// What LLVM's parser passes over without a word, so that rows would be lost: a mistake as read()
/// tells it, or "". Documents behind the first; and what a tab indents, which YAML forbids.
std::string passed_over(std::string_view text, std::string_view name) {
  bool has_content = false, has_ended = false;
  std::size_t number = 0;
  const auto mistake = [&](std::size_t column, const char* what) {
    return in_one_line(std::string(name) + ":" + std::to_string(number) + ":" +
                       std::to_string(column + 1) + ": " + what);
  };
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    ++number;
    std::size_t first = line.find_first_not_of(" \t\r");
    if (is_mark(line)) {
      has_ended = has_content;
      first = line.find_first_not_of(" \t\r", 3);
    }
    if (first == std::string_view::npos || line[first] == '#') continue;
    if (const std::size_t tab = line.find('\t'); tab < first)
      return mistake(tab, "a tab; YAML indents with spaces alone");
    if (has_ended) return mistake(first, "a second document; all of it belongs into the first");
    has_content |= line.front() != '%';
  }
  return "";
}

template <typename AnyFile>
std::string read_file(std::string_view text, std::string_view name, AnyFile& file) {
  if (std::string mistake = passed_over(text, name); !mistake.empty()) return mistake;
  Reading reading;
  llvm::yaml::Input input(
      llvm::MemoryBufferRef({text.data(), text.size()}, {name.data(), name.size()}), &reading,
      keep_first, &reading);
  input >> file;
  if (!input.error()) return "";
  return reading.error.empty() ? std::string(name) + ":1:1: not readable as YAML" : reading.error;
}

}  // namespace

std::string read(std::string_view text, std::string_view name, Rules& rules) {
  File file;
  std::string error = read_file(text, name, file);
  if (!error.empty()) return error;
  rules = rules_of(file);
  rules.digest = llvm::xxHash64({text.data(), text.size()});
  return "";
}

std::string read(std::string_view text, std::string_view name, Settings& settings) {
  ProjectFile file;
  std::string error = read_file(text, name, file);
  if (!error.empty()) return error;
  settings.policy = file.policy.id;
  settings.suppressions_file = file.suppressions.file;
  settings.suppressions.clear();
  for (const SuppressionText& each : file.suppressions.lines)
    settings.suppressions.push_back(each.line);
  settings.baseline = file.baseline;
  settings.rules = rules_of(file);
  settings.rules.digest = llvm::xxHash64({text.data(), text.size()});
  return "";
}

}  // namespace lanyard::model
