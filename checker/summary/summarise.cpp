// Finds the functions of a translation unit and has each summarised.
//
// One walk over the declarations that the project wrote: system headers are passed by,
// templates are visited at their instantiations, and a lambda is a function of its own.
// No parent map and no matcher: those would look at every header.
#include "checker/summary/summarise.h"

#include <algorithm>

#include "checker/summary/builder.h"
#include "checker/summary/expressions.h"
#include "checker/summary/names.h"
#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Lex/PreprocessorOptions.h"

namespace lanyard::summary {
namespace {

using namespace clang;

class Walk {
 public:
  Walk(ASTContext& context, const model::Library& library, const NameFile& name_file)
      : context_(context), library_(library), names_(context, library, module_, name_file) {}

  Module take() {
    // After an error Clang leaves classes and templates half made; it builds no CFG of its own
    // then, and neither do we.
    if (context_.getDiagnostics().hasUncompilableErrorOccurred()) return std::move(module_);
    initialiser_.sort = Sort::initialiser;
    initialiser_.key = "initialiser@" + module_.file;
    initialiser_.name = "the initialisation of globals";
    initialiser_.events.resize(2);
    declarations(context_.getTranslationUnitDecl());
    contained();
    if (!globals_.empty()) initialise_globals();
    names_.finish();
    // As a fact file holds them.
    std::stable_sort(module_.functions.begin(), module_.functions.end(),
                     [](const Function& a, const Function& b) { return a.key < b.key; });
    return std::move(module_);
  }

 private:
  /// What bodies contain is found while they are summarised.
  void contained() {
    while (!inner_.lambdas.empty() || !inner_.records.empty() || !inner_.regions.empty() ||
           !inner_.blocks.empty()) {
      const Inner found = std::exchange(inner_, {});
      for (const LambdaExpr* lambda : found.lambdas) closure(lambda);
      for (const CXXRecordDecl* each : found.records) record(each);
      for (const Inner::Region& each : found.regions) region(each);
      for (const Inner::Block& each : found.blocks) block(each);
    }
  }

  void declarations(const DeclContext* context) {
    for (const Decl* each : context->decls()) declaration(each);
  }

  void declaration(const Decl* each) {
    if (each->isInvalidDecl()) return;
    if (const auto* space = dyn_cast<NamespaceDecl>(each)) {
      // A project adds to `std` what its own types need: a default_delete, a hash.
      if (!space->isStdNamespace() || !names_.in_system(space)) declarations(space);
      return;
    }
    if (isa<LinkageSpecDecl, ExportDecl>(each)) return declarations(cast<DeclContext>(each));
    if (names_.in_system(each)) return;
    if (const auto* made = dyn_cast<FunctionDecl>(each)) return function(made);
    if (const auto* pattern = dyn_cast<FunctionTemplateDecl>(each)) {
      for (const FunctionDecl* made : pattern->specializations()) function(made);
    } else if (const auto* pattern = dyn_cast<ClassTemplateDecl>(each)) {
      for (const CXXRecordDecl* made : pattern->specializations()) record(made);
    } else if (const auto* made = dyn_cast<CXXRecordDecl>(each)) {
      // Those of the project's templates are found by their template.
      const auto* special = dyn_cast<ClassTemplateSpecializationDecl>(made);
      if (!special || names_.in_system(special->getSpecializedTemplate())) record(made);
    } else if (const auto* friendly = dyn_cast<FriendDecl>(each)) {
      // A friend can be a function that stands nowhere else; classes, even those that befriend
      // each other, are found where they stand.
      const NamedDecl* made = friendly->getFriendDecl();
      if (made && isa<FunctionDecl, FunctionTemplateDecl>(made)) declaration(made);
    } else if (const auto* variable = dyn_cast<VarDecl>(each)) {
      if (variable->hasInit() && !variable->getType()->isDependentType() &&
          !variable->getInit()->isValueDependent() && variable->isThisDeclarationADefinition())
        globals_.push_back(variable);
    }
  }

  void record(const CXXRecordDecl* each) {
    if (!each->isThisDeclarationADefinition() || each->isDependentContext()) return;
    declarations(each);
    const CXXDestructorDecl* destructor = each->getDestructor();
    if (destructor && !destructor->isTrivial() && !destructor->isUserProvided() &&
        !destructor->hasBody()) {
      Function out = described(destructor);
      Builder builder(context_, names_, library_, out, inner_);
      builder.implicit_destructor(destructor);
      keep(builder, out);
    }
  }

  void function(const FunctionDecl* each) {
    if (!each->doesThisDeclarationHaveABody() || each->isDependentContext()) return;
    if (!each->getBody() || each->isInvalidDecl() || each->willHaveBody()) return;
    Function out = described(each);
    Builder builder(context_, names_, library_, out, inner_);
    builder.function(each);
    keep(builder, out);
  }

  void closure(const LambdaExpr* lambda) {
    const CXXRecordDecl* record = lambda->getLambdaClass();
    if (record->isDependentContext()) return;
    std::vector<const FunctionDecl*> bodies;
    if (const FunctionTemplateDecl* pattern = record->getDependentLambdaCallOperator())
      bodies.assign(pattern->spec_begin(), pattern->spec_end());
    else
      bodies.push_back(lambda->getCallOperator());
    for (const FunctionDecl* body : bodies) {
      if (!body->getBody()) continue;
      Function out = described(body);
      out.sort = Sort::lambda;
      captures(lambda, out);
      Builder builder(context_, names_, library_, out, inner_);
      builder.function(body);
      keep(builder, out);
    }
  }

  void region(const Inner::Region& each) {
    Function out;
    out.key = names_.key(each.directive, each.around);
    out.name = "an OpenMP region";
    out.where = names_.source(each.directive->getBeginLoc());
    out.sort = Sort::lambda;
    Builder builder(context_, names_, library_, out, inner_);
    builder.region(each.directive, each.around);
    keep(builder, out);
  }

  void block(const Inner::Block& each) {
    Function out;
    out.key = names_.key(each.block, each.around);
    out.name = "a block";
    out.where = names_.source(each.block->getCaretLocation());
    out.sort = Sort::lambda;
    for (const ParmVarDecl* parameter : each.block->parameters())
      out.parameters.push_back(parameter->getNameAsString());
    Builder builder(context_, names_, library_, out, inner_);
    builder.block(each);
    keep(builder, out);
  }

  static void captures(const LambdaExpr* lambda, Function& out) {
    const std::vector<std::string> names = capture_names(lambda->getLambdaClass());
    auto name = names.begin();
    for (const LambdaCapture& each : lambda->captures()) {
      Capture capture;
      capture.name = *name++;
      if (each.capturesThis()) {
        capture.how = Capture::How::self;
      } else if (each.capturesVariable()) {
        if (lambda->isInitCapture(&each))
          capture.how = Capture::How::initialised;
        else if (each.getCaptureKind() == LCK_ByRef)
          capture.how = Capture::How::by_reference;
      }
      out.captures.push_back(std::move(capture));
    }
  }

  Function described(const FunctionDecl* each) {
    Function out;
    out.key = names_.key(each);
    out.name = qualified_name(each);
    out.where = names_.source(each->getLocation());
    out.is_main = each->isMain();
    out.visible = each->isExternallyVisible();
    for (const ParmVarDecl* parameter : each->parameters())
      out.parameters.push_back(parameter->getNameAsString());
    const auto* method = dyn_cast<CXXMethodDecl>(each);
    if (!method) return out;
    if (method->getParent()->isLambda()) {
      out.name = "a lambda";
      out.visible = false;
      return out;
    }
    out.class_key = names_.class_key(method->getParent());
    out.class_name = method->getParent()->getNameAsString();
    if (isa<CXXConstructorDecl>(method))
      out.sort = Sort::constructor;
    else if (isa<CXXDestructorDecl>(method))
      out.sort = Sort::destructor;
    else if (method->isInstance())
      out.sort = Sort::method;
    for (const CXXMethodDecl* base : method->overridden_methods())
      out.overrides.push_back(names_.key(base));
    // A private override is called through its base.
    out.visible = method->getAccess() != AS_private || !out.overrides.empty();
    return out;
  }

  void initialise_globals() {
    Builder builder(context_, names_, library_, initialiser_, inner_);
    for (const VarDecl* each : globals_) builder.global(each);
    keep(builder, initialiser_);
    contained();
  }

  void keep(const Builder& builder, Function& out) {
    if (!builder.is_empty()) module_.functions.push_back(std::move(out));
  }

  ASTContext& context_;
  const model::Library& library_;
  Module module_;
  Names names_;
  Inner inner_;
  Function initialiser_;
  std::vector<const VarDecl*> globals_;
};

}  // namespace

contract::Mode mode_on_command_line(const clang::PreprocessorOptions& options) {
  constexpr llvm::StringLiteral name = "SQLITE_THREADSAFE";
  contract::Mode mode = contract::Mode::unknown;
  for (const auto& [macro, is_undefined] : options.Macros) {
    const auto [word, value] = llvm::StringRef(macro).split('=');
    int number = 1;
    if (word != name) continue;
    if (!value.empty() && value.getAsInteger(10, number)) continue;
    mode = is_undefined ? contract::Mode::unknown : contract::mode_of_threadsafe(number);
  }
  return mode;
}

Module summarise(clang::ASTContext& context, const model::Library& library,
                 const NameFile& name_file) {
  return Walk(context, library, name_file).take();
}

}  // namespace lanyard::summary
