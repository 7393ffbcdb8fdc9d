// Prints the shim's entry points, or the linker's list of what it exports, from the
// contract. Run by the build: generate_entries entries|brief|exports|forwards > FILE.
#include <cstdio>
#include <cstring>
#include <string>

#include "runtime/hook/entries.h"

namespace {

using namespace lanyard::contract;

std::string c_type_of(char letter) {
  switch (letter) {
    case 'p': return "void*";
    case 'i': return "int";
    case 'u': return "unsigned int";
    case 'l': return "long long";
    case 'w': return "unsigned long long";
    case 'd': return "double";
    case 'b': return "char";
    case 'c': return "unsigned char";
    case 'z': return "unsigned long";
    default: return "void";
  }
}

std::string argument(int position) { return "a" + std::to_string(position); }

/// How many arguments are handed on of those that `...` stands for. SQLite's functions that have a
/// handle take three at the most, numbers and pointers; so many come in registers, whether they are
/// there or not, and each goes on as it came.
constexpr int kHandedOn = 4;

/// What a refused call answers, where it answers something.
std::string refusal_of(const Function& row) {
  if (row.name == "sqlite3_errmsg") return "misuse_text()";
  if (row.name == "sqlite3_errmsg16") return "misuse_text16()";
  if (row.result() == 'p') return "nullptr";
  return std::to_string(lanyard::hook::refused_answer(row));
}

/// The pieces of one entry point, each as C++ text. `parameters` are those that its parts hand on.
struct Pieces {
  std::string name, result, types, parameters, arguments, refusal, handle;
  std::string declared;  // parameters, as the program sees them

  explicit Pieces(const Function& row) : name(row.name), result(c_type_of(row.result())) {
    const std::string_view letters = row.arguments();
    for (std::size_t i = 0; i < letters.size() && letters[i] != '.'; ++i) {
      const std::string separator = i ? ", " : "";
      types += separator + c_type_of(letters[i]);
      parameters += separator + c_type_of(letters[i]) + " " + argument(static_cast<int>(i));
      arguments += separator + argument(static_cast<int>(i));
    }
    declared = parameters;
    if (row.flags & variadic) add_rest(static_cast<int>(letters.size()) - 1);
    refusal = refusal_of(row);
    handle = row.argument == kNowhere ? "nullptr" : argument(row.argument);
  }

  /// Those that `...` stands for, from the argument `first` on.
  void add_rest(int first) {
    types += ", ...";
    declared += ", ...";
    for (int i = first; i < first + kHandedOn; ++i) {
      parameters += ", void* " + argument(i);
      arguments += ", " + argument(i);
    }
  }

  /// The parameters, of which only one has a name.
  std::string parameters_named(int position) const {
    std::string list = parameters;
    for (int i = 0; list.find(" " + argument(i)) != std::string::npos; ++i)
      if (i != position) list.erase(list.find(" " + argument(i)), argument(i).size() + 1);
    return list;
  }

  std::string self() const { return "entry(\"" + name + "\")"; }
  std::string call(const std::string& real) const {
    return "as<" + result + "(" + types + ")>(" + real + ")(" + arguments + ")";
  }
};

/// How a function is called.
enum class Manner { use, creation, release };

Manner manner_of(const Function& row) {
  if (creates(row)) return Manner::creation;
  return row.act == Act::release ? Manner::release : Manner::use;
}

/// Whether a function has a short way where the handle is the thread's own. Connections come and
/// go by what is the same for all; of two handles both are looked at.
bool has_short_way(const Function& row) {
  if (row.second_argument != kNowhere) return false;
  switch (manner_of(row)) {
    case Manner::creation: return row.argument != kNowhere;
    case Manner::release: return row.handle != Handle::connection;
    case Manner::use: break;
  }
  return true;
}

/// What a refused call leaves where the program may look, and what it answers.
std::string refuse(const Function& row, const Pieces& p) {
  std::string text;
  for (int i = 0; i < static_cast<int>(row.arguments().size()); ++i)
    if (row.pointers & bit(i)) text += "leave_nothing(" + argument(i) + "), ";
  return text + p.refusal;
}

/// The call, made without a handle.
std::string call_on_nothing(const Pieces& p) {
  return "as<" + p.result + "(" + p.types + ")>(call.refused())(nullptr" +
         p.arguments.substr(p.handle.size()) + ")";
}

std::string use_body(const Function& row, const Pieces& p) {
  std::string start = "  Call call(" + p.self() + ", " + p.handle + ", caller, stack);\n";
  if (lanyard::hook::always_answers(row))
    start += "  if (call.refused()) return " + call_on_nothing(p) + ";\n";
  return p.result == "void" ? start + "  if (!call.real()) return;\n  " + p.call("call.real()") +
                                  ";\n  call.leave();\n"
                            : start + "  if (!call.real()) return " + refuse(row, p) +
                                  ";\n  return call.leave(" + p.call("call.real()") + ");\n";
}

/// What a call on the thread's own connection does, once it has entered it.
std::string short_way(const Function& row, const Pieces& p) {
  const std::string call = p.call("found.real(" + p.self() + ")");
  switch (manner_of(row)) {
    case Manner::creation: {
      const bool is_returned = row.made_argument == kReturned;
      const std::string made =
          is_returned ? "answer" : "made_by(answer, " + argument(row.made_argument) + ")";
      return "    const auto answer = " + call + ";\n    add_own(" + p.self() + ", " + made + ", " +
             p.handle + ", LANYARD_CALLER, LANYARD_FRAME);\n    return found.leave(answer);\n";
    }
    case Manner::release: {
      // Once the record is dropped, the connection may be another thread's.
      const std::string drop =
          "    void* const real = found.real(" + p.self() + ");\n    drop_own(" + p.handle + ");\n";
      const std::string freed = p.call("real");
      return p.result == "void"
                 ? drop + "    " + freed + ";\n    found.leave_freed(0);\n    return;\n"
                 : drop + "    return found.leave_freed(" + freed + ");\n";
    }
    case Manner::use: break;
  }
  return p.result == "void" ? "    " + call + ";\n    found.leave(0);\n    return;\n"
                            : "    return found.leave(" + call + ");\n";
}

/// How the record of its handle is found.
std::string found_by(const Function& row) {
  if (row.part == Part::step) return " = Found::to_step(";
  return row.handle == Handle::statement ? " = Found::statement(" : "(";
}

/// Takes the arguments that `...` stands for.
std::string take_rest(const Function& row) {
  const int first = static_cast<int>(row.arguments().size()) - 1;
  std::string text = "  std::va_list rest;\n  va_start(rest, " + argument(first - 1) + ");\n";
  for (int i = first; i < first + kHandedOn; ++i)
    text += "  void* const " + argument(i) + " = va_arg(rest, void*);\n";
  return text + "  va_end(rest);\n";
}

std::string entry_body(const Function& row, const Pieces& p) {
  const std::string frame = manner_of(row) == Manner::creation ? ", LANYARD_FRAME" : "";
  const std::string start = row.flags & variadic ? take_rest(row) : "";
  std::string slowly = "  return " + p.name + "_slowly(" + p.arguments +
                       ", LANYARD_CALLER, stack_here()" + frame + ");\n";
  if (!has_short_way(row)) return start + slowly;
  return start + "  const Found found" + found_by(row) + p.handle + ");\n  if (found.enter(" +
         p.self() + ")) [[likely]] {\n" + short_way(row, p) + "  }\n" + slowly;
}

/// Of a brief call.
std::string brief_body(const Function& row, const Pieces& p) {
  const std::string found = p.call("found.real(" + p.self() + ")") + ";\n";
  const std::string slowly =
      "  return " + p.name + "_slowly(" + p.arguments + ", LANYARD_CALLER, stack_here());\n";
  if (row.handle != Handle::statement)
    return "  const Found found(" + p.handle +
           ");\n  if (found.is_simply_own()) [[likely]]\n    return " + found + slowly;
  return "  const Found last = Found::last_stepped();\n  if (last.is(" + p.handle +
         ")) [[likely]] {\n    if (last.is_still_own()) [[likely]]\n      return " +
         p.call("first_libraries[0].call[" + p.self() + "]") +
         ";\n  } else if (const Found found(" + p.handle +
         "); found.is_simply_own()) {\n    return " + found + "  }\n" + slowly;
}

/// `instance` is what follows the stack among Creation's arguments.
std::string creation_body(const Function& row, const Pieces& p, const std::string& instance = "") {
  const std::string start = "  Creation call(" + p.self() + ", " + p.handle +
                            ", caller, stack, frame" + instance + ");\n";
  if (row.made_argument == kReturned)
    return start + "  if (!call.real()) return " + p.refusal + ";\n  return call.settle(" +
           p.call("call.real()") + ");\n";
  const std::string out = argument(row.made_argument);
  return start + "  if (!call.real()) return leave_nothing(" + out + "), " + p.refusal +
         ";\n  return call.settle(" + p.call("call.real()") + ", " + out + ");\n";
}

std::string release_body(const Pieces& p) {
  const std::string start = "  Release call(" + p.self() + ", " + p.handle + ", caller, stack);\n";
  if (p.result == "void")
    return start + "  if (!call.real()) return;\n  " + p.call("call.real()") +
           ";\n  call.settle(0);\n";
  return start + "  if (!call.real()) return " + p.refusal + ";\n  return call.settle(" +
         p.call("call.real()") + ");\n";
}

std::string function(const std::string& before, const Pieces& p, const std::string& suffix,
                     const std::string& parameters, const std::string& body) {
  return before + " " + p.result + " " + p.name + suffix + "(" + parameters + ") {\n" + body +
         "}\n\n";
}

/// The use of a second handle, around what is done about the first.
std::string second_body(const Function& row, const Pieces& p, const std::string& frame) {
  return "  Second second(" + p.self() + ", " + p.handle + ", " + argument(row.second_argument) +
         ", caller, stack);\n  if (second.is_refused()) return " + p.refusal +
         ";\n  const auto answer = " + p.name + "_by_first(" + p.arguments + ", caller, stack" +
         frame + ");\n  second.leave();\n  return answer;\n";
}

/// The long way: a function of its own, so that the entry point keeps no register for it.
std::string slow_part(const Function& row, const Pieces& p) {
  const Manner manner = manner_of(row);
  const std::string body = manner == Manner::creation  ? creation_body(row, p)
                           : manner == Manner::release ? release_body(p)
                                                       : use_body(row, p);
  const std::string frame = manner == Manner::creation ? ", const void* frame" : "";
  const std::string parameters = p.parameters + ", void* caller, const void* stack" + frame;
  if (row.second_argument == kNowhere)
    return function("LANYARD_SLOW", p, "_slowly", parameters, body);
  return function("LANYARD_SLOW", p, "_by_first", parameters, body) +
         function("LANYARD_SLOW", p, "_slowly", parameters,
                  second_body(row, p, manner == Manner::creation ? ", frame" : ""));
}

/// What stands in for a function that an instance lacks.
std::string missing_part(const Function& row, const Pieces& p) {
  const std::string tell = "  lanyard::hook::tell_missing_call(" + p.self() + ");\n";
  const std::string refuse = p.result == "void" ? "" : "  return " + p.refusal + ";\n";
  if (!creates(row) || row.made_argument == kReturned)
    return function("static", p, "_missing", p.types, tell + refuse);
  const std::string nothing = "  leave_nothing(" + argument(row.made_argument) + ");\n";
  return function("static", p, "_missing", p.parameters_named(row.made_argument),
                  tell + nothing + refuse);
}

void print_entry(const Function& row) {
  const Pieces pieces(row);
  const std::string body =
      lanyard::hook::is_brief(row) ? brief_body(row, pieces) : entry_body(row, pieces);
  std::printf("%s%s", slow_part(row, pieces).c_str(),
              function("LANYARD_ENTRY", pieces, "", pieces.declared, body).c_str());
}

/// Those that are not brief, or those that are.
void print_entries(bool are_brief) {
  for (std::size_t i = 0; i < lanyard::hook::kEntryCount; ++i) {
    const Function& row = lanyard::hook::row(i);
    if (lanyard::hook::is_brief(row) == are_brief)
      print_entry(row);
    else if (!are_brief)
      std::printf("LANYARD_ENTRY %s %s(%s);\n\n", Pieces(row).result.c_str(),
                  Pieces(row).name.c_str(), Pieces(row).types.c_str());
    if (!are_brief) std::printf("%s", missing_part(row, Pieces(row)).c_str());
  }
}

/// A creation that takes no handle, once more for each of the first instances.
void print_variants() {
  std::string table;
  for (std::size_t i = 0; i < lanyard::hook::kEntryCount; ++i) {
    const Function& row = lanyard::hook::row(i);
    if (row.argument != kNowhere) continue;
    const Pieces pieces(row);
    const std::string start =
        "  void* const caller = LANYARD_CALLER;\n  const void* const stack = stack_here();\n"
        "  const void* const frame = LANYARD_FRAME;\n";
    const std::string body =
        start + creation_body(row, pieces, ", lanyard::hook::library_number(number)");
    std::printf(
        "%s",
        function("template <unsigned number>", pieces, "_of", pieces.parameters, body).c_str());
    table += "    {" + pieces.self() + ", {";
    for (unsigned number = 0; number < lanyard::hook::kVariants; ++number)
      table += "reinterpret_cast<void*>(&" + pieces.name + "_of<" + std::to_string(number) + ">), ";
    table += "}},\n";
  }
  std::printf("const lanyard::hook::Variants variants[] = {\n%s};\n\n", table.c_str());
}

void print_points(const char* table, const char* suffix) {
  std::printf("void* const lanyard::hook::%s[] = {\n", table);
  for (std::size_t i = 0; i < lanyard::hook::kEntryCount; ++i)
    std::printf("    reinterpret_cast<void*>(&%s%s),\n",
                std::string(lanyard::hook::row(i).name).c_str(), suffix);
  std::printf("};\n\n");
}

/// Functions that hand the call on and do nothing else: bench/ measures the shim beside them.
void print_forwards() {
  for (std::size_t i = 0; i < lanyard::hook::kEntryCount; ++i) {
    const Pieces pieces(lanyard::hook::row(i));
    const std::string real = "real[" + std::to_string(i) + "]";
    std::printf("LANYARD_FORWARD %s %s(%s) { return %s; }\n", pieces.result.c_str(),
                pieces.name.c_str(), pieces.parameters.c_str(), pieces.call(real).c_str());
  }
}

void print_exports() {
  std::printf("{\nglobal:\n");
  for (std::size_t i = 0; i < lanyard::hook::kEntryCount; ++i)
    std::printf("  %s;\n", std::string(lanyard::hook::row(i).name).c_str());
  for (const std::string_view name : lanyard::hook::kOtherExports)
    std::printf("  %s;\n", std::string(name).c_str());
  std::printf("local: *;\n};\n");
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 2 && !std::strcmp(arguments[1], "entries"))
    print_entries(false), print_variants(), print_points("entry_points", ""),
        print_points("missing_points", "_missing");
  else if (count == 2 && !std::strcmp(arguments[1], "brief"))
    print_entries(true);
  else if (count == 2 && !std::strcmp(arguments[1], "exports"))
    print_exports();
  else if (count == 2 && !std::strcmp(arguments[1], "forwards"))
    print_forwards();
  else
    return std::fprintf(stderr, "usage: generate_entries entries|brief|exports|forwards\n"), 2;
  return std::fflush(stdout) ? 1 : 0;
}
