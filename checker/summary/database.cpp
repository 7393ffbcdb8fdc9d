#include "checker/summary/database.h"

#include <algorithm>
#include <map>
#include <set>

#include "clang/Tooling/JSONCompilationDatabase.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

namespace lanyard::summary {
namespace {

std::string absolute(const clang::tooling::CompileCommand& command) {
  llvm::SmallString<256> path(command.Filename);
  if (!llvm::sys::path::is_absolute(path)) {
    path = command.Directory;
    llvm::sys::path::append(path, command.Filename);
  }
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

Command command_of(const clang::tooling::CompileCommand& from) {
  Command command;
  command.file = absolute(from);
  command.directory = from.Directory;
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

}  // namespace

std::optional<std::vector<Command>> load_database(const std::string& build, std::string& error) {
  llvm::SmallString<256> path(build);
  llvm::sys::path::append(path, "compile_commands.json");
  std::string reason;
  std::unique_ptr<clang::tooling::JSONCompilationDatabase> commands;
  // Clang's own reader would print what it does not like, and more than one line of it.
  const auto text = llvm::MemoryBuffer::getFile(path);
  if (!text) {
    reason = text.getError().message();
  } else if (auto parsed = llvm::json::parse((*text)->getBuffer()); !parsed) {
    reason = llvm::toString(parsed.takeError());
  } else {
    commands = clang::tooling::JSONCompilationDatabase::loadFromBuffer(
        (*text)->getBuffer(), reason, clang::tooling::JSONCommandLineSyntax::AutoDetect);
  }
  if (!commands) {
    while (!reason.empty() && reason.back() == '\n') reason.pop_back();
    std::replace(reason.begin(), reason.end(), '\n', ' ');
    error = path.str().str() + ": " + reason +
            "; configure the build with -DCMAKE_EXPORT_COMPILE_COMMANDS=ON, or name its folder "
            "with -p";
    return std::nullopt;
  }
  std::vector<Command> all;
  for (const auto& each : commands->getAllCompileCommands()) all.push_back(command_of(each));
  return distinct(all);
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
