// Which object an expression speaks of.
//
// Pointers, references and smart pointers name what they point to; a container and its
// elements are one place. What an expression makes (a call's result, a temporary) is a
// value of its own, unless it is made straight into a variable or a field.
#include "checker/summary/builder.h"
#include "checker/summary/compat.h"
#include "clang/AST/ExprCXX.h"

namespace lanyard::summary {

using namespace clang;

namespace {

/// The word for a constant subscript, or "".
std::string constant_index(const Expr* index, const ASTContext& context) {
  const auto value = constant(index, context);
  return value ? "[" + std::to_string(*value) + "]" : "";
}

/// Follows casts, parentheses and temporaries to the expression that they wrap.
const Expr* unwrapped(const Expr* expression) {
  while (true) {
    const Expr* inner = expression->IgnoreParens();
    if (const auto* cast = dyn_cast<CastExpr>(inner))
      inner = cast->getSubExpr();
    else if (const auto* full = dyn_cast<FullExpr>(inner))
      inner = full->getSubExpr();
    else if (const auto* made = dyn_cast<MaterializeTemporaryExpr>(inner))
      inner = made->getSubExpr();
    else if (const auto* bound = dyn_cast<CXXBindTemporaryExpr>(inner))
      inner = bound->getSubExpr();
    else if (const auto* argument = dyn_cast<SubstNonTypeTemplateParmExpr>(inner))
      inner = argument->getReplacement();
    else if (const auto* list = dyn_cast<CXXStdInitializerListExpr>(inner))
      inner = list->getSubExpr();
    else if (const auto* literal = dyn_cast<CompoundLiteralExpr>(inner))
      inner = literal->getInitializer();
    if (inner == expression) return inner;
    expression = inner;
  }
}

}  // namespace

Place Builder::new_value() {
  Place value;
  value.root = Root::value;
  value.index = values_++;
  return value;
}

Place Builder::destination(const Expr* expression) {
  const auto found = destinations_.find(expression);
  if (found == destinations_.end()) return new_value();
  // What makes a variable's value comes after the variable, and may speak of it.
  if (found->second.root == Root::local && found->second.path.empty() &&
      defined_.insert(found->second.index).second)
    add(Kind::define, expression->getBeginLoc()).place = found->second;
  return found->second;
}

void Builder::flow(const Place& to, const Place& from, bool names, bool through) {
  if (to && from && to != from) out_.flows.push_back({to, from, names, through});
}

Place Builder::place_of_variable(const ValueDecl* declaration) {
  if (const auto* binding = dyn_cast<BindingDecl>(declaration))
    return binding->getBinding() ? place(binding->getBinding()) : Place();
  const auto* variable = dyn_cast<VarDecl>(declaration);
  Place result;
  if (!variable || !names_.is_followed(variable->getType())) return result;
  if (variable->hasGlobalStorage()) {
    result.root = variable->getTLSKind() != VarDecl::TLS_None ? Root::per_thread : Root::global;
    result.key = names_.key(variable);
    return result;
  }
  const auto* parameter = dyn_cast<ParmVarDecl>(variable);
  if (parameter && parameter->getDeclContext() == function_) {
    result.root = Root::parameter;
    result.index = parameter->getFunctionScopeIndex();
    return result;
  }
  const auto known = locals_.find(variable);
  if (known != locals_.end()) {
    result.root = Root::local;
    result.index = known->second;
  } else if (is_lambda_) {
    result.root = Root::self;
    result.path.push_back(variable->getNameAsString());
  }
  return result;
}

Place Builder::member(const MemberExpr* expression) {
  const ValueDecl* declaration = expression->getMemberDecl();
  const auto* field = dyn_cast<FieldDecl>(declaration);
  if (!field) {
    if (isa<VarDecl>(declaration)) return place_of_variable(declaration);
    return {};
  }
  Place result = place(expression->getBase());
  if (!result || !names_.is_followed(field->getType())) return {};
  if (field->getName().empty()) return result;  // an anonymous struct or union
  // An element of a map is a pair: its value is the element.
  if (field->getName() == "second" && names_.in_system(field)) return result;
  result.path.push_back(qualified_name(field));
  return result;
}

Place Builder::subscript(Place base, const Expr* index) {
  if (!base || !index) return base;
  const std::string constant = constant_index(index, context_);
  if (!constant.empty()) {
    base.path.push_back(constant);
    return base;
  }
  const auto* variable = dyn_cast<DeclRefExpr>(index->IgnoreParenImpCasts());
  const auto known = variable ? locals_.find(variable->getDecl()) : locals_.end();
  if (known != locals_.end())
    base.subscripts.push_back(known->second);
  else
    base.element = true;
  return base;
}

Place Builder::merged(const Expr* expression, Arguments sources) {
  std::vector<Place> found;
  for (const Expr* each : sources)
    if (Place source = place(each)) found.push_back(std::move(source));
  if (found.empty()) return {};
  if (found.size() == 1 && !destinations_.count(expression)) return found.front();
  const Place all = destination(expression);
  for (const Place& source : found) flow(all, source);
  return all;
}

Place Builder::place(const Expr* expression) {
  if (!expression) return {};
  expression = unwrapped(expression);
  const auto known = known_.find(expression);
  if (known != known_.end()) return known->second;
  if (const auto* name = dyn_cast<DeclRefExpr>(expression)) {
    if (const auto* function = dyn_cast<FunctionDecl>(name->getDecl())) {
      Place result;
      result.root = Root::function;
      result.key = names_.key(function);
      return result;
    }
    return place_of_variable(name->getDecl());
  }
  if (const auto* access = dyn_cast<MemberExpr>(expression)) return member(access);
  if (isa<CXXThisExpr>(expression)) {
    Place result;
    result.root = Root::self;
    if (is_lambda_) result.path.push_back("this");
    return result;
  }
  if (const auto* unary = dyn_cast<UnaryOperator>(expression)) return place(unary->getSubExpr());
  if (const auto* element = dyn_cast<ArraySubscriptExpr>(expression))
    return subscript(place(element->getBase()), element->getIdx());
  if (const auto* choice = dyn_cast<ConditionalOperator>(expression)) {
    const Place both = merged(choice, {choice->getTrueExpr(), choice->getFalseExpr()});
    known_[expression] = both;
    return both;
  }
  if (const auto* binary = dyn_cast<BinaryOperator>(expression)) {
    if (binary->getOpcode() == BO_Comma) return place(binary->getRHS());
    if (binary->isAssignmentOp()) return place(binary->getLHS());
    // `all + i` is `&all[i]`.
    if (binary->isAdditiveOp() && binary->getLHS()->getType()->isAnyPointerType() &&
        !binary->getRHS()->getType()->isAnyPointerType())
      return subscript(place(binary->getLHS()), binary->getRHS());
  }
  if (const auto* opaque = dyn_cast<OpaqueValueExpr>(expression))
    return place(opaque->getSourceExpr());
  return {};
}

void Builder::initialise(const Place& to, const Expr* from, bool reference, bool through) {
  if (!to || !from) return;
  const Expr* inner = unwrapped(from);
  const auto* unary = dyn_cast<UnaryOperator>(inner);
  flow(to, place(from), reference || (unary && unary->getOpcode() == UO_AddrOf), through);
}

void Builder::list(const InitListExpr* expression) {
  const Place object = destination(expression);
  const QualType type = expression->getType();
  if (const auto* record = type->getAsRecordDecl()) {
    auto field = record->field_begin();
    unsigned base = 0;
    if (const auto* derived = dyn_cast<CXXRecordDecl>(record)) base = derived->getNumBases();
    for (unsigned i = 0; i != expression->getNumInits(); ++i) {
      if (i < base) {
        flow(object, place(expression->getInit(i)));
        continue;
      }
      while (field != record->field_end() && compat::is_unnamed_bit_field(*field)) ++field;
      if (field == record->field_end()) break;
      Place part = object;
      part.path.push_back(qualified_name(*field));
      if (names_.is_followed(field->getType()))
        initialise(part, expression->getInit(i), field->getType()->isReferenceType());
      ++field;
    }
  } else if (type->isArrayType()) {
    for (unsigned i = 0; i != expression->getNumInits(); ++i) {
      Place part = object;
      part.path.push_back("[" + std::to_string(i) + "]");
      initialise(part, expression->getInit(i), false);
      flow(object, place(expression->getInit(i)));
    }
  } else if (expression->getNumInits() == 1) {
    known_[expression] = place(expression->getInit(0));
    return;
  }
  known_[expression] = object;
}

void Builder::lambda(const LambdaExpr* expression) {
  const Place closure = destination(expression);
  known_[expression] = closure;
  if (const CXXMethodDecl* body = call_operator(expression->getLambdaClass(), 0)) {
    Place called = closure;
    called.path.push_back(kCalled);
    Place function;
    function.root = Root::function;
    function.key = names_.key(body);
    flow(called, function);
  }
  auto value = expression->capture_init_begin();
  for (const LambdaCapture& capture : expression->captures()) {
    const Expr* initial = *value++;
    Place field = closure;
    if (capture.capturesThis()) {
      field.path.push_back("this");
      Place self;
      self.root = Root::self;
      if (is_lambda_) self.path.push_back("this");
      flow(field, self, true);
    } else if (capture.capturesVariable()) {
      field.path.push_back(capture.getCapturedVar()->getNameAsString());
      flow(field, place(initial), capture.getCaptureKind() == LCK_ByRef);
    }
  }
}

}  // namespace lanyard::summary
