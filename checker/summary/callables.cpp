// What calls what it is given: std::bind and std::invoke, algorithms, and the C functions
// that call a function back with the pointer that came with it.
#include "checker/summary/builder.h"
#include "checker/summary/expressions.h"
#include "clang/AST/DeclTemplate.h"

namespace lanyard::summary {

using namespace clang;

namespace {

/// Whether a call's result is what the callable answers, and not the algorithm's own.
bool answers(const FunctionDecl* function) {
  return named(function, "invoke") || named(function, "invoke_r") || named(function, "apply") ||
         named(function, "visit");
}

bool makes_elements(const FunctionDecl* function) {
  return named(function, "transform") || named(function, "generate") ||
         named(function, "generate_n");
}

/// Which argument of its call a placeholder of std::bind stands for, from 1; or 0.
unsigned placeholder(const Expr* expression) {
  const CXXRecordDecl* record = record_of(expression->getType());
  const auto* made = dyn_cast_or_null<ClassTemplateSpecializationDecl>(record);
  if (!made || !is_in_std(made) || !made->getName().contains("laceholder")) return 0;
  const TemplateArgument& number = made->getTemplateArgs()[0];
  return number.getKind() == TemplateArgument::Integral
             ? static_cast<unsigned>(number.getAsIntegral().getZExtValue())
             : 0;
}

/// How many arguments a function is called with as a callable: a method's object is one.
std::size_t parameters_with_object(const FunctionDecl* function) {
  const auto* method = dyn_cast<CXXMethodDecl>(function);
  return function->getNumParams() + (method && method->isInstance() ? 1 : 0);
}

bool is_void_pointer(QualType type) {
  return type->isPointerType() && type->getPointeeType()->isVoidType() &&
         !type->getPointeeType().isConstQualified();
}

/// The prototype of the function that a parameter of this type points to, or nullptr.
const FunctionProtoType* callback_type(QualType type) {
  return type->isFunctionPointerType() ? type->getPointeeType()->getAs<FunctionProtoType>()
                                       : nullptr;
}

}  // namespace

void Builder::make_callable(const Place& object, const CXXRecordDecl* record) {
  if (!record || !record->hasDefinition()) return;
  Place called = object;
  called.path.push_back(kCalled);
  for (const CXXMethodDecl* body : call_operators(record)) flow(called, function_place(body));
}

Place Builder::function_place(const FunctionDecl* function) {
  Place result;
  result.root = Root::function;
  result.key = names_.key(function);
  return result;
}

/// Whether what calls an argument of this type runs code that we may see.
bool Builder::may_be_called(QualType type) const {
  type = type.getNonReferenceType();
  if (type->isFunctionPointerType() || type->isFunctionType() || type->isBlockPointerType() ||
      type->isMemberFunctionPointerType())
    return true;
  const CXXRecordDecl* record = type->getAsCXXRecordDecl();
  if (!record || !record->hasDefinition()) return false;
  if (record->isLambda()) return true;
  if (is_in_std(record))
    return record->getIdentifier() &&
           (record->getName() == "function" || record->getName() == "packaged_task" ||
            record->getName() == "reference_wrapper" || record->getName().contains("ind"));
  return !names_.in_system(record) && !call_operators(record).empty();
}

/// std::bind() takes all that the callable is given, bind_front() the first of it and bind_back()
/// the last: there the rest comes with the call.
void Builder::bind(const CallExpr* expression, const FunctionDecl* callee, Arguments arguments) {
  const Place bound = known_[expression] = destination(expression);
  Place part = bound;
  part.path.push_back(kCalled);
  flow(part, place(arguments.front()));
  arguments = arguments.drop_front();
  const FunctionDecl* target = named_function(expression->getArg(0));
  constexpr std::size_t most = 4;  // of a callable that is not seen here
  std::size_t count = arguments.size(), first = 0;
  if (!named(callee, "bind"))
    count = std::max(count, target ? parameters_with_object(target) : count + most);
  if (named(callee, "bind_back") && target) first = count - arguments.size();
  for (std::size_t i = 0; i != count; ++i) {
    part.path.back() = "#" + std::to_string(i);
    const bool is_bound = i >= first && i < first + arguments.size();
    unsigned position = is_bound ? placeholder(arguments[i - first])
                                 : static_cast<unsigned>(i < first ? i : i - arguments.size()) + 1;
    Place value;
    if (position != 0) {
      value.root = Root::argument;
      value.index = position - 1;
    } else {
      value = place(arguments[i - first]);
    }
    flow(part, value ? value : new_value());
  }
}

/// An algorithm calls what it is given, with what it is given. False if it calls nothing.
bool Builder::call_algorithm(const CallExpr* expression, const FunctionDecl* callee,
                             Arguments arguments) {
  if (!callee->getIdentifier() && !is_range_algorithm(callee)) return false;
  const auto called = std::find_if(arguments.begin(), arguments.end(), [&](const Expr* each) {
    return may_be_called(each->getType());
  });
  if (called == arguments.end() || library_.hands_on(qualified_name(callee))) return false;
  std::vector<Place> others;
  for (const Expr* each : arguments) {
    if (each == *called) continue;
    // The flag goes before the callable and is not handed to it.
    if (each == arguments.front() && named(callee, "call_once")) continue;
    const Place other = place(each);
    if (other || answers(callee)) others.push_back(other);
  }
  if (named(callee, "apply") && !others.empty()) {
    const Place tuple = others.front();
    others.clear();
    const FunctionDecl* target = named_function(*called);
    constexpr unsigned most = 8;
    const unsigned count = target ? target->getNumParams() + 1 : most;
    for (unsigned i = 0; i != count; ++i) others.push_back(element(tuple, i));
  }
  const QualType type = expression->getType();
  Place result;
  if (answers(callee) && names_.is_followed(type)) result = destination(expression);
  if (makes_elements(callee)) result = new_value();
  Event& event = add(Kind::call, expression->getBeginLoc());
  event.place = place(*called);
  event.result = result;
  event.arguments = others;
  if (answers(callee)) {
    if (result) known_[expression] = result;
    return true;
  }
  if (makes_elements(callee))
    for (const Place& output : others) flow(output, result);
  if (names_.is_followed(type)) {
    std::vector<const Expr*> rest;
    for (const Expr* each : arguments)
      if (each != *called) rest.push_back(each);
    known_[expression] = merged(expression, rest);
  }
  return true;
}

/// A C function calls back: `exec(…, callback, data)`. Each function that it is given gets
/// the one `void*` that came along, where its own first `void*` stands; a function of SQL
/// asks for it by its context instead (sqlite3_user_data, call_sqlite()).
void Builder::call_back(const CallExpr* expression, const FunctionDecl* callee) {
  const Expr* data = nullptr;
  const unsigned count = std::min(callee->getNumParams(), expression->getNumArgs());
  for (unsigned i = 0; i != count; ++i) {
    if (!is_void_pointer(callee->getParamDecl(i)->getType())) continue;
    if (data) return;  // nobody can tell which
    data = expression->getArg(i);
  }
  const Place given = data ? place(data) : Place();
  if (!given) return;
  for (unsigned i = 0; i != count; ++i) {
    const FunctionProtoType* type = callback_type(callee->getParamDecl(i)->getType());
    const Place callback = type ? place(expression->getArg(i)) : Place();
    // What takes nothing but the data frees it, at an hour that nobody can tell.
    if (!callback || type->getNumParams() < 2) continue;
    std::vector<Place> arguments(type->getNumParams());
    for (unsigned k = 0; k != arguments.size(); ++k) {
      const QualType parameter = type->getParamType(k);
      if (is_void_pointer(parameter)) {
        arguments[k] = given;
        break;
      }
      if (!parameter->isPointerType() || !parameter->getPointeeType()->isIncompleteType()) continue;
      arguments[k] = new_value();
      Place field = arguments[k];
      field.path.push_back(kUserData);
      flow(field, given);
    }
    Event& event = add(Kind::call, expression->getBeginLoc());
    event.place = callback;
    event.arguments = std::move(arguments);
  }
}

}  // namespace lanyard::summary
