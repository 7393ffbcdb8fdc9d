#include "checker/summary/search.h"

#include <algorithm>

#include "checker/summary/adjust.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/DiagnosticIDs.h"
#include "clang/Basic/DiagnosticOptions.h"
#include "clang/Basic/TargetInfo.h"
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

/// What Clang makes of a command line, or nothing; `told` hears what it does not like.
std::unique_ptr<clang::CompilerInvocation> understood(const std::vector<std::string>& line,
                                                      const std::string& directory,
                                                      clang::DiagnosticConsumer& told) {
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files = llvm::vfs::createPhysicalFileSystem();
  if (files->setCurrentWorkingDirectory(directory)) return nullptr;
  std::vector<const char*> words;
  words.reserve(line.size());
  for (const std::string& each : line) words.push_back(each.c_str());
  const auto plain = llvm::makeIntrusiveRefCnt<clang::DiagnosticOptions>();
  clang::CreateInvocationOptions options;
  options.VFS = files;
  options.RecoverOnError = true;
  options.Diags =
      clang::CompilerInstance::createDiagnostics(plain.get(), &told, /*ShouldOwnClient=*/false);
  auto invocation = clang::createInvocation(words, options);
  // Which processors there are, only the target itself knows.
  if (invocation) clang::TargetInfo::CreateTargetInfo(*options.Diags, invocation->TargetOpts);
  return invocation;
}

/// Keeps what the errors of a command line are about: an option, its name with a `=`, or a value.
class Refusals : public clang::DiagnosticConsumer {
 public:
  void HandleDiagnostic(clang::DiagnosticsEngine::Level level,
                        const clang::Diagnostic& diagnostic) override {
    if (level < clang::DiagnosticsEngine::Error || diagnostic.getNumArgs() == 0) return;
    if (diagnostic.getArgKind(0) == clang::DiagnosticsEngine::ak_std_string)
      texts_.push_back(diagnostic.getArgStdStr(0));
    else if (diagnostic.getArgKind(0) == clang::DiagnosticsEngine::ak_c_string)
      texts_.emplace_back(diagnostic.getArgCStr(0));
  }

  bool speak_of(llvm::StringRef word) const {
    return std::any_of(texts_.begin(), texts_.end(), [&](const std::string& text) {
      const bool is_name = !text.empty() && text.back() == '=';
      return word == text || (is_name && word.take_front(text.size()) == text) ||
             (word.find('=') != llvm::StringRef::npos && word.split('=').second == text);
    });
  }

 private:
  std::vector<std::string> texts_;
};

/// Whether an option is of those that accepted() may leave out.
bool is_of_code(llvm::StringRef word) {
  return word.consume_front("-") && !word.empty() &&
         llvm::StringRef("fmWg").find(word.front()) != llvm::StringRef::npos;
}

/// The words that say where to look, as for a C++ compiler: of a command that Clang does not
/// understand, such as nvcc's.
std::vector<std::string> search_words(const std::vector<std::string>& line,
                                      const std::string& file) {
  constexpr llvm::StringLiteral kOptions[] = {"-I",       "-isystem", "-iquote",      "-idirafter",
                                              "-include", "-imacros", "-resource-dir"};
  std::vector<std::string> result = {line.front(), "-x", "c++", file};
  for (std::size_t i = 1; i < line.size(); ++i) {
    const llvm::StringRef word = line[i];
    const auto* option =
        std::find_if(std::begin(kOptions), std::end(kOptions),
                     [&](llvm::StringRef each) { return word.take_front(each.size()) == each; });
    if (option == std::end(kOptions)) continue;
    result.push_back(line[i]);
    if (word == *option && i + 1 < line.size()) result.push_back(line[++i]);
  }
  return result;
}

scan::SearchPath ask(const Command& command, const std::vector<std::string>& line) {
  scan::SearchPath result;
  result.is_opaque = true;
  clang::IgnoringDiagConsumer nobody;
  auto invocation = understood(line, command.directory, nobody);
  if (!invocation)
    invocation = understood(search_words(line, command.file), command.directory, nobody);
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
    for (const std::string& file : *each) {
      // Looked for where the compiler runs, then as any other that is included by quotes.
      const std::string here = absolute(file, command.directory);
      result.included.push_back(llvm::sys::fs::exists(here) ? here : file);
    }
  return result;
}

}  // namespace

std::vector<std::string> accepted(std::vector<std::string> line, const std::string& directory) {
  for (;;) {
    Refusals refusals;
    understood(line, directory, refusals);
    const auto refused = std::remove_if(line.begin() + 1, line.end(), [&](const std::string& word) {
      return is_of_code(word) && refusals.speak_of(word);
    });
    // With some gone, the driver looks at more.
    if (refused == line.end()) return line;
    line.erase(refused, line.end());
  }
}

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
