#include "checker/summary/database.h"

#include <algorithm>
#include <map>
#include <set>

#include "checker/summary/adjust.h"
#include "clang/Driver/Types.h"
#include "clang/Tooling/JSONCompilationDatabase.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

namespace lanyard::summary {
namespace {

constexpr char kFile[] = "compile_commands.json";

std::string below(const std::string& folder, const std::string& name) {
  llvm::SmallString<256> path(name);
  if (!llvm::sys::path::is_absolute(path)) {
    path = folder;
    llvm::sys::path::append(path, name);
  }
  return path.str().str();
}

std::string without_any_dots(llvm::SmallString<256> path) {
  llvm::sys::path::remove_dots(path, /*remove_dot_dot=*/true);
  return path.str().str();
}

bool begins(llvm::StringRef word, llvm::StringRef prefix) {
  return word.take_front(prefix.size()) == prefix;
}

/// The arguments that decide what the preprocessor makes of a file: -D, -U, -I, -std, -x, and
/// -include, -isystem and such.
std::vector<std::string> preprocessing(const std::vector<std::string>& line) {
  std::vector<std::string> result;
  for (std::size_t i = 1; i < line.size(); ++i) {
    const llvm::StringRef word = line[i];
    const bool alone = word == "-D" || word == "-U" || word == "-I" || word == "-x";
    const bool is_path = begins(word, "-i");
    if (!alone && !is_path && !begins(word, "-D") && !begins(word, "-U") && !begins(word, "-I") &&
        !begins(word, "-x") && !begins(word, "-std="))
      continue;
    result.push_back(line[i]);
    if ((alone || is_path) && i + 1 < line.size()) result.push_back(line[++i]);
  }
  return result;
}

/// `base` is the database's own folder: a relative folder counts from there, wherever we are.
Command command_of(const clang::tooling::CompileCommand& from, const std::string& base) {
  Command command;
  command.directory = from.Directory;
  if (!llvm::sys::path::is_absolute(command.directory))
    command.directory = without_dots(below(base, command.directory));
  command.file = without_any_dots(llvm::SmallString<256>(below(command.directory, from.Filename)));
  command.line = from.CommandLine;
  const std::string output = from.Output.empty() ? output_of(from.CommandLine) : from.Output;
  const std::string target = target_of(output);
  if (!target.empty()) command.targets.push_back(target);
  return command;
}

/// Sorts by file and makes one of what is compiled the same way for several targets.
std::vector<Command> distinct(const std::vector<Command>& all) {
  std::map<std::pair<std::string, std::vector<std::string>>, Command> found;
  for (const Command& each : all) {
    auto key = std::make_pair(each.file, preprocessing(each.line));
    const auto [at, is_new] = found.try_emplace(std::move(key), each);
    if (is_new) continue;
    std::set<std::string> both(each.targets.begin(), each.targets.end());
    // What no target is known for may belong to any.
    const bool unknown = each.targets.empty() || at->second.targets.empty();
    both.insert(at->second.targets.begin(), at->second.targets.end());
    at->second.targets.assign(both.begin(), both.end());
    if (unknown) at->second.targets.clear();
  }
  std::vector<Command> result;
  result.reserve(found.size());
  for (auto& [key, command] : found) result.push_back(std::move(command));
  return result;
}

/// What the last -x of a command line says, or "".
std::string language_of(const std::vector<std::string>& line) {
  std::string language;
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (line[i] == "-x" && i + 1 < line.size())
      language = line[++i];
    else if (begins(line[i], "-x"))
      language = line[i].substr(2);
  }
  return language == "none" ? "" : language;
}

/// "LINE:COLUMN: reason", of LLVM's "[LINE:COLUMN, byte=N]: reason".
std::string placed(const std::string& reason) {
  const std::size_t end = reason.find(']');
  if (reason.empty() || reason.front() != '[' || end == std::string::npos) return " " + reason;
  return reason.substr(1, reason.find(',') - 1) + reason.substr(end + 1);
}

bool are_words(const llvm::json::Array* words) {
  return words && !words->empty() &&
         std::all_of(words->begin(), words->end(),
                     [](const llvm::json::Value& each) { return each.getAsString().has_value(); });
}

/// What is wrong with an entry, or "".
std::string fault(const llvm::json::Value& value) {
  const llvm::json::Object* entry = value.getAsObject();
  if (!entry) return "is no object";
  for (const char* key : {"directory", "file"})
    if (!entry->getString(key)) return std::string("has no text \"") + key + "\"";
  if (!entry->getString("command") && !are_words(entry->getArray("arguments")))
    return "has neither a text \"command\" nor a list of texts \"arguments\"";
  return "";
}

/// What keeps a text from being a compile database, to stand behind the file's name, or "".
std::string fault(llvm::StringRef text) {
  auto parsed = llvm::json::parse(text);
  if (!parsed) return ":" + placed(llvm::toString(parsed.takeError()));
  const llvm::json::Array* entries = parsed->getAsArray();
  if (!entries) return ": is no list of commands";
  for (std::size_t i = 0; i != entries->size(); ++i)
    if (const std::string reason = fault((*entries)[i]); !reason.empty())
      return ": entry " + std::to_string(i + 1) + " " + reason;
  return "";
}

}  // namespace

std::optional<std::vector<Command>> load_database(const std::string& build, std::string& error) {
  llvm::SmallString<256> folder(build);
  if (llvm::sys::fs::make_absolute(folder)) folder = build;  // the working folder is gone
  llvm::SmallString<256> path(build);
  llvm::sys::path::append(path, kFile);
  const auto text = llvm::MemoryBuffer::getFile(path);
  if (!text && llvm::sys::fs::is_regular_file(build)) {
    error = build + ": is no folder; -p takes that of a compile_commands.json, or the file itself";
    return std::nullopt;
  }
  if (!text) {
    error = path.str().str() + ": " + text.getError().message() +
            "; configure the build with -DCMAKE_EXPORT_COMPILE_COMMANDS=ON, or name its folder "
            "with -p";
    return std::nullopt;
  }
  // Clang's own reader would print what it does not like, and more than one line of it.
  std::string reason = fault((*text)->getBuffer());
  std::unique_ptr<clang::tooling::JSONCompilationDatabase> commands;
  if (reason.empty()) {
    commands = clang::tooling::JSONCompilationDatabase::loadFromBuffer(
        (*text)->getBuffer(), reason, clang::tooling::JSONCommandLineSyntax::AutoDetect);
    reason.insert(0, ": ");
  }
  if (!commands) {
    while (!reason.empty() && reason.back() == '\n') reason.pop_back();
    std::replace(reason.begin(), reason.end(), '\n', ' ');
    error = path.str().str() + reason + "; have the build write it again";
    return std::nullopt;
  }
  std::vector<Command> all;
  for (const auto& each : commands->getAllCompileCommands())
    all.push_back(command_of(each, folder.str().str()));
  return distinct(all);
}

bool is_c_family(const Command& command) {
  namespace types = clang::driver::types;
  if (const std::string language = language_of(command.line); !language.empty()) {
    const types::ID type = types::lookupTypeForTypeSpecifier(language.c_str());
    // One that Clang does not know is for its driver to refuse, with the reason.
    return type == types::TY_INVALID || types::isDerivedFromC(type);
  }
  llvm::StringRef ending = llvm::sys::path::extension(command.file);
  ending.consume_front(".");
  const types::ID type = types::lookupTypeForExtension(ending);
  return type != types::TY_INVALID && types::isDerivedFromC(type);
}

std::string common_folder(const std::vector<Command>& commands) {
  std::string common;
  for (const Command& each : commands) {
    const std::string folder = llvm::sys::path::parent_path(each.file).str();
    if (&each == &commands.front()) common = folder;
    // A database may name relative folders, which end in no root.
    while (!common.empty() && common != "/" && folder != common && !begins(folder, common + "/"))
      common = llvm::sys::path::parent_path(common).str();
  }
  return common.empty() ? "/" : common;
}

}  // namespace lanyard::summary
