// Summaries of a compile database's files, by LibTooling.
#include "checker/summary/database.h"

#include <algorithm>
#include <set>

#include "checker/model/model.h"
#include "checker/summary/summarise.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Tooling/ArgumentsAdjusters.h"
#include "clang/Tooling/JSONCompilationDatabase.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

namespace lanyard::summary {
namespace {

/// Keeps the first error as "FILE:LINE:COLUMN: message" and prints nothing.
class FirstError : public clang::DiagnosticConsumer {
 public:
  void HandleDiagnostic(clang::DiagnosticsEngine::Level level,
                        const clang::Diagnostic& diagnostic) override {
    DiagnosticConsumer::HandleDiagnostic(level, diagnostic);
    if (level < clang::DiagnosticsEngine::Error || !text.empty()) return;
    llvm::SmallString<128> message;
    diagnostic.FormatDiagnostic(message);
    if (diagnostic.hasSourceManager() && diagnostic.getLocation().isValid()) {
      clang::SourceManager& sources = diagnostic.getSourceManager();
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
};

/// Parses one file and summarises it. What a file with errors yields is kept too.
class SummaryAction : public clang::ASTFrontendAction {
 public:
  explicit SummaryAction(Module& module) : module_(module) {}

  bool BeginInvocation(clang::CompilerInstance& compiler) override {
    // Or the number of errors is printed.
    compiler.getDiagnosticOpts().ShowCarets = false;
    return true;
  }

  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& compiler,
                                                        llvm::StringRef) override {
    class Consumer : public clang::ASTConsumer {
     public:
      Consumer(Module& module, contract::Mode mode) : module_(module), mode_(mode) {}
      void HandleTranslationUnit(clang::ASTContext& context) override {
        module_ = summary::summarise(context, model::Library::built_in());
        module_.mode = mode_;
      }

     private:
      Module& module_;
      const contract::Mode mode_;
    };
    return std::make_unique<Consumer>(module_,
                                      mode_on_command_line(compiler.getPreprocessorOpts()));
  }

 private:
  Module& module_;
};

class SummaryFactory : public clang::tooling::FrontendActionFactory {
 public:
  explicit SummaryFactory(Module& module) : module_(module) {}
  std::unique_ptr<clang::FrontendAction> create() override {
    return std::make_unique<SummaryAction>(module_);
  }

 private:
  Module& module_;
};

std::string absolute(const clang::tooling::CompileCommand& command) {
  llvm::SmallString<256> path(command.Filename);
  if (!llvm::sys::path::is_absolute(path)) {
    path = command.Directory;
    llvm::sys::path::append(path, command.Filename);
  }
  llvm::sys::path::remove_dots(path, /*remove_dot_dot=*/true);
  return path.str().str();
}

/// Our program is not the compiler, so it is told where the compiler's headers are; and
/// warnings, which other compilers name otherwise, are of no interest.
clang::tooling::ArgumentsAdjuster adjuster() {
  using namespace clang::tooling;
  const ArgumentsAdjuster own =
      getInsertArgumentAdjuster({"-w", "-Wno-unknown-warning-option", "-Qunused-arguments",
                                 "-resource-dir", LANYARD_CLANG_RESOURCE_DIR},
                                ArgumentInsertPosition::BEGIN);
  return combineAdjusters(
      combineAdjusters(getClangStripOutputAdjuster(), getClangSyntaxOnlyAdjuster()),
      combineAdjusters(
          combineAdjusters(getClangStripDependencyFileAdjuster(), getStripPluginsAdjuster()), own));
}

/// The database as ClangTool is to see it: one command a file, for a file that is compiled
/// twice is summarised once.
class FirstCommand : public clang::tooling::CompilationDatabase {
 public:
  explicit FirstCommand(const CompilationDatabase& all) : all_(all) {}

  std::vector<clang::tooling::CompileCommand> getCompileCommands(
      llvm::StringRef file) const override {
    auto commands = all_.getCompileCommands(file);
    if (commands.size() > 1) commands.resize(1);
    return commands;
  }

 private:
  const CompilationDatabase& all_;
};

class JsonDatabase : public Database {
 public:
  explicit JsonDatabase(std::unique_ptr<clang::tooling::JSONCompilationDatabase> commands)
      : commands_(std::move(commands)) {}

  std::vector<std::string> files() const override {
    std::set<std::string> all;
    for (const auto& command : commands_->getAllCompileCommands()) all.insert(absolute(command));
    return {all.begin(), all.end()};
  }

  Unit summarise(const std::string& file) const override;

 private:
  std::unique_ptr<clang::tooling::JSONCompilationDatabase> commands_;
};

Unit JsonDatabase::summarise(const std::string& file) const {
  Unit unit;
  unit.file = file;
  if (commands_->getCompileCommands(file).empty()) {
    unit.error = file + ": the compile database has no command for it";
    return unit;
  }
  // A file system of its own: the shared one keeps the working directory per process.
  const FirstCommand first(*commands_);
  clang::tooling::ClangTool tool(first, {file}, std::make_shared<clang::PCHContainerOperations>(),
                                 llvm::vfs::createPhysicalFileSystem());
  FirstError errors;
  tool.setDiagnosticConsumer(&errors);
  tool.setPrintErrorMessage(false);
  tool.appendArgumentsAdjuster(adjuster());
  SummaryFactory factory(unit.module);
  const int status = tool.run(&factory);
  unit.error = errors.text;
  if (status != 0 && unit.error.empty()) unit.error = file + ": cannot be parsed";
  return unit;
}

}  // namespace

std::unique_ptr<Database> Database::load(const std::string& build, std::string& error) {
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
    return nullptr;
  }
  return std::make_unique<JsonDatabase>(std::move(commands));
}

}  // namespace lanyard::summary
