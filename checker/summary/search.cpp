#include "checker/summary/search.h"

#include <algorithm>

#include "checker/summary/adjust.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/DiagnosticIDs.h"
#include "clang/Basic/DiagnosticOptions.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "clang/Frontend/Utils.h"
#include "clang/Lex/HeaderSearchOptions.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace lanyard::summary {
namespace {

using clang::frontend::IncludeDirGroup;

std::string absolute(llvm::StringRef path, const std::string& directory) {
  llvm::SmallString<256> whole(path);
  if (!llvm::sys::path::is_absolute(whole)) {
    whole = directory;
    llvm::sys::path::append(whole, path);
  }
  return without_dots(whole.str().str());
}

/// The groups in the order in which Clang searches them.
int rank(IncludeDirGroup group) {
  switch (group) {
    case clang::frontend::Quoted: return 0;
    case clang::frontend::Angled: return 1;
    case clang::frontend::After: return 3;
    default: return 2;
  }
}

/// What the driver adds is the toolchain's; -isystem of the command is not.
bool is_toolchain(const clang::HeaderSearchOptions::Entry& entry, const Command& command) {
  if (rank(entry.Group) != 2) return false;
  // As a word of its own, or as -isystem and the like have it behind them.
  return std::none_of(command.line.begin(), command.line.end(), [&](llvm::StringRef word) {
    return word.consume_back(entry.Path) && (word.empty() || word.consume_back("system"));
  });
}

scan::SearchPath ask(const Command& command, const std::vector<std::string>& line) {
  scan::SearchPath result;
  result.is_opaque = true;
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files = llvm::vfs::createPhysicalFileSystem();
  if (files->setCurrentWorkingDirectory(command.directory)) return result;
  std::vector<const char*> words;
  words.reserve(line.size());
  for (const std::string& each : line) words.push_back(each.c_str());
  const auto silent = llvm::makeIntrusiveRefCnt<clang::DiagnosticOptions>();
  clang::IgnoringDiagConsumer nobody;
  clang::CreateInvocationOptions options;
  options.VFS = files;
  options.RecoverOnError = true;
  options.Diags =
      clang::CompilerInstance::createDiagnostics(silent.get(), &nobody, /*ShouldOwnClient=*/false);
  const auto invocation = clang::createInvocation(words, options);
  if (!invocation) return result;
  const clang::HeaderSearchOptions& headers = invocation->getHeaderSearchOpts();
  const clang::PreprocessorOptions& preprocessor = invocation->getPreprocessorOpts();
  result.is_opaque = !preprocessor.ImplicitPCHInclude.empty() || !headers.VFSOverlayFiles.empty() ||
                     invocation->getLangOpts().Modules ||
                     invocation->getLangOpts().CPlusPlusModules;
  for (int order = 0; order != 4; ++order) {
    for (const bool toolchain : {false, true}) {
      for (const clang::HeaderSearchOptions::Entry& entry : headers.UserEntries) {
        if (rank(entry.Group) != order || is_toolchain(entry, command) != toolchain) continue;
        result.is_opaque |= entry.IsFramework != 0;
        auto& into = order == 0 ? result.quoted : result.angled;
        into.push_back(absolute(entry.Path, command.directory));
        if (toolchain) ++result.toolchain;
      }
    }
  }
  for (const auto* each : {&preprocessor.Includes, &preprocessor.MacroIncludes})
    for (const std::string& file : *each)
      result.included.push_back(absolute(file, command.directory));
  return result;
}

}  // namespace

std::shared_ptr<const scan::SearchPath> SearchPaths::of(const Command& command) {
  const std::vector<std::string> line = adjusted(command);
  // What a macro is, and which file it is, makes no difference.
  std::vector<std::string> key = {command.directory,
                                  llvm::sys::path::extension(command.file).str()};
  for (std::size_t i = 0; i < line.size(); ++i) {
    const llvm::StringRef word = line[i];
    const auto is = [&](llvm::StringRef begin) { return word.take_front(begin.size()) == begin; };
    const bool takes_next = word == "-D" || word == "-U" || word == "-o";
    if (takes_next) ++i;
    if (takes_next || is("-D") || is("-U") || is("-W") || is("-O")) continue;
    if (absolute(word, command.directory) != command.file) key.push_back(line[i]);
  }
  auto& known = known_[key];
  if (!known) known = std::make_shared<scan::SearchPath>(ask(command, line));
  return known;
}

}  // namespace lanyard::summary
