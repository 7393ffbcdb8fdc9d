// Prints the shim's entry points, or the linker's list of what it exports, from the
// contract. Run by the build: generate_entries entries|exports|forwards > FILE.
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

/// The pieces of one entry point, each as C++ text.
struct Pieces {
  std::string name, result, types, parameters, arguments, refusal, handle;

  explicit Pieces(const Function& row) : name(row.name), result(c_type_of(row.signature[0])) {
    const std::string letters(row.signature.substr(2, row.signature.size() - 3));
    for (std::size_t i = 0; i < letters.size(); ++i) {
      const std::string separator = i ? ", " : "";
      types += separator + c_type_of(letters[i]);
      parameters += separator + c_type_of(letters[i]) + " " + argument(static_cast<int>(i));
      arguments += separator + argument(static_cast<int>(i));
    }
    if (row.flags & result_code)
      refusal = "misuse";
    else if (result == "void*")
      refusal = "nullptr";
    else if (result != "void")
      refusal = "0";
    handle = row.argument == kNowhere ? "nullptr" : argument(row.argument);
  }

  std::string self() const { return "entry(\"" + name + "\")"; }
  std::string call(const std::string& real) const {
    return "as<" + result + "(" + types + ")>(" + real + ")(" + arguments + ")";
  }
};

/// A use whose first handle is not the thread's own, or which uses two: a function of its own, so
/// that the entry point keeps no register for it.
std::string slow_part(const Function& row, const Pieces& p) {
  const std::string second =
      row.second_argument == kNowhere ? "" : ", " + argument(row.second_argument);
  const std::string call =
      "  Call call(" + p.self() + ", " + p.handle + second + ", caller, stack);\n";
  const std::string body = p.result == "void"
                               ? call + "  if (!call.real()) return;\n  " + p.call("call.real()") +
                                     ";\n  call.leave();\n"
                               : call + "  if (!call.real()) return " + p.refusal +
                                     ";\n  return call.leave(" + p.call("call.real()") + ");\n";
  return "LANYARD_SLOW " + p.result + " " + p.name + "_slowly(" + p.parameters +
         ", void* caller, const void* stack) {\n" + body + "}\n\n";
}

std::string use_body(const Function& row, const Pieces& p) {
  std::string slowly =
      "  return " + p.name + "_slowly(" + p.arguments + ", LANYARD_CALLER, stack_here());\n";
  if (row.second_argument != kNowhere) return slowly;
  const std::string find = "  const Found found(" + p.handle +
                           ");\n  if (void* real = found.enter(" + p.self() + ")) [[likely]]";
  if (p.result == "void")
    return find + " {\n    " + p.call("real") + ";\n    found.leave(0);\n    return;\n  }\n" +
           slowly;
  return find + "\n    return found.leave(" + p.call("real") + ");\n" + slowly;
}

/// `instance` is what follows the caller among Creation's arguments.
std::string creation_body(const Function& row, const Pieces& p, const std::string& instance = "") {
  const std::string start =
      "  Creation call(" + p.self() + ", " + p.handle + ", LANYARD_CALLER" + instance + ");\n";
  if (row.made_argument == kReturned)
    return start + "  if (!call.real()) return " + p.refusal + ";\n  return call.settle(" +
           p.call("call.real()") + ");\n";
  const std::string out = argument(row.made_argument);
  return start + "  if (!call.real()) return leave_nothing(" + out + "), " + p.refusal +
         ";\n  return call.settle(" + p.call("call.real()") + ", " + out + ");\n";
}

std::string release_body(const Pieces& p) {
  const std::string start = "  Release call(" + p.self() + ", " + p.handle + ", LANYARD_CALLER);\n";
  if (p.result == "void")
    return start + "  if (!call.real()) return;\n  " + p.call("call.real()") +
           ";\n  call.settle(0);\n";
  return start + "  if (!call.real()) return " + p.refusal + ";\n  return call.settle(" +
         p.call("call.real()") + ");\n";
}

void print_entries() {
  for (std::size_t i = 0; i < lanyard::hook::kEntryCount; ++i) {
    const Function& row = lanyard::hook::row(i);
    const Pieces pieces(row);
    const std::string body = creates(row)              ? creation_body(row, pieces)
                             : row.act == Act::release ? release_body(pieces)
                                                       : use_body(row, pieces);
    const bool is_split = !creates(row) && row.act != Act::release;
    std::printf("%sLANYARD_ENTRY %s %s(%s) {\n%s}\n\n",
                is_split ? slow_part(row, pieces).c_str() : "", pieces.result.c_str(),
                pieces.name.c_str(), pieces.parameters.c_str(), body.c_str());
  }
}

/// A creation that takes no handle, once more for each of the first instances.
void print_variants() {
  std::string table;
  for (std::size_t i = 0; i < lanyard::hook::kEntryCount; ++i) {
    const Function& row = lanyard::hook::row(i);
    if (row.argument != kNowhere) continue;
    const Pieces pieces(row);
    std::printf("template <unsigned number>\n%s %s_of(%s) {\n%s}\n\n", pieces.result.c_str(),
                pieces.name.c_str(), pieces.parameters.c_str(),
                creation_body(row, pieces, ", lanyard::hook::library_number(number)").c_str());
    table += "    {" + pieces.self() + ", {";
    for (unsigned number = 0; number < lanyard::hook::kVariants; ++number)
      table += "reinterpret_cast<void*>(&" + pieces.name + "_of<" + std::to_string(number) + ">), ";
    table += "}},\n";
  }
  std::printf("const lanyard::hook::Variants variants[] = {\n%s};\n\n", table.c_str());
}

void print_entry_points() {
  std::printf("void* const lanyard::hook::entry_points[] = {\n");
  for (std::size_t i = 0; i < lanyard::hook::kEntryCount; ++i)
    std::printf("    reinterpret_cast<void*>(&%s),\n",
                std::string(lanyard::hook::row(i).name).c_str());
  std::printf("};\n");
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
    print_entries(), print_variants(), print_entry_points();
  else if (count == 2 && !std::strcmp(arguments[1], "exports"))
    print_exports();
  else if (count == 2 && !std::strcmp(arguments[1], "forwards"))
    print_forwards();
  else
    return std::fprintf(stderr, "usage: generate_entries entries|exports|forwards\n"), 2;
  return std::fflush(stdout) ? 1 : 0;
}
