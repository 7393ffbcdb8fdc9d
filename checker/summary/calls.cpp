// What calls, constructions and destructions do, as events.
//
// In this order: SQLite's own functions mean what contract/ says, functions that the
// model has a row for mean what the row says, functions of the project are calls whose
// effect the link step finds out, and what is left, the standard library's, hands its
// arguments on: a container holds what is put in, an algorithm calls what it is given.
#include "checker/summary/builder.h"
#include "contract/functions.h"

namespace lanyard::summary {

using namespace clang;

namespace {

// Open flags, from sqlite3.h; their values are part of SQLite's interface.
constexpr std::int64_t kOpenNoMutex = 0x8000;
constexpr std::int64_t kOpenFullMutex = 0x10000;

/// What the flags of sqlite3_open_v2 say of the connection's mode, if they are constant.
contract::Mode mode_of(const CallExpr* call, const contract::Function& function,
                       const ASTContext& context) {
  constexpr unsigned flags = 2;
  if (function.name != "sqlite3_open_v2" || call->getNumArgs() <= flags)
    return contract::Mode::unknown;
  Expr::EvalResult result;
  if (!call->getArg(flags)->EvaluateAsInt(result, context)) return contract::Mode::unknown;
  const std::int64_t value = result.Val.getInt().getExtValue();
  if (value & kOpenNoMutex) return contract::Mode::multi_thread;
  return value & kOpenFullMutex ? contract::Mode::serialized : contract::Mode::unknown;
}

/// The type that an element of a container, an optional or a smart pointer has.
QualType element_type(const CXXRecordDecl* record) {
  const auto* made = dyn_cast_or_null<ClassTemplateSpecializationDecl>(record);
  if (!made || made->getTemplateArgs().size() == 0) return {};
  const TemplateArgument& first = made->getTemplateArgs()[0];
  return first.getKind() == TemplateArgument::Type ? first.getAsType() : QualType();
}

/// The constructor of `record` that takes these arguments, as far as their number tells.
const CXXConstructorDecl* constructor_for(const CXXRecordDecl* record, unsigned arguments) {
  for (const CXXConstructorDecl* each : record->ctors())
    if (!each->isCopyOrMoveConstructor() && each->getMinRequiredArguments() <= arguments &&
        (each->getNumParams() >= arguments || each->isVariadic()))
      return each;
  return nullptr;
}

bool is_in_std(const Decl* declaration) { return declaration->isInStdNamespace(); }

bool named(const FunctionDecl* function, llvm::StringRef name) {
  return function->getIdentifier() && function->getName() == name;
}

/// Whether this function of the standard library makes a T and hands it back.
bool is_maker(const FunctionDecl* function) {
  return is_in_std(function) && (named(function, "make_unique") || named(function, "make_shared") ||
                                 named(function, "make_optional"));
}

bool is_emplacer(const FunctionDecl* function) {
  return named(function, "emplace") || named(function, "emplace_back") ||
         named(function, "emplace_front");
}

}  // namespace

const model::Row* Builder::row_of(model::Trigger trigger, const NamedDecl* declaration) const {
  const IdentifierInfo* name = declaration->getIdentifier();
  if (!name || !library_.mentions({name->getName().data(), name->getLength()})) return nullptr;
  return library_.find(trigger, qualified_name(declaration));
}

void Builder::call(const CallExpr* expression) {
  const FunctionDecl* callee = expression->getDirectCallee();
  llvm::SmallVector<const Expr*, 8> arguments(expression->arguments());
  const Expr* object = nullptr;
  const auto* method = dyn_cast_or_null<CXXMethodDecl>(callee);
  if (const auto* member = dyn_cast<CXXMemberCallExpr>(expression)) {
    object = member->getImplicitObjectArgument();
  } else if (isa<CXXOperatorCallExpr>(expression) && method && !arguments.empty()) {
    object = arguments.front();
    arguments.erase(arguments.begin());
  }
  if (!callee) return call_value(expression, place(expression->getCallee()), arguments);
  if (callee->getBuiltinID() != 0 && !is_in_std(callee)) return;
  if (call_sqlite(expression, callee)) return;
  const Place receiver = object ? place(object) : Place();
  if (const model::Row* row = row_of(model::Trigger::call, callee))
    if (call_row(expression, *row, receiver, arguments)) return;
  if (!names_.in_system(callee)) {
    const Place result =
        names_.is_followed(callee->getReturnType()) ? destination(expression) : Place();
    call_user(expression, callee, receiver, arguments, result);
    known_[expression] = result;
    // A method of the project whose body nobody sees may well be a plain assignment.
    if (method && (method->isCopyAssignmentOperator() || method->isMoveAssignmentOperator()) &&
        !method->isUserProvided() && !arguments.empty())
      flow(receiver, place(arguments.front()));
    return;
  }
  call_system(expression, callee, receiver, arguments);
}

bool Builder::call_sqlite(const CallExpr* expression, const FunctionDecl* callee) {
  if (!callee->getIdentifier() || !callee->getName().starts_with("sqlite3")) return false;
  const llvm::StringRef name = callee->getName();
  const contract::Function* row = contract::find_function({name.data(), name.size()});
  if (!row) return false;
  const auto use = [&](contract::Position position) {
    if (position < 0 || static_cast<unsigned>(position) >= expression->getNumArgs()) return;
    const Place handle = place(expression->getArg(position));
    if (!handle) return;
    Event& event = add(Kind::use, expression->getBeginLoc());
    event.place = handle;
    event.handle = row->handle;
    event.name = name.str();
    event.ends = row->act == contract::Act::release;
  };
  if (contract::is_use(*row)) {
    use(row->argument);
    use(row->second_argument);
  }
  if (!contract::creates(*row)) return true;
  Place made;
  if (row->made_argument == contract::kReturned) {
    made = known_[expression] = destination(expression);
  } else if (static_cast<unsigned>(row->made_argument) < expression->getNumArgs()) {
    made = place(expression->getArg(row->made_argument));
  }
  if (!made) return true;
  Event& event = add(Kind::create, expression->getBeginLoc());
  event.place = made;
  event.handle = row->made;
  event.mode = mode_of(expression, *row, context_);
  event.name = name.str();
  if (row->act == contract::Act::derive && contract::is_followed(row->handle))
    event.parent = place(expression->getArg(row->argument));
  return true;
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
    if ((function = call_operator(record, arguments.size()))) event.receiver = event.place;
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

void Builder::call_user(const Expr* expression, const FunctionDecl* callee, const Place& receiver,
                        Arguments arguments, const Place& result) {
  std::vector<Place> places;
  for (const Expr* each : arguments) places.push_back(place(each));
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

void Builder::call_system(const CallExpr* expression, const FunctionDecl* callee,
                          const Place& receiver, Arguments arguments) {
  const CXXRecordDecl* owner = nullptr;
  if (const auto* method = dyn_cast<CXXMethodDecl>(callee)) owner = method->getParent();
  if (owner && is_in_std(owner) && callee->getOverloadedOperator() == OO_Call)
    return call_value(expression, receiver, arguments);
  if (is_maker(callee)) {
    const CXXRecordDecl* made = record_of(element_type(record_of(expression->getType())));
    const Place object = known_[expression] = destination(expression);
    if (made) construct_object(object, made, arguments, expression);
    return;
  }
  if (owner && is_emplacer(callee)) {
    const CXXRecordDecl* made = record_of(element_type(owner));
    if (made && made->hasDefinition()) construct_object(receiver, made, arguments, expression);
    for (const Expr* each : arguments) flow(receiver, place(each));
    known_[expression] = receiver;
    return;
  }
  if (owner) {
    if (owner->getIdentifier() && owner->getName() == "unique_ptr" && named(callee, "reset"))
      destroy_system(receiver, owner, expression->getBeginLoc());
    const bool indexed = callee->getOverloadedOperator() == OO_Subscript || named(callee, "at");
    if (indexed && arguments.size() == 1) {
      known_[expression] = subscript(receiver, arguments.front());
      return;
    }
    for (const Expr* each : arguments) flow(receiver, place(each));
    if (names_.is_followed(expression->getType())) known_[expression] = receiver;
    return;
  }
  if (!is_in_std(callee)) {
    if (names_.is_followed(expression->getType()))
      known_[expression] = merged(expression, arguments);
    return;
  }
  if (named(callee, "bind") && !arguments.empty()) {
    const Place bound = known_[expression] = destination(expression);
    Place part = bound;
    part.path.push_back(kCalled);
    flow(part, place(arguments.front()));
    for (std::size_t i = 1; i != arguments.size(); ++i) {
      part.path.back() = "#" + std::to_string(i - 1);
      flow(part, place(arguments[i]));
    }
    return;
  }
  // An algorithm calls what it is given, with what it is given.
  for (const Expr* each : arguments) {
    const CXXRecordDecl* type = record_of(each->getType());
    const bool callable = (type && type->isLambda()) || each->getType()->isFunctionPointerType() ||
                          each->getType()->isFunctionType();
    if (!callable || named(callee, "move") || named(callee, "forward") || named(callee, "ref"))
      continue;
    llvm::SmallVector<const Expr*, 4> others;
    for (const Expr* other : arguments)
      if (other != each) others.push_back(other);
    call_value(expression, place(each), others);
    return;
  }
  if (names_.is_followed(expression->getType())) known_[expression] = merged(expression, arguments);
}

void Builder::construct(const CXXConstructExpr* expression) {
  const CXXConstructorDecl* constructor = expression->getConstructor();
  const CXXRecordDecl* record = constructor->getParent();
  llvm::SmallVector<const Expr*, 8> arguments(expression->arguments());
  const bool copies = constructor->isCopyOrMoveConstructor() && !arguments.empty();
  if (copies && (!constructor->isUserProvided() || names_.in_system(constructor))) {
    known_[expression] = merged(expression, arguments.front());
    return;
  }
  if (names_.in_system(record) && !row_of(model::Trigger::construct, record)) {
    const Place all = merged(expression, arguments);
    known_[expression] = all ? all : destination(expression);
    return;
  }
  const Place object = destination(expression);
  known_[expression] = object;
  if (const model::Row* row = row_of(model::Trigger::construct, record)) {
    if (!arguments.empty()) call_row(expression, *row, object, arguments);
    return;
  }
  if (const CXXMethodDecl* body = call_operator(record, 0)) {
    Place called = object;
    called.path.push_back(kCalled);
    Place function;
    function.root = Root::function;
    function.key = names_.key(body);
    flow(called, function);
  }
  if (!constructor->isTrivial()) call_user(expression, constructor, object, arguments, {});
}

void Builder::construct_object(const Place& object, const CXXRecordDecl* record,
                               Arguments arguments, const Expr* expression) {
  if (const model::Row* row = row_of(model::Trigger::construct, record)) {
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

void Builder::destroy(const Place& object, QualType type, SourceLocation where) {
  const CXXRecordDecl* record =
      object && !type.isNull() && !type->isAnyPointerType() && !type->isReferenceType()
          ? record_of(type)
          : nullptr;
  if (!record || !record->hasDefinition() || record->isLambda()) return;
  if (names_.in_system(record)) return destroy_system(object, record, where);
  const CXXDestructorDecl* destructor = record->getDestructor();
  if (!destructor || destructor->isTrivial()) return;
  Event& event = add(Kind::call, where);
  event.callee = names_.key(destructor);
  event.name = qualified_name(destructor);
  event.receiver = object;
  event.dispatched = destructor->isVirtual();
}

void Builder::destroy_system(const Place& object, const CXXRecordDecl* record,
                             SourceLocation where) {
  if (row_of(model::Trigger::destroy, record)) {
    add(Kind::join, where).thread = object;
    return;
  }
  const model::Row* guard = row_of(model::Trigger::construct, record);
  if (guard && guard->effect == model::Effect::lock) {
    add(Kind::unlock, where).place = object;
    return;
  }
  const auto* made = dyn_cast<ClassTemplateSpecializationDecl>(record);
  if (!made || !made->getIdentifier()) return;
  // Whether a shared_ptr's end is the object's end, nobody can tell here.
  if (made->getName() == "shared_ptr" || made->getName() == "weak_ptr") return;
  if (made->getName() == "unique_ptr") {
    const TemplateArgumentList& arguments = made->getTemplateArgs();
    const QualType pointee = element_type(made);
    const contract::Handle kind = handle_of(context_.getPointerType(pointee));
    const CXXRecordDecl* deleter =
        arguments.size() > 1 ? record_of(arguments[1].getAsType()) : nullptr;
    if (const CXXMethodDecl* body = call_operator(deleter, 1); body && !names_.in_system(deleter)) {
      Event& event = add(Kind::call, where);
      event.callee = names_.key(body);
      event.name = qualified_name(body);
      event.arguments.push_back(object);
    } else if (kind != contract::Handle::none) {
      Event& event = add(Kind::use, where);
      event.place = object;
      event.handle = kind;
      event.name = "the unique_ptr's deleter";
      event.ends = true;
    } else {
      destroy(object, pointee, where);
    }
    return;
  }
  // A container's elements: what follows the first two arguments orders or allocates.
  for (const TemplateArgument& argument : made->getTemplateArgs().asArray().take_front(2)) {
    if (argument.getKind() != TemplateArgument::Type) continue;
    const CXXRecordDecl* part = record_of(argument.getAsType());
    if (part && part->getIdentifier() && part->getName() != "allocator")
      destroy(object, argument.getAsType(), where);
  }
}

}  // namespace lanyard::summary
