// What a branch tells: on one of its sides a thread is known not to run.
#include "checker/summary/builder.h"

namespace lanyard::summary {

using namespace clang;

/// The thread that is known not to run on one side of a branch, and on which side.
Place Builder::not_running(const Expr* condition, bool& when_true) {
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
      if (!compared->getRHS()->EvaluateAsInt(value, context_) || value.Val.getInt() != 0) return {};
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
  if (!condition) return {};
  const Expr* answer = condition;
  if (const auto* name = dyn_cast<DeclRefExpr>(condition)) {
    const auto found = status_.find(name->getDecl());
    if (found != status_.end()) answer = found->second;
  }
  // A call that starts a thread answers other than 0 when it could not.
  const auto started = spawned_.find(answer);
  if (started != spawned_.end()) {
    when_true = !when_true;
    return started->second;
  }
  if (const auto* call = dyn_cast<CXXMemberCallExpr>(condition)) {
    const CXXMethodDecl* method = call->getMethodDecl();
    if (method && row_of(model::Trigger::check, method))
      return place(call->getImplicitObjectArgument());
    // `if (thread_)`, of a smart pointer.
    if (method && isa<CXXConversionDecl>(method)) return place(call->getImplicitObjectArgument());
    if (method) return {};
  }
  return place(condition);
}

}  // namespace lanyard::summary
