#include "checker/summary/unit.h"

#include "checker/summary/adjust.h"
#include "checker/summary/awaited.h"
#include "checker/summary/summarise.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Frontend/Utils.h"
#include "clang/Lex/HeaderSearch.h"
#include "clang/Lex/LexDiagnostic.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Tooling/ArgumentsAdjusters.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace lanyard::summary {
namespace {

/// Whether an error says that an #include finds nothing, or something else than it names.
bool is_lack(unsigned error) {
  return error == clang::diag::err_pp_file_not_found ||
         error == clang::diag::err_pp_file_not_found_angled_include_not_fatal ||
         error == clang::diag::err_pp_file_not_found_typo_not_fatal;
}

/// Keeps the first error as "FILE:LINE:COLUMN: message" and prints nothing.
class FirstError : public clang::DiagnosticConsumer {
 public:
  void HandleDiagnostic(clang::DiagnosticsEngine::Level level,
                        const clang::Diagnostic& diagnostic) override {
    DiagnosticConsumer::HandleDiagnostic(level, diagnostic);
    if (level < clang::DiagnosticsEngine::Error || !text.empty()) return;
    if (is_lack(diagnostic.getID())) lacking = diagnostic.getArgStdStr(0);
    llvm::SmallString<128> message;
    diagnostic.FormatDiagnostic(message);
    if (diagnostic.hasSourceManager() && diagnostic.getLocation().isValid()) {
      clang::SourceManager& sources = diagnostic.getSourceManager();
      // Not where a #line says that it stands.
      const clang::SourceLocation at = sources.getExpansionLoc(diagnostic.getLocation());
      llvm::SmallString<256> includer(sources.getFilename(at));
      sources.getFileManager().makeAbsolutePath(includer);
      folder = llvm::sys::path::parent_path(includer).str();
      const auto place = sources.getPresumedLoc(diagnostic.getLocation());
      if (place.isValid()) {
        llvm::SmallString<256> file(place.getFilename());
        sources.getFileManager().makeAbsolutePath(file);
        text = file.str().str() + ":" + std::to_string(place.getLine()) + ":" +
               std::to_string(place.getColumn()) + ": ";
      }
    }
    text += message.str().str();
  }

  std::string text;
  std::string lacking;  // what a file in `folder` includes, if that is the error
  std::string folder;
};

/// Every file that the preprocessor opens, the system's too.
class Inputs : public clang::DependencyCollector {
 public:
  bool needSystemDependencies() override { return true; }
  bool sawDependency(llvm::StringRef file, bool /*from_module*/, bool /*is_system*/,
                     bool /*is_module*/, bool is_missing) override {
    return !is_missing && file.take_front(1) != "<";
  }
};

/// Names the files of one translation unit, see summarise().
class FileNames {
 public:
  FileNames(const clang::CompilerInstance& compiler, const Command& command,
            const std::string& root, std::map<std::string, std::string>& elsewhere)
      : headers_(compiler.getPreprocessor().getHeaderSearchInfo()),
        command_(command),
        root_(root),
        elsewhere_(elsewhere) {}

  std::string operator()(const std::string& path) {
    const std::string prefix = root_ == "/" ? root_ : root_ + "/";
    if (path.compare(0, prefix.size(), prefix) == 0) return path.substr(prefix.size());
    std::string name = below_include_folder(path);
    if (name.empty()) name = from_root(path);
    // Two files can be below two folders by the same name; the second is seen less often.
    while (!elsewhere_.emplace(name, path).second && elsewhere_[name] != path) name += "'";
    return name;
  }

 private:
  // Clang's own answer to this question takes the working directory for such a folder too.
  std::string below_include_folder(const std::string& path) const {
    std::size_t longest = 0;
    for (auto at = headers_.search_dir_begin(); at != headers_.search_dir_end(); ++at) {
      if (!at->isNormalDir()) continue;
      llvm::SmallString<256> folder(at->getName());
      if (!llvm::sys::path::is_absolute(folder)) {
        folder = command_.directory;
        llvm::sys::path::append(folder, at->getName());
      }
      llvm::sys::path::remove_dots(folder, /*remove_dot_dot=*/true);
      folder += "/";
      const bool holds = llvm::StringRef(path).take_front(folder.size()) == folder;
      if (holds) longest = std::max<std::size_t>(longest, folder.size());
    }
    return longest == 0 ? "" : "<" + path.substr(longest) + ">";
  }

  std::string from_root(const std::string& path) const {
    std::string up;
    llvm::StringRef folder = root_;
    while (folder != "/" && path.compare(0, folder.size() + 1, (folder + "/").str()) != 0) {
      up += "../";
      folder = llvm::sys::path::parent_path(folder);
    }
    return up + path.substr(folder == "/" ? 1 : folder.size() + 1);
  }

  clang::HeaderSearch& headers_;
  const Command& command_;
  const std::string& root_;
  std::map<std::string, std::string>& elsewhere_;
};

struct Task {
  const Command& command;
  const model::Library& library;
  const std::string& root;
  Unit& unit;
};

class Consumer : public clang::ASTConsumer {
 public:
  Consumer(const Task& task, const clang::CompilerInstance& compiler)
      : task_(task), compiler_(compiler) {}

  /// The bodies of system headers say nothing that we ask for, and are not parsed. But those of
  /// templates are: what they do with the project's types is what makes Clang instantiate the
  /// project's own templates. (Clang itself keeps what it needs to tell a type or a constant.)
  bool shouldSkipFunctionBody(clang::Decl* each) override {
    const clang::SourceManager& sources = compiler_.getSourceManager();
    return !each->isTemplated() &&
           sources.isInSystemHeader(sources.getExpansionLoc(each->getLocation()));
  }

  void HandleTranslationUnit(clang::ASTContext& context) override {
    FileNames names(compiler_, task_.command, task_.root, task_.unit.elsewhere);
    task_.unit.module = summary::summarise(context, task_.library, std::ref(names));
    task_.unit.module.mode = mode_on_command_line(compiler_.getPreprocessorOpts());
  }

 private:
  const Task& task_;
  const clang::CompilerInstance& compiler_;
};

/// Parses one file and summarises it.
class Action : public clang::ASTFrontendAction {
 public:
  explicit Action(const Task& task) : task_(task), inputs_(std::make_shared<Inputs>()) {}

  bool BeginInvocation(clang::CompilerInstance& compiler) override {
    // Or the number of errors is printed.
    compiler.getDiagnosticOpts().ShowCarets = false;
    compiler.addDependencyCollector(inputs_);
    compiler.getFrontendOpts().SkipFunctionBodies = true;  // those that our consumer names
    return true;
  }

  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& compiler,
                                                        llvm::StringRef) override {
    return std::make_unique<Consumer>(task_, compiler);
  }

  void EndSourceFileAction() override {
    for (const std::string& each : inputs_->getDependencies()) {
      llvm::SmallString<256> path(each);
      getCompilerInstance().getFileManager().makeAbsolutePath(path);
      task_.unit.inputs.push_back(without_dots(path.str().str()));
    }
  }

 private:
  const Task& task_;
  std::shared_ptr<Inputs> inputs_;
};

class Factory : public clang::tooling::FrontendActionFactory {
 public:
  explicit Factory(const Task& task) : task_(task) {}
  std::unique_ptr<clang::FrontendAction> create() override {
    return std::make_unique<Action>(task_);
  }

 private:
  const Task& task_;
};

/// What stands before a compiler's name and runs it.
struct Launcher {
  llvm::StringLiteral name;    // without its folder
  bool has_options;            // words with a dash behind it are its own
  llvm::StringLiteral valued;  // those options whose value is the next word, between blanks
  std::size_t operands;        // words of its own before the compiler
};

constexpr Launcher kLaunchers[] = {
    {"buildcache", false, "", 0}, {"ccache", false, "", 0},
    {"distcc", false, "", 0},     {"gomacc", false, "", 0},
    {"icecc", false, "", 0},      {"sccache", false, "", 0},
    {"env", true, " -u -C ", 0},  {"ionice", true, " -c -n ", 0},
    {"nice", true, " -n ", 0},    {"stdbuf", true, " -i -o -e ", 0},
    {"time", true, " -f -o ", 0}, {"timeout", true, " -k -s ", 1},
};

/// Programs that are a compiler by their first argument, and by which name Clang is that.
struct SubCompiler {
  llvm::StringLiteral name, argument, same_as;
};

constexpr SubCompiler kSubCompilers[] = {{"zig", "cc", "clang"}, {"zig", "c++", "clang++"}};

/// Whether a shell, or env, would take the word for a variable's value.
bool is_assignment(llvm::StringRef word) {
  const llvm::StringRef name = word.take_until([](char each) { return each == '='; });
  return !name.empty() && name.size() != word.size() &&
         llvm::all_of(name, [](char each) { return llvm::isAlnum(each) || each == '_'; });
}

/// Where what a launcher at `at` runs stands, or `at` where that is no launcher, or runs a compiler
/// that it chooses itself.
std::size_t launched_by(const std::vector<std::string>& line, std::size_t at) {
  const llvm::StringRef name = llvm::sys::path::filename(line[at]);
  const auto* launcher =
      llvm::find_if(kLaunchers, [&](const Launcher& each) { return name == each.name; });
  if (launcher == std::end(kLaunchers)) return at;
  std::size_t next = at + 1;
  const auto is_option = [&] {
    return next < line.size() && llvm::StringRef(line[next]).take_front(1) == "-";
  };
  for (; launcher->has_options && is_option(); ++next)
    if (launcher->valued.contains(" " + line[next] + " ")) ++next;
  next += launcher->operands;
  return next >= line.size() || is_option() ? at : next;
}

/// A command line that begins with the compiler.
std::vector<std::string> without_launchers(std::vector<std::string> line) {
  std::size_t at = 0;
  for (std::size_t next = 0; at + 1 < line.size(); at = next) {
    next = is_assignment(line[at]) ? at + 1 : launched_by(line, at);
    if (next == at) break;
  }
  line.erase(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(at));
  for (const SubCompiler& each : kSubCompilers) {
    if (line.size() < 2 || llvm::sys::path::filename(line[0]) != each.name ||
        line[1] != each.argument)
      continue;
    line.erase(line.begin());
    line.front() = each.same_as.str();
  }
  return line;
}

/// Says that a command does not begin with a compiler, or nothing: then another word stands where
/// its arguments should begin.
std::string not_a_compiler(const Command& command) {
  const std::vector<std::string> line = without_launchers(command.line);
  if (line.size() < 2 || line[1].empty() || line[1].front() == '-' || line[1].front() == '@')
    return "";
  llvm::SmallString<256> second(line[1]);
  llvm::sys::fs::make_absolute(command.directory, second);
  if (without_dots(second.str().str()) == command.file || llvm::sys::fs::exists(second)) return "";
  return command.file + ": '" + line[0] +
         "' is not understood as a compiler, nor as what runs one: " + "behind it stands '" +
         line[1] + "', which is no file; begin the command with the compiler";
}

/// Our program is not the compiler, so it is told where the compiler's headers are; and
/// warnings, which other compilers name otherwise, are of no interest.
clang::tooling::ArgumentsAdjuster adjuster() {
  using namespace clang::tooling;
  const ArgumentsAdjuster own =
      getInsertArgumentAdjuster({"-w", "-Wno-unknown-warning-option", "-Qunused-arguments",
                                 "-resource-dir", LANYARD_CLANG_RESOURCE_DIR},
                                ArgumentInsertPosition::BEGIN);
  const ArgumentsAdjuster unwrap = [](const CommandLineArguments& line, llvm::StringRef) {
    return without_launchers(line);
  };
  ArgumentsAdjuster all = unwrap;
  for (const ArgumentsAdjuster& each :
       {getClangStripOutputAdjuster(), getClangSyntaxOnlyAdjuster(),
        getClangStripDependencyFileAdjuster(), getStripPluginsAdjuster(), own})
    all = combineAdjusters(all, each);
  return all;
}

/// The one command, as ClangTool wants to be given it.
class OneCommand : public clang::tooling::CompilationDatabase {
 public:
  explicit OneCommand(const Command& command) : command_(command) {}

  std::vector<clang::tooling::CompileCommand> getCompileCommands(llvm::StringRef) const override {
    return {clang::tooling::CompileCommand(command_.directory, command_.file, command_.line, "")};
  }

 private:
  const Command& command_;
};

/// Adds to what a unit was made of what has to change before its error can go away.
void await_change(const Command& command, const FirstError& error, Unit& unit) {
  if (!error.lacking.empty())
    unit.may_mend_itself = !await_include(command, error.folder, error.lacking, unit.inputs);
  if (!unit.inputs.empty()) return;
  // Clang did not come as far as the source; why not, only the source's absence tells.
  const std::string awaited = nearest(command.file);
  if (!awaited.empty()) unit.inputs.push_back(awaited);
  unit.may_mend_itself = awaited.empty() || awaited == command.file;
}

}  // namespace

std::vector<std::string> adjusted(const Command& command) {
  const auto commands = clang::tooling::expandResponseFiles(std::make_unique<OneCommand>(command),
                                                            llvm::vfs::createPhysicalFileSystem());
  return adjuster()(commands->getCompileCommands(command.file).front().CommandLine, command.file);
}

std::string without_dots(const std::string& path) {
  llvm::SmallString<256> plain(path), real;
  llvm::sys::path::remove_dots(plain, /*remove_dot_dot=*/true);
  // GCC's headers are found from /lib/gcc/…/../../.., and /lib may be a link.
  if (llvm::StringRef(path).find("..") != llvm::StringRef::npos && !llvm::sys::fs::exists(plain) &&
      !llvm::sys::fs::real_path(path, real))
    return real.str().str();
  return plain.str().str();
}

Unit summarise(const Command& command, const model::Library& library, const std::string& root) {
  Unit unit;
  unit.file = command.file;
  // Clang ends the process if it cannot go there.
  if (!llvm::sys::fs::is_directory(command.directory)) {
    unit.error = command.file + ": the folder that it is compiled in, " + command.directory +
                 ", is not there; build the project first";
    const std::string awaited = nearest(command.directory);
    if (!awaited.empty()) unit.inputs.push_back(awaited);
    unit.may_mend_itself = awaited.empty();
    return unit;
  }
  // A file system of its own: the shared one keeps the working directory per process.
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files = llvm::vfs::createPhysicalFileSystem();
  const auto commands =
      clang::tooling::expandResponseFiles(std::make_unique<OneCommand>(command), files);
  clang::tooling::ClangTool tool(*commands, {command.file},
                                 std::make_shared<clang::PCHContainerOperations>(), files);
  FirstError errors;
  tool.setDiagnosticConsumer(&errors);
  tool.setPrintErrorMessage(false);
  tool.clearArgumentsAdjusters();  // they take a launcher for the compiler
  tool.appendArgumentsAdjuster(adjuster());
  tool.appendArgumentsAdjuster([&](const clang::tooling::CommandLineArguments& line,
                                   llvm::StringRef) { return accepted(line, command.directory); });
  const Task task{command, library, root, unit};
  Factory factory(task);
  const int status = tool.run(&factory);
  unit.module.targets = command.targets;
  unit.error = errors.text;
  if (status != 0 && unit.error.empty()) unit.error = command.file + ": cannot be parsed";
  if (unit.error.empty()) return unit;
  await_change(command, errors, unit);
  if (std::string reason = not_a_compiler(command); !reason.empty()) unit.error = std::move(reason);
  return unit;
}

std::string target_of(const std::string& object) {
  constexpr llvm::StringLiteral kFolder = "CMakeFiles/";
  constexpr llvm::StringLiteral kEnd = ".dir/";
  const llvm::StringRef path = object;
  const std::size_t at = path.find(kFolder);
  if (at != llvm::StringRef::npos) {
    const llvm::StringRef rest = path.drop_front(at + kFolder.size());
    const std::size_t end = rest.find(kEnd);
    return end == llvm::StringRef::npos ? "" : rest.take_front(end).str();
  }
  const llvm::StringRef folder = llvm::sys::path::parent_path(path);
  return folder.take_back(2) == ".p" && !llvm::sys::path::is_absolute(folder) ? folder.str() : "";
}

std::string output_of(const std::vector<std::string>& line) {
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (line[i] == "-o" && i + 1 < line.size()) return line[i + 1];
    if (line[i].size() > 2 && line[i].compare(0, 2, "-o") == 0) return line[i].substr(2);
  }
  return "";
}

}  // namespace lanyard::summary
