// The clang-tidy module: summarises the translation unit, links it alone, reports.
//
// The checks share one analysis. Each of them reports the findings that bear its name;
// the first one that gets the parsed file pays for it.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "checker/link/link.h"
#include "checker/model/project.h"
#include "checker/summary/summarise.h"
#include "clang-tidy/ClangTidyCheck.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang/AST/ASTContext.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/Basic/Version.h"
#include "clang/Lex/Preprocessor.h"
#if CLANG_VERSION_MAJOR < 22  // later it is a part of ClangTidyModule.h
#include "clang-tidy/ClangTidyModuleRegistry.h"
#endif
#include "contract/policies.h"
#include "contract/rules.h"
#include "llvm/Support/Path.h"

namespace lanyard::tidy {
namespace {

using namespace clang;
using clang::tidy::ClangTidyCheck;
using clang::tidy::ClangTidyContext;

/// Ends the process if this plugin is loaded by another release of clang-tidy: it could
/// list its checks there, find nothing and seem content.
struct VersionGuard {
  VersionGuard() {
    const std::string host = getClangFullVersion();
    const std::string expected = "version " + std::to_string(CLANG_VERSION_MAJOR) + "." +
                                 std::to_string(CLANG_VERSION_MINOR) + ".";
    if (host.find(expected) != std::string::npos) return;
    std::fprintf(stderr,
                 "lanyard: this plugin is built for clang-tidy %d.%d and was loaded by '%s'; "
                 "use clang-tidy-%d, or liblanyard-tidy-N.so of its release N\n",
                 CLANG_VERSION_MAJOR, CLANG_VERSION_MINOR, host.c_str(), CLANG_VERSION_MAJOR);
    std::exit(2);
  }
};
const VersionGuard version_guard;

/// The findings of the translation unit at hand, for all checks.
class Analysis {
 public:
  /// What the command line says of SQLite's mode; call it before the file is parsed.
  void expect(contract::Mode mode) { mode_ = mode; }

  const std::vector<link::Finding>& findings(ASTContext& context, contract::Policy policy,
                                             const model::Library& library) {
    if (context_ == &context && policy_ == policy && library_ == &library) return findings_;
    context_ = &context;
    policy_ = policy;
    library_ = &library;
    findings_.clear();
    // Without the type there is no handle.
    const auto is_named = [&](llvm::StringRef word) {
      return context.Idents.find(word) != context.Idents.end();
    };
    const std::vector<std::string> words = library.handle_words();
    if (!is_named("sqlite3") && std::none_of(words.begin(), words.end(), is_named))
      return findings_;
    std::vector<summary::Module> modules;
    modules.push_back(summary::summarise(context, library));
    modules.front().mode = mode_;
    link::Options options;
    options.policy = policy;
    findings_ = link::link(modules, options);
    return findings_;
  }

  /// Call at the end of a translation unit: the next one may get the same address.
  void forget() { context_ = nullptr; }

 private:
  const ASTContext* context_ = nullptr;
  contract::Policy policy_ = contract::Policy::owner;
  contract::Mode mode_ = contract::Mode::unknown;
  const model::Library* library_ = nullptr;
  std::vector<link::Finding> findings_;
};

/// What a project's file says, with the library that its rows make. Read once a process.
struct Project {
  std::string error;
  model::Settings settings;
  model::Library library;
  bool told = false;  // of the error
};

Project& project(const std::string& file) {
  static std::mutex mutex;
  static std::map<std::string, std::unique_ptr<Project>> all;
  const std::lock_guard<std::mutex> lock(mutex);
  std::unique_ptr<Project>& known = all[file];
  if (known) return *known;
  known = std::make_unique<Project>();
  if (!file.empty()) known->error = model::load_project_file(file, known->settings);
  known->library = known->error.empty() ? model::Library::with(known->settings.rules)
                                        : model::Library::built_in();
  return *known;
}

Analysis& analysis() {
  thread_local Analysis shared;
  return shared;
}

class HandleCheck : public ClangTidyCheck {
 public:
  HandleCheck(llvm::StringRef name, ClangTidyContext* context)
      : ClangTidyCheck(name, context),
        rule_(name.str()),
        policy_name_(std::string(Options.getLocalOrGlobal("Policy", ""))),
        config_(std::string(Options.getLocalOrGlobal("Config", ""))) {
    if (policy_name_.empty() || contract::find_policy(policy_name_)) return;
    std::string known;
    for (const contract::PolicyRow& each : contract::kPolicies)
      known += (known.empty() ? "" : ", ") + std::string(each.id);
    configurationDiag("'%0' is no policy for option '%1.Policy'; use one of: %2")
        << policy_name_ << name << known;
  }

  bool isLanguageVersionSupported(const LangOptions& options) const override {
    return !options.ObjC;
  }

  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap& options) override {
    Options.store(options, "Policy", policy_name_);
    Options.store(options, "Config", config_);
  }

  void registerPPCallbacks(const SourceManager&, Preprocessor* preprocessor,
                           Preprocessor*) override {
    analysis().expect(summary::mode_on_command_line(preprocessor->getPreprocessorOpts()));
  }

  void registerMatchers(ast_matchers::MatchFinder* finder) override {
    finder->addMatcher(ast_matchers::translationUnitDecl().bind("unit"), this);
  }

  void check(const ast_matchers::MatchFinder::MatchResult& result) override {
    Project& said = project(config_.empty() ? nearest(*result.SourceManager) : config_);
    if (!said.error.empty() && !std::exchange(said.told, true))
      configurationDiag("%0") << said.error;
    const std::string& name = policy_name_.empty() ? said.settings.policy : policy_name_;
    const contract::PolicyRow* row = contract::find_policy(name);
    const contract::Policy policy = row ? row->policy : contract::Policy::owner;
    for (const link::Finding& finding : analysis().findings(*result.Context, policy, said.library))
      if (finding.rule == rule_) report(*result.SourceManager, finding);
  }

  void onEndOfTranslationUnit() override { analysis().forget(); }

 private:
  /// The project's file that is nearest to the main file, or "".
  static std::string nearest(SourceManager& sources) {
    const auto name = sources.getFilename(sources.getLocForStartOfFile(sources.getMainFileID()));
    llvm::SmallString<256> path(name);
    sources.getFileManager().makeAbsolutePath(path);
    llvm::sys::path::remove_dots(path, /*remove_dot_dot=*/true);
    return model::find_project_file(path.str().str());
  }

  static SourceLocation location(SourceManager& sources, const link::Location& where) {
    const auto file = sources.getFileManager().getOptionalFileRef(where.file);
    if (!file || where.line == 0) return {};
    return sources.translateFileLineCol(*file, where.line, where.column);
  }

  void report(SourceManager& sources, const link::Finding& finding) {
    diag(location(sources, finding.where), "%0") << finding.message;
    for (const link::Step& step : finding.steps)
      diag(location(sources, step.where), "%0", DiagnosticIDs::Note) << step.message;
    // In a note, so that only --fix-notes applies it: the price is for a person to judge.
    for (const link::Edit& edit : finding.edits) {
      const SourceLocation begin = location(sources, edit.where);
      if (begin.isInvalid()) continue;
      const SourceLocation end = begin.getLocWithOffset(static_cast<int>(edit.length));
      diag(begin, "%0", DiagnosticIDs::Note)
          << edit.message
          << FixItHint::CreateReplacement(CharSourceRange::getCharRange(begin, end), edit.text);
    }
  }

  const std::string rule_;
  const std::string policy_name_;
  const std::string config_;
};

class Module : public clang::tidy::ClangTidyModule {
 public:
  void addCheckFactories(clang::tidy::ClangTidyCheckFactories& factories) override {
    for (const contract::Rule& rule : contract::kRules)
      if (rule.half == contract::Half::checker && rule.is_enforced)
        factories.registerCheck<HandleCheck>(std::string(rule.id));
  }
};

const clang::tidy::ClangTidyModuleRegistry::Add<Module> registration(
    "lanyard-module", "Finds SQLite handles that are used on the wrong thread.");

}  // namespace
}  // namespace lanyard::tidy
