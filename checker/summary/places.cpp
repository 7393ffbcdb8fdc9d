// Which object an expression speaks of.
//
// Pointers, references and smart pointers name what they point to; a container and its
// elements are one place. What an expression makes (a call's result, a temporary) is a
// value of its own, unless it is made straight into a variable or a field.
#include "checker/summary/builder.h"
#include "checker/summary/compat.h"
#include "checker/summary/expressions.h"
#include "clang/AST/Attr.h"
#include "clang/AST/ExprCXX.h"

namespace lanyard::summary {

using namespace clang;

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
  if (!to || !from || to == from) return;
  out_.flows.push_back({to, from, names, through});
  if (every_.empty() || !to.path.empty()) return;
  const auto is_every = [&](const Place& place) {
    return place.root == Root::local && place.path.empty() && every_.count(place.index) != 0;
  };
  // In its own loop, what goes through all elements is all of them; who takes it out of
  // there has one, and nobody can tell which.
  Place& source = out_.flows.back().from;
  if (is_every(to))
    source.element = false;
  else if (is_every(source))
    source.element = true;
}

Place Builder::place_of_variable(const ValueDecl* declaration) {
  Place result;
  const auto captured = captures_.find(declaration);
  if (captured != captures_.end()) {
    result.root = Root::self;
    result.path.push_back(captured->second);
    return result;
  }
  if (const auto* binding = dyn_cast<BindingDecl>(declaration)) {
    // An element of a tuple is what its `get` answers.
    if (const VarDecl* holder = binding->getHoldingVar()) return place(holder->getInit());
    return binding->getBinding() ? place(binding->getBinding()) : Place();
  }
  const auto* variable = dyn_cast<VarDecl>(declaration);
  if (!variable || !names_.is_followed(variable->getType())) return result;
  if (variable->hasGlobalStorage()) {
    const bool each_has_one = variable->getTLSKind() != VarDecl::TLS_None ||
                              variable->hasAttr<OMPThreadPrivateDeclAttr>();
    result.root = each_has_one ? Root::per_thread : Root::global;
    result.key = names_.key(variable);
    return result;
  }
  const auto* parameter = dyn_cast<ParmVarDecl>(variable);
  if (parameter && is_own(parameter)) {
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
  // The members of a union are one object, and an anonymous struct's are its owner's.
  if (field->getName().empty() || field->getParent()->isUnion()) return result;
  if (is_pair(field->getParent())) return part_of_pair(field, result);
  // By such a field an opaque class hands out itself: soci::session::prepare.
  if (handle_class(field->getType()) && handle_class(expression->getBase()->getType()))
    return result;
  result.path.push_back(qualified_name(field));
  return result;
}

Place Builder::subscript(Place base, const Expr* index) {
  if (!base || !index) return base;
  if (const auto* offset = dyn_cast<OffsetOfExpr>(unwrapped(index));
      offset && offset->getNumComponents() == 1 &&
      offset->getComponent(0).getKind() == OffsetOfNode::Field) {
    base.path.push_back(kAround + qualified_name(offset->getComponent(0).getField()));
    return base;
  }
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
    if (const auto* function = dyn_cast<FunctionDecl>(name->getDecl()))
      return function_place(function);
    Place variable = place_of_variable(name->getDecl());
    if (variable) note_annotated(name->getDecl(), variable);
    return variable;
  }
  if (const auto* access = dyn_cast<MemberExpr>(expression)) {
    Place part = member(access);
    if (part) note_annotated(access->getMemberDecl(), part);
    return part;
  }
  if (isa<CXXThisExpr>(expression)) {
    Place result;
    result.root = Root::self;
    if (is_lambda_) result.path.push_back("this");
    return result;
  }
  if (const auto* unary = dyn_cast<UnaryOperator>(expression)) return place(unary->getSubExpr());
  if (const auto* element = dyn_cast<ArraySubscriptExpr>(expression))
    return subscript(place(element->getBase()), element->getIdx());
  if (const auto* call = dyn_cast<CallExpr>(expression)) return handed_on(call);
  if (const auto* atomic = dyn_cast<AtomicExpr>(expression)) return place(atomic->getPtr());
  if (const auto* choice = dyn_cast<AbstractConditionalOperator>(expression)) {
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

/// A call that CFG elements do not show, such as the initialiser of a structured binding:
/// what only hands on an object names it.
Place Builder::handed_on(const CallExpr* call) {
  const FunctionDecl* callee = call->getDirectCallee();
  if (!callee || !is_in_std(callee) || call->getNumArgs() != 1) return {};
  if (named(callee, "get") || named(callee, "get_if")) return got(call);
  if (named(callee, "move") || named(callee, "forward") || named(callee, "addressof") ||
      named(callee, "ref") || named(callee, "cref"))
    return place(call->getArg(0));
  return {};
}

void Builder::initialise(const Place& to, const Expr* from, bool reference, bool through) {
  if (!to || !from) return;
  const Expr* inner = unwrapped(from);
  const auto* unary = dyn_cast<UnaryOperator>(inner);
  flow(to, place(from), reference || (unary && unary->getOpcode() == UO_AddrOf), through);
}

void Builder::list(const Expr* expression, llvm::ArrayRef<const Expr*> values) {
  const Place object = destination(expression);
  const QualType type = expression->getType();
  if (const auto* record = type->getAsRecordDecl()) {
    auto field = record->field_begin();
    unsigned base = 0;
    if (const auto* derived = dyn_cast<CXXRecordDecl>(record)) base = derived->getNumBases();
    // The members of a union are one object, whichever is named (`{.second = …}`).
    const bool is_union = record->isUnion() && values.size() == 1;
    if (is_union) flow(object, place(values.front()));
    for (unsigned i = 0; !is_union && i != values.size(); ++i) {
      if (i < base) {
        flow(object, place(values[i]));
        continue;
      }
      while (field != record->field_end() && compat::is_unnamed_bit_field(*field)) ++field;
      if (field == record->field_end()) break;
      Place part = object;
      part.path.push_back(qualified_name(*field));
      if (names_.is_followed(field->getType()))
        initialise(part, values[i], field->getType()->isReferenceType());
      ++field;
    }
    make_callable(object, dyn_cast<CXXRecordDecl>(record));
  } else if (type->isArrayType()) {
    for (unsigned i = 0; i != values.size(); ++i) {
      Place part = object;
      part.path.push_back("[" + std::to_string(i) + "]");
      initialise(part, values[i], false);
      flow(object, place(values[i]));
    }
  } else if (values.size() == 1) {
    known_[expression] = place(values.front());
    return;
  }
  known_[expression] = object;
}

void Builder::lambda(const LambdaExpr* expression) {
  const Place closure = destination(expression);
  known_[expression] = closure;
  make_callable(closure, expression->getLambdaClass());
  auto value = expression->capture_init_begin();
  const std::vector<std::string> captured = capture_names(expression->getLambdaClass());
  auto word = captured.begin();
  for (const LambdaCapture& capture : expression->captures()) {
    const Expr* initial = *value++;
    Place field = closure;
    field.path.push_back(*word++);
    if (capture.capturesThis()) {
      Place self;
      self.root = Root::self;
      if (is_lambda_) self.path.push_back("this");
      flow(field, self, true);
    } else if (capture.capturesVariable()) {
      initialise(field, initial, capture.getCaptureKind() == LCK_ByRef);
    }
  }
}

}  // namespace lanyard::summary
