// The clang-tidy module: summarises the translation unit, links it alone, reports.
//
// The checks share one analysis. Each of them reports the findings that bear its name;
// the first one that gets the parsed file pays for it.
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "checker/link/link.h"
#include "checker/summary/summarise.h"
#include "clang-tidy/ClangTidyCheck.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang/AST/ASTContext.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/Basic/Version.h"
#if CLANG_VERSION_MAJOR < 22  // later it is a part of ClangTidyModule.h
#include "clang-tidy/ClangTidyModuleRegistry.h"
#endif
#include "contract/policies.h"
#include "contract/rules.h"

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
  const std::vector<link::Finding>& findings(ASTContext& context, contract::Policy policy) {
    if (context_ == &context && policy_ == policy) return findings_;
    context_ = &context;
    policy_ = policy;
    findings_.clear();
    // Without the type there is no handle.
    if (context.Idents.find("sqlite3") == context.Idents.end()) return findings_;
    std::vector<summary::Module> modules;
    modules.push_back(summary::summarise(context, model::Library::built_in()));
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
  std::vector<link::Finding> findings_;
};

Analysis& analysis() {
  thread_local Analysis shared;
  return shared;
}

class HandleCheck : public ClangTidyCheck {
 public:
  HandleCheck(llvm::StringRef name, ClangTidyContext* context)
      : ClangTidyCheck(name, context),
        rule_(name.str()),
        policy_name_(std::string(Options.getLocalOrGlobal("Policy", "owner"))) {
    const contract::PolicyRow* row = contract::find_policy(policy_name_);
    if (row) {
      policy_ = row->policy;
      return;
    }
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
  }

  void registerMatchers(ast_matchers::MatchFinder* finder) override {
    finder->addMatcher(ast_matchers::translationUnitDecl().bind("unit"), this);
  }

  void check(const ast_matchers::MatchFinder::MatchResult& result) override {
    for (const link::Finding& finding : analysis().findings(*result.Context, policy_))
      if (finding.rule == rule_) report(*result.SourceManager, finding);
  }

  void onEndOfTranslationUnit() override { analysis().forget(); }

 private:
  static SourceLocation location(SourceManager& sources, const link::Location& where) {
    const auto file = sources.getFileManager().getOptionalFileRef(where.file);
    if (!file || where.line == 0) return {};
    return sources.translateFileLineCol(*file, where.line, where.column);
  }

  void report(SourceManager& sources, const link::Finding& finding) {
    diag(location(sources, finding.where), "%0") << finding.message;
    for (const link::Step& step : finding.steps)
      diag(location(sources, step.where), "%0", DiagnosticIDs::Note) << step.message;
  }

  const std::string rule_;
  const std::string policy_name_;
  contract::Policy policy_ = contract::Policy::owner;
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
