// What the standard library does with what it is given: a container holds what is put in,
// an algorithm calls what it is given, an owner ends what it owns.
#include "checker/summary/builder.h"
#include "checker/summary/compat.h"
#include "llvm/ADT/StringSet.h"

namespace lanyard::summary {

using namespace clang;

namespace {

/// Whether what this class of the standard library gives access to is one object.
bool holds_one(const CXXRecordDecl* owner) {
  static const llvm::StringSet<> names{"unique_ptr",        "shared_ptr", "weak_ptr", "optional",
                                       "reference_wrapper", "atomic",     "function", "future",
                                       "shared_future"};
  const IdentifierInfo* name = owner->getIdentifier();
  // A base class of the library's own (__shared_ptr, __shared_ptr_access).
  return name &&
         (names.contains(name->getName()) || compat::starts_with(name->getName(), "__shared_ptr"));
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
    if (!names_.is_followed(expression->getType())) return;
    Place answer = receiver;
    answer.element |= !holds_one(owner);
    known_[expression] = answer;
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

void Builder::destroy(const Place& object, QualType type, SourceLocation where) {
  const CXXRecordDecl* record =
      object && !type.isNull() && !type->isAnyPointerType() && !type->isReferenceType()
          ? record_of(type)
          : nullptr;
  if (!record || !record->hasDefinition() || record->isLambda()) return;
  if (destroy_handle(object, type, where)) return;
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
