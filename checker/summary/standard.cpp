// What the standard library does with what it is given: a container holds what is put in,
// an algorithm calls what it is given, an owner ends what it owns.
#include "checker/summary/builder.h"
#include "checker/summary/compat.h"
#include "checker/summary/expressions.h"
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
         named(function, "emplace_front") || named(function, "emplace_hint") ||
         named(function, "try_emplace") || named(function, "insert_or_assign");
}

/// The name of a class of the library without what versions of it put around.
bool ends_with(const CXXRecordDecl* record, llvm::StringRef word) {
  if (!record->getIdentifier() || !is_in_std(record)) return false;
  const llvm::StringRef name = record->getName();
  return name.size() >= word.size() && name.substr(name.size() - word.size()) == word;
}

bool is_map(const CXXRecordDecl* owner) { return ends_with(owner, "map"); }

/// Whether nothing but the program's own indices takes the first element out of such a container.
bool keeps_its_front(const CXXRecordDecl* owner) {
  return ends_with(owner, "vector") || ends_with(owner, "array");
}

QualType mapped_type(const CXXRecordDecl* map) {
  const auto* made = dyn_cast<ClassTemplateSpecializationDecl>(map);
  if (!made || made->getTemplateArgs().size() < 2) return {};
  const TemplateArgument& value = made->getTemplateArgs()[1];
  return value.getKind() == TemplateArgument::Type ? value.getAsType() : QualType();
}

bool takes_deleter(const CXXRecordDecl* owner) {
  return ends_with(owner, "unique_ptr") || ends_with(owner, "shared_ptr");
}

/// Whether the object that a method is called on is more than this function's own variable,
/// so that somebody else sees what happens to it.
bool is_reached(const CallExpr* expression) {
  const Expr* object = nullptr;
  if (const auto* member = dyn_cast<CXXMemberCallExpr>(expression))
    object = member->getImplicitObjectArgument();
  else if (expression->getNumArgs() != 0)
    object = expression->getArg(0);
  const auto* name = object ? dyn_cast<DeclRefExpr>(object->IgnoreParenImpCasts()) : nullptr;
  return !name || name->getDecl()->getType()->isReferenceType();
}

/// Whether an expression names the thread that runs it.
bool is_this_thread(const Expr* expression, const model::Library& library) {
  const Expr* value = core(expression);
  if (const auto* name = dyn_cast<DeclRefExpr>(value))
    if (const auto* variable = dyn_cast<VarDecl>(name->getDecl()); variable && variable->hasInit())
      value = core(variable->getInit());
  const auto* call = dyn_cast<CallExpr>(value);
  const FunctionDecl* callee = call ? call->getDirectCallee() : nullptr;
  return callee && library.is_this_thread(qualified_name(callee));
}

}  // namespace

void Builder::call_system(const CallExpr* expression, const FunctionDecl* callee,
                          const Place& receiver, Arguments arguments) {
  if (const auto* method = dyn_cast<CXXMethodDecl>(callee))
    return call_owner(expression, method, receiver, arguments);
  if (is_in_std(callee)) return call_standard(expression, callee, arguments);
  if (names_.is_followed(expression->getType())) known_[expression] = merged(expression, arguments);
}

/// Makes a `type` of these arguments in a container, an optional or a smart pointer.
void Builder::put_in(const Place& container, const Expr* expression, QualType type,
                     Arguments arguments) {
  const CXXRecordDecl* made = record_of(type);
  if (made && made->hasDefinition()) {
    if (!names_.in_system(made) && type->isRecordType()) {
      make_callable(container, made);
      return construct_object(container, made, arguments, expression);
    }
    // A thread is no container of its arguments.
    if (row_of(model::Trigger::construct, made, arguments))
      return construct_object(container, made, arguments, expression);
  }
  for (const Expr* each : arguments) flow(container, place(each));
}

/// A method of a class of the library: a container, a smart pointer, a callable wrapper.
void Builder::call_owner(const CallExpr* expression, const CXXMethodDecl* callee,
                         const Place& container, Arguments arguments) {
  const CXXRecordDecl* owner = callee->getParent();
  // Of a map from threads to what is theirs, each thread has an element of its own.
  Place receiver = container;
  if (is_map(owner) && !arguments.empty() && is_this_thread(arguments.front(), library_)) {
    receiver = {};
    receiver.root = Root::per_thread;
    receiver.key =
        "of this thread in " + qualified_name(owner) + " at " +
        (container.path.empty() ? container.key + "@" + out_.key : container.path.back());
  }
  const OverloadedOperatorKind word = callee->getOverloadedOperator();
  if (word == OO_Call && is_range_algorithm(callee))
    return call_standard(expression, callee, arguments);
  if (word == OO_Call && is_in_std(owner)) return call_value(expression, receiver, arguments);
  if (is_emplacer(callee)) {
    // What a map is given first is the key.
    const bool keyed = is_map(owner);
    const QualType type = keyed ? mapped_type(owner) : element_type(owner);
    const Arguments parts = keyed && arguments.size() > 1 ? arguments.drop_front() : arguments;
    put_in(receiver, expression, type, parts);
    known_[expression] = inserted(expression, receiver);
    return;
  }
  const auto* member = dyn_cast<CXXMemberCallExpr>(expression);
  if (member && named(callee, "reset") && owner->getIdentifier() &&
      owner->getName() == "unique_ptr" &&
      !moved_.count(named_variable(member->getImplicitObjectArgument())))
    destroy_system(receiver, owner, expression->getBeginLoc());
  const bool steps = word == OO_PlusPlus || word == OO_MinusMinus;
  if (steps || word == OO_Equal || named(callee, "reset")) {
    Event& event = add(Kind::define, expression->getBeginLoc());
    event.place = receiver;
    event.place.element |= steps;
  }
  const bool indexed = word == OO_Subscript || named(callee, "at");
  if (indexed && arguments.size() == 1) {
    known_[expression] = subscript(receiver, arguments.front());
    return;
  }
  // One that is named is that one, wherever it is named; others are any.
  if (is_map(owner) && named(callee, "find") && arguments.size() == 1 &&
      !constant_index(arguments.front(), context_).empty()) {
    known_[expression] = subscript(receiver, arguments.front());
    return;
  }
  if (receiver && named(callee, "front") && keeps_its_front(owner)) {
    known_[expression] = receiver;
    known_[expression].path.push_back("[0]");
    return;
  }
  if (word == OO_Equal && arguments.size() == 1 && assign_tuple(receiver, owner, arguments.front()))
    return;
  // The deleter that a smart pointer is given is none of what it holds.
  for (const Expr* each : takes_deleter(owner) ? arguments.take_front(1) : arguments)
    flow(receiver, place(each), false, is_reached(expression));
  if (named(callee, "swap") && arguments.size() == 1)
    flow(place(arguments.front()), receiver, false, true);
  if (!names_.is_followed(expression->getType())) return;
  Place answer = receiver;
  // A container answers with one of its elements; an iterator has its one already.
  answer.element |= !holds_one(owner) && word != OO_Star && word != OO_Arrow;
  known_[expression] = named(callee, "insert") || named(callee, "equal_range")
                           ? inserted(expression, answer)
                           : answer;
}

/// What insert() and its like answer: an iterator, for some containers in a pair.
Place Builder::inserted(const CallExpr* expression, const Place& container) {
  if (!is_tuple(record_of(expression->getType()))) return container;
  const Place pair = destination(expression);
  flow(element(pair, 0), container);
  flow(element(pair, 1), container);
  return pair;
}

void Builder::call_standard(const CallExpr* expression, const FunctionDecl* callee,
                            Arguments arguments) {
  if (is_maker(callee)) {
    const Place object = known_[expression] = destination(expression);
    put_in(object, expression, element_type(record_of(expression->getType())), arguments);
    return;
  }
  const bool binds =
      named(callee, "bind") || named(callee, "bind_front") || named(callee, "bind_back");
  if (binds && !arguments.empty()) return bind(expression, callee, arguments);
  if (named(callee, "make_pair") || named(callee, "make_tuple")) {
    fill_tuple(expression, arguments, false);
    return;
  }
  if (named(callee, "tie") || named(callee, "forward_as_tuple")) {
    fill_tuple(expression, arguments, true);
    return;
  }
  if (named(callee, "get") || named(callee, "get_if")) {
    known_[expression] = got(expression);
    return;
  }
  if (named(callee, "swap") && arguments.size() == 2) {
    flow(place(arguments[0]), place(arguments[1]), false, true);
    flow(place(arguments[1]), place(arguments[0]), false, true);
    return;
  }
  if (named(callee, "exchange") && arguments.size() == 2) {
    const Place before = place(arguments[0]);
    flow(before, place(arguments[1]), false, true);
    known_[expression] = before;
    return;
  }
  if (call_algorithm(expression, callee, arguments)) return;
  if (named(callee, "copy") || named(callee, "copy_n") ||
      (named(callee, "move") && arguments.size() == 3))
    if (arguments.size() >= 3) flow(place(arguments[2]), place(arguments[0]), false, true);
  if (names_.is_followed(expression->getType())) known_[expression] = merged(expression, arguments);
}

/// A C function that copies memory, or moves a block of it.
void Builder::assign_memory(const CallExpr* expression, const FunctionDecl* callee) {
  if (!callee->getIdentifier() || expression->getNumArgs() < 2) return;
  const llvm::StringRef name = callee->getName();
  if (name.contains("memcpy") || name.contains("memmove"))
    initialise(place(expression->getArg(0)), expression->getArg(1), false, true);
  if (name.contains("memcpy") || name.contains("memmove") || name == "realloc")
    known_[expression] = place(expression->getArg(0));
}

/// An object of a class of the library, which holds what it is made from.
void Builder::construct_system(const CXXConstructExpr* expression) {
  const CXXRecordDecl* record = expression->getConstructor()->getParent();
  if (construct_tuple(expression)) return;
  Arguments arguments(expression->getArgs(), expression->getNumArgs());
  if (takes_deleter(record) && arguments.size() > 1) {
    // shared_ptr(owner, part) shares the owner's life and points to the part.
    const CXXRecordDecl* first = record_of(arguments.front()->getType());
    const bool is_part = arguments.front()->getType()->isRecordType() && first &&
                         takes_deleter(first) && record->getName() == "shared_ptr" &&
                         arguments[1]->getType()->isPointerType();
    arguments = is_part ? arguments.slice(1, 1) : arguments.take_front(1);
  }
  const Place all = merged(expression, arguments);
  known_[expression] = all ? all : destination(expression);
}

void Builder::destroy(const Place& object, QualType type, SourceLocation where) {
  const CXXRecordDecl* record =
      object && !type.isNull() && !type->isAnyPointerType() && !type->isReferenceType()
          ? record_of(type)
          : nullptr;
  if (!record || !record->hasDefinition() || record->isLambda()) return;
  if (destroy_handle(object, type, where)) return;
  const CXXDestructorDecl* destructor = record->getDestructor();
  const bool guards = is_lockable(record) && destructor && !destructor->isDefined();
  if (guards) add(Kind::unlock, where).place = object;
  if (names_.in_system(record)) return destroy_system(object, record, where);
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
