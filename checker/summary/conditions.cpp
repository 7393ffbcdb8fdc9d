// What a branch tells: on one of its sides a thread is known not to run, a lock is held that
// was tried, or only one of the two processes that a fork made goes on.
#include <algorithm>

#include "checker/summary/builder.h"
#include "checker/summary/compat.h"
#include "checker/summary/expressions.h"
#include "clang/Basic/Builtins.h"

namespace lanyard::summary {

using namespace clang;

/// What is compared with 0, or negated, in a condition; `when_true` tells on which side that is 0.
/// nullptr where nobody can tell.
const Expr* Builder::compared_with_zero(const Expr* condition, bool& when_true) const {
  when_true = false;
  while (condition) {
    condition = condition->IgnoreParenImpCasts();
    if (const auto* unary = dyn_cast<UnaryOperator>(condition);
        unary && unary->getOpcode() == UO_LNot) {
      when_true = !when_true;
      condition = unary->getSubExpr();
      continue;
    }
    const auto* compared = dyn_cast<BinaryOperator>(condition);
    if (compared && compared->isEqualityOp() &&
        compared->getRHS()->isNullPointerConstant(context_, Expr::NPC_ValueDependentIsNotNull)) {
      // `x == 0` is `!x`.
      if (compared->getOpcode() == BO_EQ) when_true = !when_true;
      condition = compared->getLHS();
      continue;
    }
    if (compared && compared->isEqualityOp()) {
      // `x == thrd_success`, a named zero.
      Expr::EvalResult value;
      if (!compared->getRHS()->EvaluateAsInt(value, context_) || value.Val.getInt() != 0)
        return nullptr;
      if (compared->getOpcode() == BO_EQ) when_true = !when_true;
      condition = compared->getLHS();
      continue;
    }
    if (compared && compared->isAssignmentOp()) {
      condition = compared->getRHS();
      continue;
    }
    break;
  }
  return condition;
}

/// The same, through a variable that holds the answer: `started = pthread_create(…) == 0`.
const Expr* Builder::tested(const Expr* condition, bool& when_true) const {
  condition = compared_with_zero(condition, when_true);
  const auto* name = dyn_cast_or_null<DeclRefExpr>(condition);
  const auto found = name ? status_.find(name->getDecl()) : status_.end();
  if (found == status_.end()) return condition;
  bool negated = false;
  condition = compared_with_zero(found->second, negated);
  when_true ^= negated;
  return condition;
}

/// Remembers that a variable holds what a call answers, or whether that is 0.
void Builder::note_status(const ValueDecl* variable, const Expr* value) {
  bool ignored = false;
  const Expr* asked = compared_with_zero(value, ignored);
  if (asked && variable->getType()->isIntegralOrEnumerationType() && isa<CallExpr>(core(asked)))
    status_[variable] = core(value);
}

/// The lock that is held on one side of a branch, for somebody tried to take it, and on which
/// side.
Place Builder::taken(const Expr* condition, bool& when_true) {
  // Who comes to the branch of `a && b` has come through `a`.
  while (const auto* both = dyn_cast<BinaryOperator>(condition->IgnoreParenImpCasts())) {
    if (!both->isLogicalOp()) break;
    condition = both->getRHS();
  }
  const Expr* answer = tested(condition, when_true);
  if (!answer) return {};
  const auto found = tried_.find(answer);
  if (found != tried_.end()) {
    when_true = found->second.zero ? when_true : !when_true;
    return found->second.lock;
  }
  // `if (guard)` and `if (guard.owns_lock())`.
  const auto* call = dyn_cast<CXXMemberCallExpr>(answer);
  if (!call || call->getNumArgs() != 0) return {};
  const Expr* object = call->getImplicitObjectArgument();
  const CXXRecordDecl* record = record_of(object->getType().getNonReferenceType());
  const model::Row* row = record ? row_of(model::Trigger::construct, record) : nullptr;
  if (!row || row->effect != model::Effect::lock || !call->getType()->isBooleanType()) return {};
  when_true = !when_true;
  return place(object);
}

/// The thread that is known not to run on one side of a branch, and on which side.
Place Builder::not_running(const Expr* condition, bool& when_true) {
  condition = tested(condition, when_true);
  if (!condition) return {};
  // A call that starts a thread answers other than 0 when it could not.
  const auto started = spawned_.find(condition);
  if (started != spawned_.end()) {
    when_true = !when_true;
    return started->second;
  }
  if (const auto* call = dyn_cast<CXXMemberCallExpr>(condition)) {
    const CXXMethodDecl* method = call->getMethodDecl();
    const Expr* object = call->getImplicitObjectArgument();
    if (method && !rows_of(model::Trigger::check, method, object, {}).empty()) return place(object);
    // `if (thread_)`, of a smart pointer.
    if (method && isa<CXXConversionDecl>(method)) return place(object);
    if (method) return {};
  }
  return place(condition);
}

namespace {

/// All expressions of a statement, but those of lambdas.
void expressions_of(const Stmt* statement, llvm::DenseSet<const Expr*>& all) {
  if (!statement || isa<LambdaExpr>(statement)) return;
  if (const auto* expression = dyn_cast<Expr>(statement)) all.insert(expression);
  for (const Stmt* child : statement->children()) expressions_of(child, all);
}

}  // namespace

/// Whether a condition comes out the same wherever the function asks it: it asks of numbers, and of
/// variables that nothing here changes.
bool Builder::is_unchanging(const Expr* condition) const {
  llvm::DenseSet<const Expr*> parts;
  expressions_of(condition, parts);
  return llvm::all_of(parts, [&](const Expr* each) {
    const auto* name = dyn_cast<DeclRefExpr>(each);
    if (!name)
      return isa<BinaryOperator, UnaryOperator, ParenExpr, ImplicitCastExpr, IntegerLiteral>(each);
    const auto* variable = dyn_cast<VarDecl>(name->getDecl());
    return variable && variable->hasLocalStorage() && !changed_.count(variable);
  });
}

/// The threads that are known never to have started on one side of a branch: only where another
/// branch asked the same and came out otherwise are they started.
std::vector<Place> Builder::never_started(const Stmt* branch, bool when_true) const {
  const auto* choice = dyn_cast_or_null<IfStmt>(branch);
  if (!choice || spawned_.empty() || !is_unchanging(choice->getCond())) return {};
  llvm::FoldingSetNodeID asked;
  choice->getCond()->Profile(asked, context_, /*Canonical=*/true);
  llvm::DenseSet<const Expr*> elsewhere;
  for (const IfStmt* each : choices_) {
    llvm::FoldingSetNodeID other;
    each->getCond()->Profile(other, context_, /*Canonical=*/true);
    if (each != choice && other == asked)
      expressions_of(when_true ? each->getElse() : each->getThen(), elsewhere);
  }
  std::vector<Place> threads;
  for (const auto& [call, thread] : spawned_) {
    const Place& started = thread;
    const bool only_there = llvm::all_of(spawned_, [&](const auto& each) {
      return each.second != started || elsewhere.count(each.first);
    });
    if (only_there) threads.push_back(started);
  }
  std::sort(threads.begin(), threads.end());
  return threads;
}

namespace {

const Expr* plain(const Expr* expression) {
  while (expression) {
    const Expr* inner = expression->IgnoreParenCasts();
    if (const auto* full = dyn_cast<FullExpr>(inner)) inner = full->getSubExpr();
    // What likely() and unlikely() are made of.
    const auto* call = dyn_cast<CallExpr>(inner);
    if (call && call->getBuiltinCallee() == Builtin::BI__builtin_expect && call->getNumArgs() > 0)
      inner = call->getArg(0);
    if (inner == expression) break;
    expression = inner;
  }
  return expression;
}

bool holds(BinaryOperatorKind operation, std::int64_t left, std::int64_t right) {
  switch (operation) {
    case BO_EQ: return left == right;
    case BO_NE: return left != right;
    case BO_LT: return left < right;
    case BO_LE: return left <= right;
    case BO_GT: return left > right;
    default: return left >= right;
  }
}

bool is_call_of(const Expr* expression, llvm::StringRef name) {
  const auto* call = dyn_cast<CallExpr>(plain(expression));
  const FunctionDecl* callee = call ? call->getDirectCallee() : nullptr;
  return callee && named(callee, name);
}

}  // namespace

/// The place of a variable, or of a field of what `base` is, that can hold what a fork answers.
/// Numbers, and objects that hold nothing else, have no place otherwise.
Place Builder::answer_of(const ValueDecl* variable, const Expr* base) {
  Place result;
  if (const auto* field = dyn_cast<FieldDecl>(variable)) {
    const auto* name = dyn_cast<DeclRefExpr>(plain(base));
    result = place(base);
    if (!result && name) result = answer_of(name->getDecl(), nullptr);
    if (result) result.path.push_back(qualified_name(field));
    return result;
  }
  const auto* object = dyn_cast<VarDecl>(variable);
  const auto* parameter = dyn_cast<ParmVarDecl>(variable);
  const auto known = locals_.find(variable);
  if (known != locals_.end()) {
    result.root = Root::local;
    result.index = known->second;
  } else if (parameter && is_own(parameter)) {
    result.root = Root::parameter;
    result.index = parameter->getFunctionScopeIndex();
  } else if (object && object->hasGlobalStorage()) {
    result.root = Root::global;
    result.key = names_.key(object);
  }
  return result;
}

/// The place of an expression that a fork may have answered, or none.
Place Builder::answer(const Expr* expression) {
  if (!expression) return {};
  expression = plain(expression);
  if (const auto* assigned = dyn_cast<BinaryOperator>(expression);
      assigned && assigned->getOpcode() == BO_Assign)
    expression = plain(assigned->getLHS());
  if (isa<CallExpr>(expression) && expression->getType()->isIntegerType()) {
    const auto known = known_.find(expression);
    return known == known_.end() ? Place() : known->second;
  }
  if (const auto* name = dyn_cast<DeclRefExpr>(expression); name && answers_.count(name->getDecl()))
    return answer_of(name->getDecl(), nullptr);
  if (const auto* member = dyn_cast<MemberExpr>(expression);
      member && answers_.count(member->getMemberDecl()))
    return answer_of(member->getMemberDecl(), member->getBase());
  return {};
}

void Builder::keep_answer(const Place& to, const Expr* from) {
  if (to && from) flow(to, answer(from));
}

void Builder::keep_answer(const Expr* to, const Expr* from) {
  if (!answer(from)) return;
  to = to->IgnoreParens();
  if (const auto* name = dyn_cast<DeclRefExpr>(to)) {
    answers_.insert(name->getDecl());
    keep_answer(answer_of(name->getDecl(), nullptr), from);
  } else if (const auto* member = dyn_cast<MemberExpr>(to)) {
    answers_.insert(member->getMemberDecl());
    keep_answer(answer_of(member->getMemberDecl(), member->getBase()), from);
  }
}

Builder::Told Builder::told(const Expr* condition) {
  Told result;
  condition = plain(condition);
  const auto* negated = dyn_cast<UnaryOperator>(condition);
  if (negated && negated->getOpcode() == UO_LNot) {
    result = told(negated->getSubExpr());
    std::swap(result.parent[0], result.parent[1]);
    std::swap(result.child[0], result.child[1]);
    return result;
  }
  const auto conclude = [&](bool zero, bool positive) {
    result.parent[!zero] = true;
    result.child[!positive] = true;
  };
  const auto* compared = dyn_cast<BinaryOperator>(condition);
  if (compared && compared->isComparisonOp()) {
    const Expr* left = compared->getLHS();
    const Expr* right = compared->getRHS();
    BinaryOperatorKind operation = compared->getOpcode();
    // `getpid() == opened_by`: where it holds, nobody has forked meanwhile.
    if (compared->isEqualityOp() && (is_call_of(left, "getpid") || is_call_of(right, "getpid"))) {
      result.parent[operation == BO_EQ] = true;
      return result;
    }
    auto value = constant(right, context_);
    if (!value) {
      std::swap(left, right);
      if (!compared->isEqualityOp()) operation = BinaryOperator::reverseComparisonOp(operation);
      value = constant(right, context_);
      if (!value) return result;
    }
    result.answer = answer(left);
    const bool one = holds(operation, 1, *value);
    if (result.answer && one == holds(operation, 0x7fffffff, *value))
      conclude(holds(operation, 0, *value), one);
    return result;
  }
  // `const bool is_child = pid == 0;`
  if (const auto* name = dyn_cast<DeclRefExpr>(condition)) {
    const auto* variable = dyn_cast<VarDecl>(name->getDecl());
    const Expr* initial = variable && variable->getType()->isBooleanType() &&
                                  !isa<ParmVarDecl>(variable) && variable->hasInit()
                              ? plain(variable->getInit())
                              : nullptr;
    if (initial && !initial->isValueDependent() && isa<BinaryOperator, UnaryOperator>(initial))
      return told(initial);
  }
  result.answer = answer(condition);
  if (result.answer) conclude(false, true);
  return result;
}

Builder::Told Builder::told_of_case(const SwitchStmt* choice, const Stmt* label) {
  Told result;
  result.answer = answer(choice->getCond());
  if (!result.answer) return result;
  const auto tell = [&](bool zero, bool positive) {
    result.parent[0] = result.parent[1] = !zero;
    result.child[0] = result.child[1] = !positive;
  };
  if (const auto* one = dyn_cast_or_null<CaseStmt>(label)) {
    if (const auto value = constant(one->getLHS(), context_)) tell(*value == 0, *value > 0);
    return result;
  }
  for (const SwitchCase* each = choice->getSwitchCaseList(); each; each = each->getNextSwitchCase())
    if (const auto* one = dyn_cast<CaseStmt>(each); one && constant(one->getLHS(), context_) == 0)
      tell(false, true);
  return result;
}

}  // namespace lanyard::summary
