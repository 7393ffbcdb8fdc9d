// What Clang's thread-safety attributes say of the program's own locks: which a function's
// callers hold, which functions and guards take and give back, though nobody here may see how.
//
// https://clang.llvm.org/docs/ThreadSafetyAnalysis.html. What a handle is said to be guarded by
// is no proof that somebody takes the lock, and is not asked for.
#include <algorithm>

#include "checker/summary/builder.h"
#include "checker/summary/compat.h"
#include "checker/summary/expressions.h"
#include "clang/AST/Attr.h"

namespace lanyard::summary {

using namespace clang;

namespace {

/// Calls `visit` with each attribute of a type that any declaration of the function has.
template <typename Attribute, typename Visit>
void each_attribute(const FunctionDecl* function, Visit&& visit) {
  for (const FunctionDecl* declaration : function->redecls())
    for (const Attribute* each : declaration->specific_attrs<Attribute>()) visit(*each);
}

template <typename Attribute>
llvm::ArrayRef<Expr*> named_by(const Attribute& attribute) {
  return {attribute.args_begin(), attribute.args_size()};
}

bool has_attribute(const CXXRecordDecl* record, bool guard) {
  return record && (guard ? record->hasAttr<ScopedLockableAttr>() : is_lockable(record));
}

/// Whether what a function takes and gives back is told by its attributes: its body shows it
/// only where there is one, and where it is not the lock's own.
bool is_told(const FunctionDecl* function) {
  const auto* method = dyn_cast<CXXMethodDecl>(function);
  return !function->isDefined() || (method && has_attribute(method->getParent(), false));
}

/// Whether constructing and destroying a guard is: not where both bodies show it.
bool is_told_guard(const CXXRecordDecl* record, const CXXConstructorDecl* constructor) {
  const CXXDestructorDecl* destructor = record->getDestructor();
  return has_attribute(record, true) && destructor &&
         !(destructor->isDefined() && constructor->isDefined());
}

}  // namespace

/// The lock that an attribute of `of` names, as that function sees it, or none.
Place Builder::capability(const Expr* named, const FunctionDecl* of) {
  Place self;
  self.root = Root::self;
  named = unwrapped(named);
  if (const auto* name = dyn_cast<DeclRefExpr>(named)) {
    const auto* parameter = dyn_cast<ParmVarDecl>(name->getDecl());
    if (!parameter || captures_.count(parameter)) return place_of_variable(name->getDecl());
    // It may be another declaration's of the same function.
    Place given;
    given.root = Root::parameter;
    given.index = parameter->getFunctionScopeIndex();
    return given;
  }
  if (isa<CXXThisExpr>(named)) {
    const auto* method = dyn_cast<CXXMethodDecl>(of);
    if (method && method->getParent()->isLambda()) self.path.push_back("this");
    return self;
  }
  if (const auto* access = dyn_cast<MemberExpr>(named)) {
    const auto* field = dyn_cast<FieldDecl>(access->getMemberDecl());
    if (!field) return place_of_variable(access->getMemberDecl());
    Place part = capability(access->getBase(), of);
    if (part) part.path.push_back(qualified_name(field));
    return part;
  }
  if (const auto* unary = dyn_cast<UnaryOperator>(named))
    // `!mutex`: not held.
    return unary->getOpcode() == UO_LNot ? Place() : capability(unary->getSubExpr(), of);
  const auto* call = dyn_cast<CallExpr>(named);
  const FunctionDecl* callee = call ? call->getDirectCallee() : nullptr;
  if (!callee) return {};
  // An accessor: `lock_returned` says which lock it answers.
  const auto* member = dyn_cast<CXXMemberCallExpr>(call);
  const Place object = member ? capability(member->getImplicitObjectArgument(), of) : Place();
  std::vector<Place> answered;
  each_attribute<LockReturnedAttr>(callee, [&](const LockReturnedAttr& each) {
    answered = given({capability(each.getArg(), callee)}, object, {});
  });
  return answered.empty() ? Place() : answered.front();
}

std::vector<Place> Builder::capabilities(llvm::ArrayRef<Expr*> named, bool shared,
                                         const FunctionDecl* of) {
  std::vector<Place> found;
  for (const Expr* each : named)
    if (Place lock = capability(each, of)) {
      if (shared) lock.path.push_back(kShared);
      found.push_back(std::move(lock));
    }
  // Without a name it is the object itself.
  if (!named.empty() || !isa<CXXMethodDecl>(of)) return found;
  found.emplace_back().root = Root::self;
  if (shared) found.back().path.push_back(kShared);
  return found;
}

/// The caller's names of places that a callee names.
std::vector<Place> Builder::given(std::vector<Place> named, const Place& object,
                                  Arguments arguments) {
  std::vector<Place> found;
  for (Place& each : named) {
    if (each.root == Root::self || each.root == Root::parameter) {
      Place base = object;
      if (each.root == Root::parameter)
        base = each.index < arguments.size() ? place(arguments[each.index]) : Place();
      if (base) base.path.insert(base.path.end(), each.path.begin(), each.path.end());
      each = std::move(base);
    }
    if (each) found.push_back(std::move(each));
  }
  return found;
}

/// What the callers of a function that is summarised hold.
void Builder::note_held(const FunctionDecl* declaration) {
  std::vector<Place>& all = out_.holds;
  const auto note = [&](const auto& attribute, bool shared) {
    if (attribute.args_size() == 0) return;
    for (Place& each : capabilities(named_by(attribute), shared, declaration))
      all.push_back(std::move(each));
  };
  each_attribute<RequiresCapabilityAttr>(
      declaration, [&](const RequiresCapabilityAttr& each) { note(each, each.isShared()); });
  // What it gives back it has.
  if (!isa<CXXDestructorDecl>(declaration))
    each_attribute<ReleaseCapabilityAttr>(declaration, [&](const ReleaseCapabilityAttr& each) {
      note(each, each.isShared() || each.isGeneric());
    });
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
}

/// What a call takes and gives back, where only its attributes tell.
void Builder::call_capabilities(const Expr* expression, const FunctionDecl* callee,
                                const Place& object, Arguments arguments) {
  if (!callee->hasAttrs() || !is_told(callee)) return;
  const auto each_lock = [&](const auto& attribute, bool shared, auto&& tell) {
    const std::vector<Place> named = capabilities(named_by(attribute), shared, callee);
    for (Place& each : given(named, object, arguments)) tell(std::move(each));
  };
  // Readers' and writers' locks alike are given back by their one name.
  each_attribute<ReleaseCapabilityAttr>(callee, [&](const ReleaseCapabilityAttr& each) {
    each_lock(each, false, [&](Place lock) {
      add(Kind::unlock, expression->getEndLoc()).place = std::move(lock);
    });
  });
  each_attribute<AcquireCapabilityAttr>(callee, [&](const AcquireCapabilityAttr& each) {
    each_lock(each, each.isShared(), [&](Place lock) {
      add(Kind::lock, expression->getEndLoc()).place = std::move(lock);
    });
  });
  const auto tried = [&](const auto& each, bool shared) {
    const auto success = constant(each.getSuccessValue(), context_);
    if (!success) return;
    each_lock(each, shared,
              [&](Place lock) { tried_[expression] = {std::move(lock), *success == 0}; });
  };
  each_attribute<TryAcquireCapabilityAttr>(
      callee, [&](const TryAcquireCapabilityAttr& each) { tried(each, each.isShared()); });
  compat::each_old_try(callee, tried);
}

/// What making a guard takes, where only its attributes tell.
void Builder::construct_scoped(const Expr* expression, const CXXConstructorDecl* constructor,
                               const Place& object, Arguments arguments) {
  if (!is_told_guard(constructor->getParent(), constructor)) return;
  const auto each_lock = [&](const auto& attribute, bool shared, auto&& tell) {
    if (attribute.args_size() == 0) return;
    const std::vector<Place> named = capabilities(named_by(attribute), shared, constructor);
    for (Place& each : given(named, object, arguments)) tell(std::move(each));
  };
  const auto take = [&](Place lock) {
    Event& event = add(Kind::lock, expression->getBeginLoc());
    event.place = std::move(lock);
    event.receiver = object;
  };
  each_attribute<AcquireCapabilityAttr>(constructor, [&](const AcquireCapabilityAttr& each) {
    each_lock(each, each.isShared(), take);
  });
  // It takes over what is held already.
  each_attribute<RequiresCapabilityAttr>(constructor, [&](const RequiresCapabilityAttr& each) {
    each_lock(each, each.isShared(), [&](Place lock) {
      add(Kind::unlock, expression->getBeginLoc()).place = lock;
      take(std::move(lock));
    });
  });
  // It stands for a lock that its methods take.
  each_attribute<LocksExcludedAttr>(constructor, [&](const LocksExcludedAttr& each) {
    each_lock(each, false, [&](const Place& lock) { flow(object, lock, true); });
  });
}

}  // namespace lanyard::summary
