#include "checker/summary/expressions.h"

#include <map>

#include "checker/summary/compat.h"
#include "checker/summary/names.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace lanyard::summary {

using namespace clang;

namespace {

/// The value of `({ …; value; })`, or nullptr.
const Expr* last_value(const StmtExpr* block) {
  const CompoundStmt* body = block->getSubStmt();
  return body->body_empty() ? nullptr : dyn_cast<Expr>(body->body_back());
}

const Expr* without_one_layer(const Expr* expression) {
  const Expr* inner = expression->IgnoreParens();
  if (const auto* cast = dyn_cast<CastExpr>(inner)) return cast->getSubExpr();
  if (const auto* full = dyn_cast<FullExpr>(inner)) return full->getSubExpr();
  if (const auto* made = dyn_cast<MaterializeTemporaryExpr>(inner)) return made->getSubExpr();
  if (const auto* bound = dyn_cast<CXXBindTemporaryExpr>(inner)) return bound->getSubExpr();
  if (const auto* given = dyn_cast<SubstNonTypeTemplateParmExpr>(inner))
    return given->getReplacement();
  if (const auto* list = dyn_cast<CXXStdInitializerListExpr>(inner)) return list->getSubExpr();
  if (const auto* literal = dyn_cast<CompoundLiteralExpr>(inner)) return literal->getInitializer();
  if (const auto* standard = dyn_cast<CXXDefaultArgExpr>(inner)) return standard->getExpr();
  if (const auto* standard = dyn_cast<CXXDefaultInitExpr>(inner)) return standard->getExpr();
  if (const auto* copies = dyn_cast<ArrayInitLoopExpr>(inner))
    return copies->getCommonExpr()->getSourceExpr();
  if (const auto* waits = dyn_cast<CoroutineSuspendExpr>(inner)) return compat::operand(waits);
  if (const auto* choice = dyn_cast<ChooseExpr>(inner))
    return choice->isConditionDependent() ? inner : choice->getChosenSubExpr();
  if (const auto* choice = dyn_cast<GenericSelectionExpr>(inner))
    return choice->isResultDependent() ? inner : choice->getResultExpr();
  if (const auto* block = dyn_cast<StmtExpr>(inner))
    if (const Expr* value = last_value(block)) return value;
  return inner;
}

/// What the literal says that an index is, or that a string of the library is made of; "" where it
/// is none, or no plain word.
llvm::StringRef constant_name(const Expr* index) {
  index = unwrapped(index);
  const auto* made = dyn_cast<CXXConstructExpr>(index);
  if (made && made->getNumArgs() != 0 && is_in_std(made->getConstructor()->getParent()))
    index = unwrapped(made->getArg(0));
  const auto* literal = dyn_cast<StringLiteral>(index);
  if (!literal || literal->getCharByteWidth() != 1) return {};
  const llvm::StringRef name = literal->getString();
  const auto is_plain = [](char each) {
    return llvm::isAlnum(each) || llvm::StringRef("._-/ ").contains(each);
  };
  return llvm::all_of(name, is_plain) ? name : llvm::StringRef();
}

}  // namespace

const Expr* unwrapped(const Expr* expression) {
  while (true) {
    const Expr* inner = without_one_layer(expression);
    if (!inner || inner == expression) return expression;
    expression = inner;
  }
}

const Expr* core(const Expr* expression) {
  if (!expression) return nullptr;
  while (true) {
    const Expr* inner = expression->IgnoreImplicit()->IgnoreParenCasts();
    const auto* construct = dyn_cast<CXXConstructExpr>(inner);
    // `T x = T(…)` before C++17 names a move that never happens.
    if (construct && construct->isElidable() && construct->getNumArgs() == 1)
      inner = construct->getArg(0)->IgnoreImplicit();
    if (inner == expression) return inner;
    expression = inner;
  }
}

std::string constant_index(const Expr* index, const ASTContext& context) {
  if (const llvm::StringRef name = constant_name(index); !name.empty())
    return "[" + name.str() + "]";
  const auto value = constant(index, context);
  return value ? "[" + std::to_string(*value) + "]" : "";
}

std::vector<std::string> capture_names(const CXXRecordDecl* closure) {
  std::vector<std::string> names;
  std::map<std::string, unsigned> seen;
  for (const LambdaCapture& each : closure->captures()) {
    std::string name;
    if (each.capturesThis()) name = "this";
    if (each.capturesVariable()) name = each.getCapturedVar()->getNameAsString();
    const unsigned before = seen[name]++;
    if (before != 0) name += "~" + std::to_string(before);
    names.push_back(std::move(name));
  }
  return names;
}

const FunctionDecl* named_function(const Expr* expression) {
  const Expr* plain = expression->IgnoreParenCasts();
  if (const auto* address = dyn_cast<UnaryOperator>(plain);
      address && address->getOpcode() == UO_AddrOf)
    plain = address->getSubExpr()->IgnoreParenCasts();
  const auto* name = dyn_cast<DeclRefExpr>(plain);
  return name ? dyn_cast<FunctionDecl>(name->getDecl()) : nullptr;
}

const ValueDecl* named_variable(const Expr* expression) {
  const auto* name = dyn_cast<DeclRefExpr>(expression->IgnoreParenImpCasts());
  return name ? name->getDecl() : nullptr;
}

const ValueDecl* emptied(const CallExpr* call) {
  const FunctionDecl* callee = call->getDirectCallee();
  if (!callee) return nullptr;
  if (is_in_std(callee) && named(callee, "move") && call->getNumArgs() == 1)
    return named_variable(call->getArg(0));
  const auto* member = dyn_cast<CXXMemberCallExpr>(call);
  const CXXRecordDecl* owner = member ? member->getRecordDecl() : nullptr;
  return owner && is_in_std(owner) && named(callee, "release")
             ? named_variable(member->getImplicitObjectArgument())
             : nullptr;
}

}  // namespace lanyard::summary
