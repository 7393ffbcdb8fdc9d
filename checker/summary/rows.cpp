// What calls and constructions do that the model has a row for: threads are started and
// waited for, locks are taken and given back.
#include "checker/summary/builder.h"

namespace lanyard::summary {

using namespace clang;

const model::Row* Builder::row_of(model::Trigger trigger, const NamedDecl* declaration) const {
  const IdentifierInfo* name = declaration->getIdentifier();
  if (!name || !library_.mentions(std::string_view(name->getName()))) return nullptr;
  return library_.find(trigger, qualified_name(declaration));
}

bool Builder::call_row(const Expr* expression, const model::Row& row, const Place& object,
                       Arguments arguments) {
  const auto operand = [&](model::Operand which) -> Place {
    if (which == model::kThis) return object;
    if (which >= 0 && static_cast<std::size_t>(which) < arguments.size())
      return place(arguments[which]);
    return {};
  };
  switch (row.effect) {
    case model::Effect::spawn: spawn(expression, row, object, arguments); return true;
    case model::Effect::join:
      add(Kind::join, expression->getBeginLoc()).thread = operand(row.thread);
      // What a future answers comes from the thread.
      if (const auto* call = dyn_cast<CallExpr>(expression);
          call && names_.is_followed(call->getCallReturnType(context_)))
        known_[expression] = object;
      return true;
    case model::Effect::lock: break;
    case model::Effect::fork:
    case model::Effect::stop:
    case model::Effect::exit:
    case model::Effect::at_exit: return false;  // processes.cpp
  }
  if (row.trigger == model::Trigger::construct) {
    for (const Expr* each : arguments) {
      const CXXRecordDecl* type = record_of(each->getType());
      if (type && !row.unless.empty() && qualified_name(type) == row.unless) return true;
    }
    for (const Expr* each : arguments.drop_front(row.takes)) {
      const Place lock = place(each);
      if (!lock) continue;
      Event& event = add(Kind::lock, expression->getBeginLoc());
      event.place = lock;
      event.receiver = object;
    }
    return true;
  }
  if (const Place taken = operand(row.takes))
    add(Kind::lock, expression->getBeginLoc()).place = taken;
  if (const Place given = operand(row.gives))
    add(Kind::unlock, expression->getBeginLoc()).place = given;
  return true;
}

void Builder::spawn(const Expr* expression, const model::Row& row, const Place& object,
                    Arguments arguments) {
  if (arguments.empty()) return;
  unsigned shift = 0;
  if (!row.skips.empty()) {
    const auto* choice = arguments.front()->getType().getNonReferenceType()->getAs<EnumType>();
    shift = choice && qualified_name(choice->getDecl()) == row.skips ? 1 : 0;
  }
  const auto* choice = dyn_cast<DeclRefExpr>(arguments.front()->IgnoreParenImpCasts());
  const bool deferred =
      shift && choice && !row.unless.empty() && qualified_name(choice->getDecl()) == row.unless;
  const std::size_t entry = row.entry + shift;
  const std::size_t passes = row.passes + shift;
  if (arguments.size() <= entry) return;
  Place thread = object;
  if (row.thread == model::kReturned) thread = known_[expression] = destination(expression);
  if (row.thread >= 0 && static_cast<std::size_t>(row.thread) < arguments.size())
    thread = place(arguments[row.thread]);
  Event started;
  resolve_entry(started, arguments[entry],
                arguments.size() > passes ? arguments.drop_front(passes) : Arguments(), row);
  Event& event = add(deferred ? Kind::call : Kind::spawn, expression->getBeginLoc());
  event.callee = started.callee;
  event.place = started.place;
  event.receiver = started.receiver;
  event.arguments = std::move(started.arguments);
  event.kinds = std::move(started.kinds);
  event.dispatched = started.dispatched;
  event.name = started.name;
  event.thread = thread;
  spawned_[expression] = thread;
  // A future or a jthread that nobody keeps waits at the end of the expression.
  const CXXRecordDecl* type = record_of(expression->getType());
  if (!deferred && discarded_.count(expression) && type && row_of(model::Trigger::destroy, type))
    add(Kind::join, expression->getEndLoc()).thread = thread;
}

void Builder::resolve_entry(Event& event, const Expr* entry, Arguments arguments,
                            const model::Row& row) {
  event.place = place(entry);
  const FunctionDecl* function = nullptr;
  const Expr* plain = entry->IgnoreParenCasts();
  if (const auto* address = dyn_cast<UnaryOperator>(plain))
    plain = address->getSubExpr()->IgnoreParenCasts();
  if (const auto* name = dyn_cast<DeclRefExpr>(plain))
    function = dyn_cast<FunctionDecl>(name->getDecl());
  const auto* method = dyn_cast_or_null<CXXMethodDecl>(function);
  if (method && method->isInstance()) {
    if (arguments.empty()) return;
    event.receiver = place(arguments.front());
    event.dispatched = method->isVirtual();
    arguments = arguments.drop_front();
  } else if (const CXXRecordDecl* record = record_of(entry->getType());
             !function && record && (record->isLambda() || !names_.in_system(record))) {
    function = call_operator(record, arguments.size());
    if (function) event.receiver = event.place;
  }
  if (function) {
    event.callee = names_.key(function);
    event.name = qualified_name(function);
    // The library puts an argument of its own in front (a stop token).
    const CXXRecordDecl* first =
        function->param_empty() ? nullptr : record_of(function->getParamDecl(0)->getType());
    if (first && !row.hands.empty() && qualified_name(first) == row.hands)
      event.arguments.emplace_back();
  }
  event.kinds.assign(event.arguments.size(), contract::Handle::none);
  for (const Expr* each : arguments) {
    event.arguments.push_back(place(each));
    event.kinds.push_back(handle_of(each->getType()));
  }
}

}  // namespace lanyard::summary
