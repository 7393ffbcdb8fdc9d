// OpenMP: the body of a region is a function of its own, which the threads of a team run.
//
// Like a lambda's, its captures are fields of an object: shared variables name those outside,
// firstprivate ones hold their values, private ones are variables of the region itself. A team
// has ended at the region's end; tasks belong to the team. What is critical runs under one lock
// for all of its name. What the master does runs on the thread that makes the team, what is
// single on one that it waits for; what is ordered, or single where no team is seen, under a
// lock of its own. Worksharing inside a region is that region's own code, but for its sections,
// each of which is one thread's.
#include <algorithm>

#include "checker/summary/builder.h"
#include "clang/AST/OpenMPClause.h"
#include "clang/AST/StmtOpenMP.h"

namespace lanyard::summary {

using namespace clang;

/// What a region's body names: variables from outside, and `this`.
struct NamedInside {
  llvm::SmallVector<const VarDecl*, 8> variables;
  bool self = false;
  std::vector<const OMPExecutableDirective*> once;  // what one thread of its team runs
};

namespace {

/// The field of a region's object that stands for the threads of its team.
constexpr const char* kTeam = "#team";

/// The field of a region's object with what one thread hands its team of this variable.
std::string handed_out(const VarDecl* variable) { return "#copied " + variable->getNameAsString(); }

/// How the code that a directive stands before is run.
enum class Runs { inlined, team, section, task, locked, master };

Runs way_of(const OMPExecutableDirective* directive) {
  if (!directive->hasAssociatedStmt()) return Runs::inlined;
  if (isa<OMPSectionDirective>(directive)) return Runs::section;
  if (isa<OMPCriticalDirective, OMPSingleDirective, OMPOrderedDirective>(directive))
    return Runs::locked;
  if (isa<OMPMasterDirective, OMPMaskedDirective>(directive)) return Runs::master;
  // Of the one its sections are what runs at once, the other's team has only its tasks to do.
  if (isa<OMPParallelSectionsDirective, OMPParallelMasterDirective>(directive))
    return Runs::inlined;
  const OpenMPDirectiveKind kind = directive->getDirectiveKind();
  if (isOpenMPParallelDirective(kind)) return Runs::team;
  return isOpenMPTaskingDirective(kind) ? Runs::task : Runs::inlined;
}

/// Whether one thread of a team runs the code.
bool is_once(const OMPExecutableDirective* directive) {
  return way_of(directive) == Runs::master || isa<OMPSingleDirective>(directive);
}

/// Whether the clauses say that only the thread that comes there runs the code: a team of one, or
/// a condition that never holds.
bool is_alone(const OMPExecutableDirective* directive, const ASTContext& context) {
  const auto is = [&](const Expr* expression, std::int64_t value) {
    return expression && constant(expression, context) == value;
  };
  for (const auto* each : directive->getClausesOfKind<OMPNumThreadsClause>())
    if (is(each->getNumThreads(), 1)) return true;
  const OpenMPDirectiveKind part =
      way_of(directive) == Runs::team ? llvm::omp::OMPD_parallel : llvm::omp::OMPD_task;
  for (const auto* each : directive->getClausesOfKind<OMPIfClause>())
    if ((each->getNameModifier() == llvm::omp::OMPD_unknown || each->getNameModifier() == part) &&
        is(each->getCondition(), 0))
      return true;
  return false;
}

/// Whether all sections and tasks of the team have ended where the directive's code ends.
bool is_barrier(const OMPExecutableDirective* directive) {
  if (isa<OMPSingleDirective, OMPSectionsDirective, OMPForDirective>(directive))
    return directive->getSingleClause<OMPNowaitClause>() == nullptr;
  return isa<OMPBarrierDirective, OMPTaskwaitDirective, OMPTaskgroupDirective,
             OMPParallelSectionsDirective, OMPParallelMasterDirective>(directive);
}

class Search {
 public:
  explicit Search(const OMPExecutableDirective* region) { look(region->getRawStmt(), true); }
  NamedInside named;

 private:
  void look(const Stmt* statement, bool in_team) {
    if (!statement) return;
    if (const auto* declarations = dyn_cast<DeclStmt>(statement))
      inside_.insert(declarations->decl_begin(), declarations->decl_end());
    if (const auto* name = dyn_cast<DeclRefExpr>(statement))
      note(dyn_cast<VarDecl>(name->getDecl()));
    named.self |= isa<CXXThisExpr>(statement);
    if (const auto* closure = dyn_cast<LambdaExpr>(statement)) {
      for (const Expr* initial : closure->capture_inits()) look(initial, in_team);
    } else if (const auto* block = dyn_cast<BlockExpr>(statement)) {
      named.self |= block->getBlockDecl()->capturesCXXThis();
      for (const BlockDecl::Capture& each : block->getBlockDecl()->captures())
        note(each.getVariable());
    } else if (const auto* directive = dyn_cast<OMPExecutableDirective>(statement)) {
      const Runs way = way_of(directive);
      if (is_once(directive) && in_team) named.once.push_back(directive);
      if (directive->hasAssociatedStmt())
        look(directive->getRawStmt(), in_team && way != Runs::team);
    } else {
      for (const Stmt* child : statement->children()) look(child, in_team);
    }
  }

  void note(const VarDecl* variable) {
    if (variable && !variable->hasGlobalStorage() && inside_.insert(variable).second)
      named.variables.push_back(variable);
  }

  llvm::DenseSet<const Decl*> inside_;
};

template <typename Clause>
std::vector<const VarDecl*> listed(const OMPExecutableDirective* directive) {
  std::vector<const VarDecl*> all;
  for (const auto* clause : directive->getClausesOfKind<Clause>())
    for (const Expr* each : llvm::make_range(clause->varlist_begin(), clause->varlist_end()))
      if (const auto* name = dyn_cast<DeclRefExpr>(each->IgnoreParenImpCasts()))
        if (const auto* variable = dyn_cast<VarDecl>(name->getDecl())) all.push_back(variable);
  return all;
}

/// The variables that each thread of a region has its own of, and nobody has set.
std::vector<const VarDecl*> private_variables(const OMPExecutableDirective* region) {
  std::vector<const VarDecl*> all = listed<OMPPrivateClause>(region);
  for (const VarDecl* each : listed<OMPLastprivateClause>(region)) all.push_back(each);
  for (const VarDecl* each : listed<OMPReductionClause>(region)) all.push_back(each);
  return all;
}

bool contains(const std::vector<const VarDecl*>& all, const VarDecl* variable) {
  return std::find(all.begin(), all.end(), variable) != all.end();
}

}  // namespace

/// Leaves a region's body, which its own function tells of, out of this one.
void Builder::leave_out(const Stmt* statement) {
  if (!statement || !left_out_.insert(statement).second) return;
  if (const auto* directive = dyn_cast<OMPExecutableDirective>(statement);
      directive && directive->hasAssociatedStmt())
    leave_out(directive->getRawStmt());
  for (const Stmt* child : statement->children()) leave_out(child);
}

void Builder::scan_directive(const OMPExecutableDirective* directive) {
  if (!directive->hasAssociatedStmt()) return;
  const Stmt* body = directive->getRawStmt();
  if (way_of(directive) == Runs::inlined) return scan(body, true);
  inner_.regions.push_back({directive, function_});
  leave_out(body);
}

/// An object that holds what a region's body names.
Place Builder::region_object(const OMPExecutableDirective* region, const NamedInside& named) {
  const Place object = new_value();
  const auto hold = [&](const std::string& name, const Place& value, bool names) {
    Place field = object;
    field.path.push_back(name);
    flow(field, value, names);
  };
  const std::vector<const VarDecl*> own = private_variables(region);
  const std::vector<const VarDecl*> copied = listed<OMPFirstprivateClause>(region);
  for (const VarDecl* each : named.variables)
    if (!contains(own, each))
      hold(each->getNameAsString(), place_of_variable(each), !contains(copied, each));
  Place self;
  self.root = Root::self;
  if (is_lambda_) self.path.push_back("this");
  if (named.self) hold("this", self, true);
  if (is_region_) hold(kTeam, team(), true);
  return object;
}

/// What stands for the threads of the team that runs this function.
Place Builder::team() {
  Place team;
  team.root = Root::self;
  team.path.push_back(kTeam);
  return team;
}

/// The lock that a region's code is run under.
Place Builder::region_lock(const OMPExecutableDirective* region) {
  Place lock;
  lock.root = Root::global;
  if (const auto* critical = dyn_cast<OMPCriticalDirective>(region)) {
    const std::string name = critical->getDirectiveName().getAsString();
    lock.key = names_.named("omp critical " + name, name.empty() ? "omp critical" : name);
  } else {
    lock.key = names_.named("omp once " + names_.key(region, function_),
                            isa<OMPSingleDirective>(region) ? "omp single" : "omp ordered");
  }
  return lock;
}

/// An event that calls a region's function, or starts it.
void Builder::add_region(Kind kind, const OMPExecutableDirective* region, const Place& object,
                         const Place& thread) {
  Event& event = add(kind, region->getBeginLoc());
  event.callee = names_.key(region, function_);
  event.name = "an OpenMP region";
  event.place = event.receiver = object;
  event.thread = thread;
  const OpenMPDirectiveKind directive = region->getDirectiveKind();
  event.many = kind == Kind::spawn &&
               (isOpenMPParallelDirective(directive) || isOpenMPTaskLoopDirective(directive));
}

void Builder::run_region(const OMPExecutableDirective* directive) {
  const Runs way = way_of(directive);
  // What one thread of a team does is told of where the team is made.
  if (is_once(directive) && is_region_) return;
  if (way != Runs::inlined) {
    const NamedInside named = Search(directive).named;
    const Place object = region_object(directive, named);
    switch (way) {
      case Runs::team: run_team(directive, object, named.once); break;
      case Runs::section:
      case Runs::task:
        add_region(is_alone(directive, context_) ? Kind::call : Kind::spawn, directive, object,
                   team());
        break;
      case Runs::locked: {
        const Place lock = region_lock(directive);
        add(Kind::lock, directive->getBeginLoc()).place = lock;
        add_region(Kind::call, directive, object, {});
        add(Kind::unlock, directive->getEndLoc()).place = lock;
        break;
      }
      default: add_region(Kind::call, directive, object, {}); break;
    }
  }
  if (is_barrier(directive)) add(Kind::join, directive->getEndLoc()).thread = team();
}

/// Starts a team, with what one thread of it does, and waits for it. The master's part is this
/// thread's; what is single is another's, and has ended at the barrier that follows it.
void Builder::run_team(const OMPExecutableDirective* region, const Place& object,
                       llvm::ArrayRef<const OMPExecutableDirective*> once) {
  Place thread = object;
  thread.path.push_back(kTeam);
  const bool alone = is_alone(region, context_);
  add_region(alone ? Kind::call : Kind::spawn, region, object, thread);
  std::vector<Place> threads{thread};
  for (const OMPExecutableDirective* each : once) {
    const Place part = region_object(each, Search(each).named);
    Place own = part;
    own.path.push_back(kTeam);
    for (const VarDecl* copied : listed<OMPCopyprivateClause>(each)) {
      Place to = object, from = part;
      to.path.push_back(handed_out(copied));
      from.path.push_back(copied->getNameAsString());
      flow(to, from);
    }
    const bool is_here = alone || way_of(each) == Runs::master;
    add_region(is_here ? Kind::call : Kind::spawn, each, part, is_here ? Place() : own);
    if (is_barrier(each))
      add(Kind::join, each->getEndLoc()).thread = own;
    else
      threads.push_back(own);
  }
  for (const Place& each : threads) add(Kind::join, region->getEndLoc()).thread = each;
}

void Builder::region(const OMPExecutableDirective* region, const FunctionDecl* around) {
  function_ = around;
  is_lambda_ = is_region_ = true;
  for (const VarDecl* each : private_variables(region)) {
    locals_[each] = static_cast<std::uint32_t>(out_.locals.size());
    out_.locals.push_back(each->getNameAsString());
  }
  const NamedInside named = Search(region).named;
  const std::vector<const VarDecl*> copied = listed<OMPFirstprivateClause>(region);
  for (const VarDecl* each : named.variables)
    out_.captures.push_back({each->getNameAsString(), contains(copied, each)
                                                          ? Capture::How::by_value
                                                          : Capture::How::by_reference});
  if (named.self) out_.captures.push_back({"this", Capture::How::self});
  body(const_cast<Stmt*>(region->getRawStmt()));
  for (const OMPExecutableDirective* each : named.once)
    for (const VarDecl* copied : listed<OMPCopyprivateClause>(each)) {
      Place from;
      from.root = Root::self;
      from.path.push_back(handed_out(copied));
      flow(place_of_variable(copied), from);
    }
}

}  // namespace lanyard::summary
