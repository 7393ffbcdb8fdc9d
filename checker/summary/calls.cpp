// What calls and constructions do, as events.
//
// In this order: SQLite's own functions mean what contract/ says (sqlite.cpp), functions
// that the model has a row for mean what the row says (rows.cpp), functions of the project
// are calls whose effect the link step finds out, and what is left, the standard library's,
// hands its arguments on (standard.cpp).
#include "checker/summary/builder.h"
#include "checker/summary/compat.h"
#include "checker/summary/expressions.h"

namespace lanyard::summary {

using namespace clang;

namespace {

/// The constructor of `record` that takes these arguments, as far as their number tells.
const CXXConstructorDecl* constructor_for(const CXXRecordDecl* record, unsigned arguments) {
  for (const CXXConstructorDecl* each : record->ctors())
    if (!each->isCopyOrMoveConstructor() && each->getMinRequiredArguments() <= arguments &&
        (each->getNumParams() >= arguments || each->isVariadic()))
      return each;
  return nullptr;
}

}  // namespace

void Builder::call(const CallExpr* expression) {
  const FunctionDecl* callee = expression->getDirectCallee();
  llvm::SmallVector<const Expr*, 8> arguments(expression->arguments());
  const Expr* object = nullptr;
  const auto* method = dyn_cast_or_null<CXXMethodDecl>(callee);
  if (const auto* member = dyn_cast<CXXMemberCallExpr>(expression)) {
    object = member->getImplicitObjectArgument();
  } else if (isa<CXXOperatorCallExpr>(expression) && method && !arguments.empty()) {
    object = arguments.front();
    if (!compat::has_explicit_object(method)) arguments.erase(arguments.begin());
  }
  defaults(arguments);
  const auto* chosen = dyn_cast<BinaryOperator>(expression->getCallee()->IgnoreParens());
  if (chosen && chosen->isPtrMemOp()) {
    // `(object.*method)(…)`: called with the object first.
    arguments.insert(arguments.begin(), chosen->getLHS());
    return call_value(expression, place(chosen->getRHS()), arguments);
  }
  if (!callee) return call_value(expression, place(expression->getCallee()), arguments);
  if (call_process(expression, callee)) return;
  if (callee->getBuiltinID() != 0 && !is_in_std(callee)) return assign_memory(expression, callee);
  if (call_annotation(expression, callee)) return;
  if (call_sqlite(expression, callee)) return;
  const Place receiver = object ? place(object) : Place();
  bool told = false;
  for (const model::Row* row : rows_of(model::Trigger::call, callee, object, arguments))
    told |= call_row(expression, *row, receiver, arguments);
  if (told) return;
  if (call_handle(expression, callee, object, receiver, arguments)) return;
  if (!names_.in_system(callee)) {
    const Place result =
        names_.is_followed(callee->getReturnType()) || can_answer(expression, callee)
            ? destination(expression)
            : Place();
    call_user(expression, callee, receiver, arguments, result);
    call_capabilities(expression, callee, receiver, arguments);
    known_[expression] = result;
    const CXXRecordDecl* made =
        expression->isPRValue() ? expression->getType()->getAsCXXRecordDecl() : nullptr;
    const model::Row* guard = made ? row_of(model::Trigger::construct, made) : nullptr;
    if (guard && guard->effect == model::Effect::lock) end_discarded(expression, result);
    if (!method || arguments.empty() ||
        (!method->isCopyAssignmentOperator() && !method->isMoveAssignmentOperator()))
      return;
    add(Kind::define, expression->getBeginLoc()).place = receiver;
    // What the compiler writes is a plain assignment.
    if (!method->isUserProvided()) flow(receiver, place(arguments.front()));
    return;
  }
  call_system(expression, callee, receiver, arguments);
  call_capabilities(expression, callee, receiver, arguments);
}

void Builder::call_user(const Expr* expression, const FunctionDecl* callee, const Place& receiver,
                        Arguments arguments, const Place& result) {
  std::vector<Place> places;
  for (const Expr* each : arguments) places.push_back(place(each));
  note_annotated(callee, result, places);
  Event& event = add(Kind::call, expression->getBeginLoc());
  event.callee = names_.key(callee);
  event.name = qualified_name(callee);
  event.receiver = receiver;
  event.result = result;
  event.arguments = std::move(places);
  if (const auto* method = dyn_cast<CXXMethodDecl>(callee)) event.dispatched = method->isVirtual();
  if (callee->isDefined()) return;
  // Another TU may have the body; if none has, being given a handle counts as using it.
  for (const Expr* each : arguments) event.kinds.push_back(handle_of(each->getType()));
}

void Builder::call_value(const Expr* expression, const Place& callable, Arguments arguments) {
  if (!callable) return;
  const Place result =
      names_.is_followed(expression->getType()) ? destination(expression) : Place();
  std::vector<Place> places;
  for (const Expr* each : arguments) places.push_back(place(each));
  Event& event = add(Kind::call, expression->getBeginLoc());
  event.place = callable;
  event.result = result;
  event.arguments = std::move(places);
  if (result) known_[expression] = result;
}

/// Default arguments stand in no CFG: what they do is done here.
void Builder::defaults(Arguments arguments) {
  for (const Expr* each : arguments)
    if (const auto* standard = dyn_cast<CXXDefaultArgExpr>(each)) evaluate(standard->getExpr());
}

/// `using Base::Base`: the base's constructor runs with the derived one's arguments.
void Builder::inherit(const CXXInheritedCtorInitExpr* expression) {
  Place self;
  self.root = Root::self;
  Event& event = add(Kind::call, expression->getBeginLoc());
  event.callee = names_.key(expression->getConstructor());
  event.name = qualified_name(expression->getConstructor());
  event.receiver = self;
  for (unsigned i = 0; i != expression->getConstructor()->getNumParams(); ++i) {
    Place& argument = event.arguments.emplace_back();
    argument.root = Root::parameter;
    argument.index = i;
  }
}

void Builder::construct(const CXXConstructExpr* expression) {
  const CXXConstructorDecl* constructor = expression->getConstructor();
  const CXXRecordDecl* record = constructor->getParent();
  llvm::SmallVector<const Expr*, 8> arguments(expression->arguments());
  defaults(arguments);
  const bool copies = constructor->isCopyOrMoveConstructor() && !arguments.empty();
  if (copies && (!constructor->isUserProvided() || names_.in_system(constructor))) {
    known_[expression] = merged(expression, arguments.front());
    return;
  }
  const model::Row* row = row_of(model::Trigger::construct, record, arguments);
  const bool guards = !row && is_lockable(record);
  if (names_.in_system(record) && !row && !guards && !handle_class(expression->getType()))
    return construct_system(expression);
  const Place object = destination(expression);
  known_[expression] = object;
  if (construct_handle(expression, object, arguments)) return;
  if (row) {
    if (!arguments.empty()) call_row(expression, *row, object, arguments);
    return end_discarded(expression, object);
  }
  make_callable(object, record);
  if (!constructor->isTrivial()) call_user(expression, constructor, object, arguments, {});
  if (guards) construct_scoped(expression, constructor, object, arguments);
  end_discarded(expression, object);
}

/// What a statement makes and nobody keeps is gone when the next one begins:
/// `std::lock_guard<std::mutex>(mutex);` guards nothing.
void Builder::end_discarded(const Expr* expression, const Place& object) {
  if (discarded_.count(expression)) destroy(object, expression->getType(), expression->getEndLoc());
}

void Builder::construct_object(const Place& object, const CXXRecordDecl* record,
                               Arguments arguments, const Expr* expression) {
  if (const model::Row* row = row_of(model::Trigger::construct, record, arguments)) {
    const bool moved = arguments.size() == 1 && record_of(arguments.front()->getType()) == record;
    if (!arguments.empty() && !moved) call_row(expression, *row, object, arguments);
    return;
  }
  if (names_.in_system(record)) return;
  if (arguments.size() == 1 && record_of(arguments.front()->getType()) == record)
    return flow(object, place(arguments.front()));
  const CXXConstructorDecl* constructor = constructor_for(record, arguments.size());
  if (constructor && !constructor->isTrivial())
    call_user(expression, constructor, object, arguments, {});
}

}  // namespace lanyard::summary
