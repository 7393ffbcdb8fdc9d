// How processes begin and end: forks, what never returns, what is done at exit.
#include "checker/summary/builder.h"

namespace lanyard::summary {

using namespace clang;

/// Turns a call that the model has a process's row for into events.
bool Builder::call_process(const CallExpr* expression, const FunctionDecl* callee) {
  if (isa<CXXMethodDecl>(callee)) return false;
  const llvm::SmallVector<const Expr*, 8> arguments(expression->arguments());
  const model::Row* row = row_of(model::Trigger::call, callee, arguments);
  if (!row) return false;
  const auto entry_of = [&](Event& event) {
    if (row->entry < 0 || arguments.size() <= static_cast<std::size_t>(row->entry)) return;
    resolve_entry(event, arguments[row->entry], passed(row->passes, row->entry, arguments), *row);
  };
  switch (row->effect) {
    case model::Effect::stop:
    case model::Effect::exit:
      add(row->effect == model::Effect::stop ? Kind::stop : Kind::exit, expression->getBeginLoc())
          .name = callee->getNameAsString();
      return true;
    case model::Effect::at_exit:
    case model::Effect::at_fork: {
      Event handler;
      entry_of(handler);
      const bool exits = row->effect == model::Effect::at_exit;
      Event& event = add(exits ? Kind::at_exit : Kind::at_fork, expression->getBeginLoc());
      event.callee = handler.callee;
      event.place = handler.place;
      return true;
    }
    case model::Effect::fork: break;
    default: return false;
  }
  Place answer;
  if (row->answers == model::kReturned || row->entry >= 0)
    answer = known_[expression] = destination(expression);
  Event& fork = add(Kind::fork, expression->getBeginLoc());
  fork.place = answer;
  fork.name = callee->getNameAsString();
  fork.handles = row->handles;
  if (row->entry < 0) return true;
  // The child runs the entry, and nothing that follows here.
  const std::uint32_t both = last_;
  Event run;
  entry_of(run);
  add(Kind::child, expression->getBeginLoc()).place = answer;
  Event& event = add(Kind::call, expression->getBeginLoc());
  event.callee = run.callee;
  event.place = run.place;
  event.receiver = run.receiver;
  event.arguments = run.arguments;
  event.kinds = run.kinds;
  event.name = run.name;
  add(Kind::stop, expression->getBeginLoc());
  last_ = both;
  add(Kind::parent, expression->getBeginLoc()).place = answer;
  return true;
}

/// Whether what the call answers may be what a fork inside of it answered.
bool Builder::can_answer(const CallExpr* expression, const FunctionDecl* callee) const {
  const QualType type = callee->getReturnType();
  if (type->isDependentType() || discarded_.count(expression)) return false;
  return context_.hasSameUnqualifiedType(type, context_.IntTy) ||
         context_.hasSameUnqualifiedType(type, context_.LongTy);
}

/// The object's destructor runs at exit.
void Builder::end_at_exit(const VarDecl* variable) {
  const CXXRecordDecl* record = variable->getType()->getAsCXXRecordDecl();
  if (!record || !record->hasDefinition() || variable->getTLSKind() != VarDecl::TLS_None) return;
  const Place object = place_of_variable(variable);
  if (!object) return;
  // Whatever ends the object, it does so now, but for the time.
  const std::size_t first = out_.events.size();
  destroy(object, variable->getType(), variable->getLocation());
  for (std::size_t i = first; i != out_.events.size(); ++i) {
    Event& event = out_.events[i];
    if (event.kind == Kind::call)
      event.kind = Kind::at_exit;
    else
      event.kind = Kind::pass;
  }
}

}  // namespace lanyard::summary
