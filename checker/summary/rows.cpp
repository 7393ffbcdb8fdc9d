// What calls and constructions do that the model has a row for: threads are waited for,
// locks are taken and given back, work is kept for later. spawns.cpp starts threads.
#include <algorithm>

#include "checker/summary/builder.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

namespace lanyard::summary {

using namespace clang;

namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Whether one of these is the macro that a number is written by, or a part of it (`A | B`), or the
/// number as it is written.
bool is_macro(const Expr* argument, const std::vector<std::string>& names,
              const ASTContext& context) {
  argument = argument->IgnoreParenImpCasts();
  if (const auto* number = dyn_cast<IntegerLiteral>(argument);
      number && number->getValue().getActiveBits() <= 64 &&
      contains(names, std::to_string(number->getValue().getZExtValue())))
    return true;
  if (const auto* both = dyn_cast<BinaryOperator>(argument); both && both->getOpcode() == BO_Or)
    return is_macro(both->getLHS(), names, context) || is_macro(both->getRHS(), names, context);
  const SourceManager& sources = context.getSourceManager();
  for (SourceLocation where = argument->getBeginLoc(); where.isMacroID();
       where = sources.getImmediateMacroCallerLoc(where))
    if (contains(names, Lexer::getImmediateMacroName(where, sources, context.getLangOpts()).str()))
      return true;
  return false;
}

/// Whether one of these names is that of a global that an argument is the address of, or of a
/// function that it is what answers; or of what that function is given.
bool is_named(const Expr* argument, const std::vector<std::string>& names) {
  argument = argument->IgnoreParenCasts();
  if (const auto* call = dyn_cast<CallExpr>(argument)) {
    const FunctionDecl* callee = call->getDirectCallee();
    return (callee && contains(names, qualified_name(callee))) ||
           std::any_of(call->arg_begin(), call->arg_end(),
                       [&](const Expr* each) { return is_named(each, names); });
  }
  const auto* address = dyn_cast<UnaryOperator>(argument);
  if (!address || address->getOpcode() != UO_AddrOf) return false;
  const auto* name = dyn_cast<DeclRefExpr>(address->getSubExpr()->IgnoreParenCasts());
  return name && contains(names, qualified_name(name->getDecl()));
}

/// Whether one of these names is that of a class, or of what a class template was made with.
bool is_class(const CXXRecordDecl* record, const std::vector<std::string>& names) {
  if (contains(names, qualified_name(record))) return true;
  const auto* made = dyn_cast<ClassTemplateSpecializationDecl>(record);
  return made && llvm::any_of(made->getTemplateArgs().asArray(), [&](const TemplateArgument& each) {
           const CXXRecordDecl* part = each.getKind() == TemplateArgument::Type
                                           ? each.getAsType()->getAsCXXRecordDecl()
                                           : nullptr;
           return part && part->getIdentifier() && contains(names, qualified_name(part));
         });
}

/// Whether one of these names is the argument's type, or the enumerator or macro that it is, or
/// what it is named by.
bool is_one_of(const Expr* argument, const std::vector<std::string>& names,
               const ASTContext& context) {
  if (is_named(argument, names)) return true;
  const QualType type = argument->getType().getNonReferenceType();
  if (const CXXRecordDecl* record = record_of(type); record && record->getIdentifier())
    return is_class(record, names);
  if (const RecordDecl* record =
          type->isPointerType() ? type->getPointeeType()->getAsRecordDecl() : nullptr)
    return contains(names, record->getNameAsString());
  const auto* choice = type->getAs<EnumType>();
  if (!choice) return type->isIntegerType() && is_macro(argument, names, context);
  const auto* name = dyn_cast<DeclRefExpr>(argument->IgnoreParenImpCasts());
  if (!name) return contains(names, qualified_name(choice->getDecl()));
  // An enumerator without a scope of its own is named by what is around its type.
  std::string scope = qualified_name(choice->getDecl());
  if (!choice->getDecl()->isScoped()) {
    const auto colon = scope.rfind("::");
    scope = colon == std::string::npos ? "" : scope.substr(0, colon);
  }
  return contains(names, (scope.empty() ? "" : scope + "::") + name->getDecl()->getNameAsString());
}

bool applies(const model::Row& row, llvm::ArrayRef<const Expr*> arguments,
             const ASTContext& context) {
  const auto any = [&](const std::vector<std::string>& names) {
    return std::any_of(arguments.begin(), arguments.end(),
                       [&](const Expr* each) { return is_one_of(each, names, context); });
  };
  return (row.when.empty() || any(row.when)) && (row.unless.empty() || !any(row.unless));
}

}  // namespace

/// The rows that apply, one of each effect: who waits at a barrier is also waited for. A method
/// goes by the class that declares it, or else by that of `object`: where a library keeps a method
/// that its classes share (std::future's wait(), in a base that has no public name) is its own
/// business.
Builder::Rows Builder::rows_of(model::Trigger trigger, const NamedDecl* declaration,
                               const Expr* object, Arguments arguments) const {
  Rows rows;
  const IdentifierInfo* name = declaration->getIdentifier();
  if (name) {
    if (!library_.mentions(std::string_view(name->getName()))) return rows;
  } else if (declaration->getDeclName().getCXXOverloadedOperator() != OO_Call) {
    return rows;
  }
  const auto add = [&](const std::string& qualified) {
    for (const model::Row* row : library_.find(trigger, qualified))
      if (applies(*row, arguments, context_) &&
          llvm::none_of(rows, [&](const auto* each) { return each->effect == row->effect; }))
        rows.push_back(row);
  };
  add(qualified_name(declaration));
  const auto* method = dyn_cast<CXXMethodDecl>(declaration);
  if (!method || !name || !object) return rows;
  std::vector<const CXXRecordDecl*> classes{
      record_of(object->IgnoreParenImpCasts()->getType().getNonReferenceType())};
  for (std::size_t i = 0; rows.empty() && i != classes.size(); ++i) {
    const CXXRecordDecl* each = classes[i] ? classes[i]->getDefinition() : nullptr;
    if (!each || !each->getIdentifier() || !each->isDerivedFrom(method->getParent())) continue;
    add(qualified_name(each) + "::" + name->getName().str());
    for (const CXXBaseSpecifier& base : each->bases()) classes.push_back(record_of(base.getType()));
  }
  return rows;
}

const model::Row* Builder::row_of(model::Trigger trigger, const NamedDecl* declaration,
                                  Arguments arguments) const {
  const Rows rows = rows_of(trigger, declaration, nullptr, arguments);
  return rows.empty() ? nullptr : rows.front();
}

Place Builder::operand(model::Operand which, const Expr* expression, const Place& object,
                       Arguments arguments) {
  if (which == model::kThis) return object;
  if (which == model::kReturned) {
    const auto known = known_.find(expression);
    return known != known_.end() ? known->second : known_[expression] = destination(expression);
  }
  if (which >= 0 && static_cast<std::size_t>(which) < arguments.size())
    return place(arguments[which]);
  return {};
}

/// An operand, or the one object of the row's `standard` where there is none, or a null pointer.
Place Builder::standard_operand(model::Operand which, const Expr* expression, const model::Row& row,
                                const Place& object, Arguments arguments) {
  const bool given =
      which != model::kNone &&
      (which < 0 || static_cast<std::size_t>(which) >= arguments.size() ||
       !arguments[which]->isNullPointerConstant(context_, Expr::NPC_ValueDependentIsNotNull));
  if (given || row.standard.empty()) return operand(which, expression, object, arguments);
  return named_handle(row.standard, "");
}

bool Builder::call_row(const Expr* expression, const model::Row& row, const Place& object,
                       Arguments arguments) {
  const SourceLocation where = expression->getBeginLoc();
  const auto named = [&](model::Operand which) {
    return operand(which, expression, object, arguments);
  };
  const auto tell = [&](Kind kind, Place place) {
    if (place) add(kind, where).place = std::move(place);
  };
  switch (row.effect) {
    case model::Effect::spawn: return spawn(expression, row, object, arguments);
    case model::Effect::join: {
      Place thread = named(row.thread);
      add(Kind::join, where).thread = std::move(thread);
      // What a future answers comes from the thread.
      if (const auto* call = dyn_cast<CallExpr>(expression);
          call && names_.is_followed(call->getCallReturnType(context_)))
        known_[expression] = object;
      return true;
    }
    case model::Effect::lock: guard(expression, row, object, arguments); return true;
    case model::Effect::store: store(expression, row, object, arguments); return true;
    case model::Effect::run: run(expression, row, object, arguments); return true;
    case model::Effect::queue: {
      const Place queue = named(row.into);
      if (!queue) return true;
      Place turn = queue, lock = queue;
      turn.path.push_back(kTurn);
      if (row.many) lock.path.insert(lock.path.end(), {kWide, kShared});
      flow(turn, lock);
      Place sent = queue;
      sent.path.push_back(kSent);
      flow(sent, named(row.thread), true);
      return true;
    }
    case model::Effect::collect: collect(expression, row, object, arguments); return true;
    case model::Effect::move: return true;  // noted before, see note_move()
    case model::Effect::signal: tell(Kind::signal, named(row.entry)); return false;
    case model::Effect::wait:
      tell(Kind::wait, named(row.entry));
      return ask_until(expression, arguments);
    case model::Effect::handle: make_handle(expression, row, arguments); return true;
    case model::Effect::fork:
    case model::Effect::stop:
    case model::Effect::exit:
    case model::Effect::at_exit:
    case model::Effect::at_fork: break;  // processes.cpp
  }
  return false;
}

/// What a condition variable is given: it asks the question until it hears yes, and keeps neither
/// that nor the guard. False of a function, which may do more than wait.
bool Builder::ask_until(const Expr* expression, Arguments arguments) {
  const auto* call = dyn_cast<CXXMemberCallExpr>(expression);
  if (!call || !call->getMethodDecl() || !names_.in_system(call->getMethodDecl())) return false;
  for (const Expr* each : arguments)
    if (may_be_called(each->getType())) call_value(expression, place(each), {});
  return true;
}

/// The lock that a row's entry holds while it is its turn in a queue, or none.
Place Builder::turn(const Expr* expression, const model::Row& row, const Place& object,
                    Arguments arguments) {
  Place queue = operand(row.turn, expression, object, arguments);
  if (queue && !row.alone) queue.path.push_back(kTurn);
  return queue;
}

/// Runs on this thread what was stored, or what can be called itself; in its turn, where it has to
/// wait for that: after all that was sent there before.
void Builder::run(const Expr* expression, const model::Row& row, const Place& object,
                  Arguments arguments) {
  const SourceLocation where = expression->getBeginLoc();
  const Place lock = turn(expression, row, object, arguments);
  const int entry = callable_position(row.entry, arguments);
  Place called = standard_operand(row.entry, expression, row, object, arguments);
  if (!called) return;
  if (entry < 0 || !may_be_called(arguments[entry]->getType())) called.path.push_back(kCalled);
  std::vector<Place> given;
  for (const Expr* each : passed(row.passes, entry, arguments)) given.push_back(place(each));
  if (!row.standard.empty()) add(Kind::wait, where).place = named_handle(row.standard, "");
  if (lock) {
    Place sent = lock;
    sent.path.push_back(kSent);
    add(Kind::join, where).thread = sent;
    add(Kind::lock, where).place = lock;
  }
  Event& event = add(Kind::call, where);
  event.place = called;
  event.arguments = std::move(given);
  if (lock) add(Kind::unlock, expression->getEndLoc()).place = lock;
}

void Builder::guard(const Expr* expression, const model::Row& row, const Place& object,
                    Arguments arguments) {
  const bool is_guard = row.trigger == model::Trigger::construct;
  const auto lock_in = [&](model::Operand which) {
    Place lock = operand(which, expression, object, arguments);
    if (lock && row.shared) lock.path.push_back(kShared);
    return lock;
  };
  // It stands for a lock that its methods take and give back.
  if (row.keeps != model::kNone) return flow(object, lock_in(row.keeps), true);
  if (const Place tried = lock_in(row.tries)) tried_[expression] = {tried, row.zero};
  if (is_guard || row.takes == model::kRest) {
    const unsigned first = row.takes > 0 ? static_cast<unsigned>(row.takes) : 0;
    for (const Expr* each : arguments.drop_front(std::min<std::size_t>(first, arguments.size()))) {
      Place lock = place(each);
      if (!lock) continue;
      // What it has already is its own from now on.
      if (row.gives != model::kNone) add(Kind::unlock, expression->getBeginLoc()).place = lock;
      if (row.shared) lock.path.push_back(kShared);
      Event& event = add(Kind::lock, expression->getBeginLoc());
      event.place = lock;
      if (is_guard) event.receiver = object;
    }
    return;
  }
  if (const Place taken = lock_in(row.takes)) {
    Place holder = operand(row.guard, expression, object, arguments);
    Event& event = add(Kind::lock, expression->getBeginLoc());
    event.place = taken;
    event.receiver = std::move(holder);
  }
  if (const Place given = lock_in(row.gives))
    add(Kind::unlock, expression->getBeginLoc()).place = given;
}

void Builder::store(const Expr* expression, const model::Row& row, const Place& object,
                    Arguments arguments) {
  // What is returned is that object, or stands for it: a loop for its context.
  if (row.into == model::kReturned && !row.standard.empty()) {
    known_[expression] = standard_operand(row.entry, expression, row, object, arguments);
    return;
  }
  Place into = standard_operand(row.into, expression, row, object, arguments);
  if (!into) return;
  if (!row.members.empty()) {
    // What the functions of such a struct were given is the pointer in here that says nothing.
    const QualType type = expression->getType();
    const RecordDecl* record =
        type->isPointerType() ? type->getPointeeType()->getAsRecordDecl() : type->getAsRecordDecl();
    if (!record || !record->getDefinition()) return;
    for (const FieldDecl* each : record->getDefinition()->fields()) {
      if (!each->getType()->isVoidPointerType()) continue;
      Place field = into;
      field.path.push_back(qualified_name(each));
      flow(field, named_handle("the context of " + row.members, ""));
    }
    return;
  }
  // What is there already is seen by others; it may keep more than this one.
  const bool is_there = row.into != model::kReturned && row.into != model::kThis;
  const auto keep = [&](const std::string& part, const Place& value) {
    Place field = into;
    field.path.push_back(part);
    flow(field, value, false, is_there);
  };
  const int entry = callable_position(row.entry, arguments);
  const auto given = passed(row.passes, entry, arguments);
  const Place kept =
      standard_operand(entry < 0 ? row.entry : entry, expression, row, object, arguments);
  if (row.entry == model::kNone) {
    // Nothing but arguments.
  } else if (row.trigger == model::Trigger::construct && row.into == model::kThis &&
             given.empty()) {
    // An object that is nothing but the callable.
    flow(into, kept);
  } else if (is_there && !given.empty()) {
    // Each with the arguments of its own.
    const Place one = new_value();
    keep(kCalled, one);
    into = one;
    keep(kCalled, kept);
  } else {
    keep(kCalled, kept);
  }
  unsigned position = row.as;
  for (const Expr* each : given) keep("#" + std::to_string(position++), place(each));
  // What a program's main loop runs comes after all that who asked for it did before.
  if (!row.standard.empty() && !given.empty())
    add(Kind::signal, expression->getBeginLoc()).place = named_handle(row.standard, "");
}

/// What ends the objects of a type, or one object as all of its type; or an object that is given to
/// the collector, which ends it on a thread of its own.
void Builder::collect(const Expr* expression, const model::Row& row, const Place& object,
                      Arguments arguments) {
  Place end = operand(row.entry, expression, object, arguments);
  if (!end) return;
  const Place given = end;
  const Expr* entry = row.entry >= 0 ? arguments[row.entry] : nullptr;
  if (!entry || !may_be_called(entry->getType())) end.path.push_back(kEnd);
  if (row.into != model::kNone) {
    Place into = operand(row.into, expression, object, arguments);
    if (into) into.path.push_back(kEnd);
    return flow(into, end);
  }
  Event& event = add(Kind::spawn, expression->getBeginLoc());
  event.place = end;
  event.arguments.resize(row.fills);
  event.arguments.push_back(given);
  event.kinds.assign(event.arguments.size(), contract::Handle::none);
}

}  // namespace lanyard::summary
