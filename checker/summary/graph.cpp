// The order of a function's events: Clang's CFG, reduced to the events.
//
// Three things are added to what the CFG says. A branch that is taken only when no
// thread runs (`if (t.joinable())`, `if (pthread_create(…) != 0)`) counts as a join, one that
// is taken only with a lock (`if (m.try_lock())`) takes it. A
// loop runs at least once, for `for (auto& t : threads) t.join();` is meant to join. And
// an object that was moved from is not destroyed.
#include <algorithm>

#include "checker/summary/builder.h"
#include "checker/summary/compat.h"
#include "checker/summary/expressions.h"
#include "clang/AST/StmtCXX.h"
#include "clang/AST/StmtOpenMP.h"

namespace lanyard::summary {

using namespace clang;

namespace {

CFG::BuildOptions options() {
  CFG::BuildOptions all;
  all.AddImplicitDtors = true;
  all.AddInitializers = true;
  all.AddCXXDefaultInitExprInCtors = true;
  all.AddCXXDefaultInitExprInAggregates = true;
  all.PruneTriviallyFalseEdges = true;
  all.setAllAlwaysAdd();
  return all;
}

bool is_loop(const Stmt* statement) {
  return isa_and_nonnull<ForStmt>(statement) || isa_and_nonnull<CXXForRangeStmt>(statement) ||
         isa_and_nonnull<WhileStmt>(statement);
}

}  // namespace

Builder::Builder(ASTContext& context, Names& names, const model::Library& library, Function& out,
                 Inner& inner)
    : context_(context), names_(names), library_(library), out_(out), inner_(inner) {
  out_.events.resize(2);
}

Event& Builder::add(Kind kind, SourceLocation where) {
  const auto index = static_cast<std::uint32_t>(out_.events.size());
  Event& event = out_.events.emplace_back();
  event.kind = kind;
  event.where = source(where);
  out_.events[last_].next.push_back(index);
  last_ = index;
  return event;
}

bool Builder::is_empty() const {
  const auto& events = out_.events;
  // That a function never returns is worth knowing, that it may stop is not.
  const bool returns = std::any_of(events.begin(), events.end(), [](const Event& event) {
    return std::find(event.next.begin(), event.next.end(), 1) != event.next.end();
  });
  return returns && out_.flows.empty() && out_.any_thread.empty() &&
         std::all_of(events.begin(), events.end(), [](const Event& event) {
           // That a global means another object is seen by all.
           return event.kind == Kind::pass || event.kind == Kind::stop ||
                  (event.kind == Kind::define && event.place.root != Root::global);
         });
}

// The events of one element of the CFG.

/// An expression that is in no CFG, in an order in which operands come first.
void Builder::evaluate(const Expr* expression) {
  std::vector<const Stmt*> order{expression};
  for (std::size_t i = 0; i != order.size(); ++i) {
    if (isa<LambdaExpr>(order[i])) continue;
    for (const Stmt* child : order[i]->children())
      if (child) order.push_back(child);
  }
  for (auto each = order.rbegin(); each != order.rend(); ++each) visit(*each);
}

void Builder::visit(const Stmt* statement) {
  if (left_out_.count(statement)) return;
  if (const auto* directive = dyn_cast<OMPExecutableDirective>(statement))
    return run_region(directive);
  if (const auto* call = dyn_cast<CallExpr>(statement)) return this->call(call);
  if (const auto* made = dyn_cast<CXXConstructExpr>(statement)) return construct(made);
  if (const auto* made = dyn_cast<CXXInheritedCtorInitExpr>(statement)) return inherit(made);
  if (const auto* closure = dyn_cast<LambdaExpr>(statement)) return lambda(closure);
  if (const auto* block = dyn_cast<BlockExpr>(statement)) return make_block(block);
  if (const auto* values = dyn_cast<InitListExpr>(statement)) {
    const auto all = values->inits();
    return list(values, {const_cast<const Expr* const*>(all.data()), all.size()});
  }
  if (const auto values = compat::aggregate_values(statement); !values.empty())
    return list(cast<Expr>(statement), values);
  if (const auto* made = dyn_cast<CXXNewExpr>(statement)) {
    const Place object = known_[made] = destination(made);
    if (made->getInitializer()) initialise(object, made->getInitializer(), false);
    // Built into storage that something else holds.
    if (made->getNumPlacementArgs() == 1) flow(place(made->getPlacementArg(0)), object, true);
    add(Kind::define, made->getBeginLoc()).place = object;
    return;
  }
  if (const auto* ended = dyn_cast<CXXDeleteExpr>(statement)) {
    const QualType type = ended->getDestroyedType();
    if (!type.isNull()) destroy(place(ended->getArgument()), type, ended->getBeginLoc());
    return;
  }
  if (const auto* atomic = dyn_cast<AtomicExpr>(statement)) {
    if (atomic->getNumSubExprs() > 2 && names_.is_followed(atomic->getVal1()->getType()))
      flow(place(atomic->getPtr()), place(atomic->getVal1()), false, true);
    return;
  }
  if (const auto* declarations = dyn_cast<DeclStmt>(statement)) {
    for (const Decl* declaration : declarations->decls()) {
      const auto* variable = dyn_cast<VarDecl>(declaration);
      if (!variable) continue;
      const Place named = place_of_variable(variable);
      if (!named) {
        if (answer(variable->getInit())) answers_.insert(variable);
        keep_answer(answer_of(variable, nullptr), variable->getInit());
        continue;
      }
      if (!variable->hasGlobalStorage() && !defined_.count(named.index))
        add(Kind::define, variable->getLocation()).place = named;
      initialise(named, variable->getInit(), variable->getType()->isReferenceType());
    }
    return;
  }
  if (const auto* answer = dyn_cast<ReturnStmt>(statement)) {
    Place returned;
    returned.root = Root::returned;
    if (answer->getRetValue() && names_.is_followed(answer->getRetValue()->getType()))
      initialise(returned, answer->getRetValue(), returns_reference());
    else
      keep_answer(returned, answer->getRetValue());
    return;
  }
  if (const auto* binary = dyn_cast<BinaryOperator>(statement)) {
    if (binary->getOpcode() != BO_Assign) return;
    if (!names_.is_followed(binary->getLHS()->getType()))
      return keep_answer(binary->getLHS(), binary->getRHS());
    const Place to = place(binary->getLHS());
    if (!to) return;
    add(Kind::define, binary->getBeginLoc()).place = to;
    const Expr* written = binary->getLHS()->IgnoreParens();
    const auto* name = dyn_cast<DeclRefExpr>(written);
    initialise(to, binary->getRHS(), false, !name || name->getDecl()->getType()->isReferenceType());
    return;
  }
  const auto* step = dyn_cast<UnaryOperator>(statement);
  if (!step || !step->isIncrementDecrementOp()) return;
  const auto* name = dyn_cast<DeclRefExpr>(step->getSubExpr()->IgnoreParenImpCasts());
  if (!name || (!subscripts_.count(name->getDecl()) && !name->getType()->isPointerType())) return;
  const auto known = locals_.find(name->getDecl());
  if (known == locals_.end()) return;
  Event& event = add(Kind::define, step->getBeginLoc());
  event.place.root = Root::local;
  event.place.index = known->second;
  event.place.element = true;
}

void Builder::visit(const CFGElement& element) {
  if (const auto statement = element.getAs<CFGStmt>()) return visit(statement->getStmt());
  if (const auto member = element.getAs<CFGInitializer>()) {
    const CXXCtorInitializer* initialiser = member->getInitializer();
    if (!initialiser->isAnyMemberInitializer()) return;
    const FieldDecl* field = initialiser->getAnyMember();
    Place part;
    part.root = Root::self;
    part.path.push_back(qualified_name(field));
    if (names_.is_followed(field->getType()))
      initialise(part, initialiser->getInit(), field->getType()->isReferenceType());
    return;
  }
  if (const auto end = element.getAs<CFGAutomaticObjDtor>()) {
    const VarDecl* variable = end->getVarDecl();
    if (moved_.count(variable) || left_out_.count(end->getTriggerStmt())) return;
    return destroy(place_of_variable(variable), variable->getType(),
                   end->getTriggerStmt()->getEndLoc());
  }
  Place self;
  self.root = Root::self;
  if (const auto end = element.getAs<CFGMemberDtor>()) {
    const FieldDecl* field = end->getFieldDecl();
    self.path.push_back(qualified_name(field));
    destroy(self, field->getType(), function_->getEndLoc());
  } else if (const auto end = element.getAs<CFGBaseDtor>()) {
    destroy(self, end->getBaseSpecifier()->getType(), function_->getEndLoc());
  }
}

// The graph.

void Builder::connect(const CFGBlock& block) {
  const auto& [first, last] = blocks_[block.getBlockID()];
  (void)first;
  const auto* condition = dyn_cast_or_null<Expr>(block.getTerminatorCondition());
  if (left_out_.count(condition)) condition = nullptr;
  bool when_true = false, taken_when_true = false;
  Place ended, taken;
  Told both;
  if (block.succ_size() == 2 && condition) {
    ended = not_running(condition, when_true);
    taken = this->taken(condition, taken_when_true);
    both = told(condition);
  }
  const auto* choice =
      dyn_cast_or_null<SwitchStmt>(condition ? block.getTerminatorStmt() : nullptr);
  unsigned side = 0;
  for (const CFGBlock* next : block.succs()) {
    const bool is_true = side++ == 0;
    if (!next) continue;
    std::uint32_t from = last;
    const Told one = choice ? told_of_case(choice, next->getLabel()) : both;
    for (const bool parent : {true, false}) {
      if (!(parent ? one.parent : one.child)[is_true]) continue;
      last_ = from;
      add(parent ? Kind::parent : Kind::child, condition->getBeginLoc()).place = one.answer;
      from = last_;
    }
    if (ended && is_true == when_true) {
      last_ = from;
      add(Kind::join, condition->getBeginLoc()).thread = ended;
      from = last_;
    }
    for (const Place& thread : never_started(block.getTerminatorStmt(), is_true)) {
      last_ = from;
      add(Kind::join, block.getTerminatorStmt()->getBeginLoc()).thread = thread;
      from = last_;
    }
    if (taken && is_true == taken_when_true) {
      last_ = from;
      add(Kind::lock, condition->getBeginLoc()).place = taken;
      from = last_;
    }
    // Into a loop whose test does nothing: straight into its body.
    const CFGBlock* target = next;
    const Stmt* loop = target->getTerminatorStmt();
    const bool plain = blocks_[target->getBlockID()].first == blocks_[target->getBlockID()].second;
    if (is_loop(loop) && block.getLoopTarget() != loop && plain && target->succ_size() == 2) {
      const CFGBlock* body = *target->succ_begin();
      if (body) target = body;
    }
    out_.events[from].next.push_back(blocks_[target->getBlockID()].first);
  }
}

void Builder::walk(const CFG& graph) {
  blocks_.assign(graph.getNumBlockIDs(), {0, 0});
  blocks_[graph.getExit().getBlockID()] = {1, 1};
  // Evaluation order: operands are seen before what uses them. The CFG numbers its
  // blocks from the exit, and an expression's parts may be spread over several.
  std::vector<const CFGBlock*> order(graph.begin(), graph.end());
  std::sort(order.begin(), order.end(),
            [](const CFGBlock* a, const CFGBlock* b) { return a->getBlockID() > b->getBlockID(); });
  for (const CFGBlock* block : order) {
    if (block == &graph.getExit()) continue;
    std::uint32_t first = 0;
    if (block != &graph.getEntry()) {
      first = static_cast<std::uint32_t>(out_.events.size());
      out_.events.emplace_back();
    }
    last_ = first;
    for (const CFGElement& element : *block) visit(element);
    if (block->hasNoReturnElement() && out_.events[last_].kind != Kind::exit)
      add(Kind::stop, end());
    blocks_[block->getBlockID()] = {first, last_};
  }
  if (!cleaned_.empty()) {
    const auto first = static_cast<std::uint32_t>(out_.events.size());
    out_.events.emplace_back();
    last_ = first;
    clean_up();
    out_.events[last_].next.push_back(1);
    blocks_[graph.getExit().getBlockID()] = {first, last_};
  }
  for (const CFGBlock* block : order)
    if (block != &graph.getExit()) connect(*block);
  contract_graph();
}

/// Gives back the locks that variables hold whose attribute `cleanup` names a function that does
/// so, at the function's end: older releases of Clang do not tell where the variable's scope ends.
void Builder::clean_up() {
  for (const VarDecl* each : cleaned_) {
    const FunctionDecl* function = each->getAttr<CleanupAttr>()->getFunctionDecl();
    const model::Row* row = row_of(model::Trigger::call, function);
    if (!row || row->effect != model::Effect::lock || row->gives != 0) continue;
    add(Kind::unlock, end()).place = place_of_variable(each);
  }
}

/// Leaves out the events that do nothing, and numbers the others anew.
void Builder::contract_graph() {
  std::vector<Event> all = std::move(out_.events);
  std::vector<std::uint32_t> number(all.size(), 0);
  out_.events.clear();
  for (std::uint32_t i = 0; i != all.size(); ++i) {
    if (i >= 2 && all[i].kind == Kind::pass) continue;
    number[i] = static_cast<std::uint32_t>(out_.events.size());
    out_.events.push_back(all[i]);
    out_.events.back().next.clear();
  }
  for (std::uint32_t i = 0; i != all.size(); ++i) {
    if (i >= 2 && all[i].kind == Kind::pass) continue;
    if (all[i].kind == Kind::stop || all[i].kind == Kind::exit) continue;
    std::vector<std::uint32_t> waiting = all[i].next;
    std::vector<bool> seen(all.size(), false);
    std::vector<std::uint32_t>& next = out_.events[number[i]].next;
    while (!waiting.empty()) {
      const std::uint32_t each = waiting.back();
      waiting.pop_back();
      if (seen[each]) continue;
      seen[each] = true;
      if (each < 2 || all[each].kind != Kind::pass) {
        next.push_back(number[each]);
      } else {
        waiting.insert(waiting.end(), all[each].next.begin(), all[each].next.end());
      }
    }
    std::sort(next.begin(), next.end());
  }
}

void Builder::function(const FunctionDecl* declaration) {
  function_ = declaration;
  const auto* method = dyn_cast<CXXMethodDecl>(declaration);
  is_lambda_ = method && method->getParent()->isLambda();
  if (is_lambda_) {
    const std::vector<std::string> captured = capture_names(method->getParent());
    auto name = captured.begin();
    for (const LambdaCapture& each : method->getParent()->captures()) {
      if (each.capturesVariable()) captures_[each.getCapturedVar()] = *name;
      ++name;
    }
  }
  if (const auto* constructor = dyn_cast<CXXConstructorDecl>(declaration)) {
    for (const CXXCtorInitializer* each : constructor->inits()) {
      Place self;
      self.root = Root::self;
      if (each->isAnyMemberInitializer()) self.path.push_back(qualified_name(each->getAnyMember()));
      const Expr* initial = each->getInit();
      if (const auto* standard = dyn_cast_or_null<CXXDefaultInitExpr>(initial))
        initial = standard->getExpr();
      if (initial) destinations_[core(initial)] = self;
      scan(initial, false);
    }
  }
  note_held(declaration);
  body(declaration->getBody());
}

/// Whether a parameter is one of what is summarised, and not of a function around it.
bool Builder::is_own(const ParmVarDecl* parameter) const {
  const DeclContext* context = parameter->getDeclContext();
  return !is_region_ && context == (block_ ? static_cast<const DeclContext*>(block_) : function_);
}

bool Builder::returns_reference() const {
  return !block_ && function_->getReturnType()->isReferenceType();
}

SourceLocation Builder::end() const {
  return block_ ? block_->getBody()->getEndLoc() : function_->getEndLoc();
}

/// Summarises a body of `function_`: all of it, or that of a region or a block inside.
void Builder::body(Stmt* statement) {
  scan(statement, false);
  const Decl* of = block_ ? static_cast<const Decl*>(block_) : function_;
  const auto graph = CFG::buildCFG(of, statement, &context_, options());
  if (graph) walk(*graph);
  finish_annotations();
}

void Builder::implicit_destructor(const CXXDestructorDecl* destructor) {
  function_ = destructor;
  const CXXRecordDecl* record = destructor->getParent();
  const std::vector<const FieldDecl*> fields(record->field_begin(), record->field_end());
  for (auto field = fields.rbegin(); field != fields.rend(); ++field) {
    Place part;
    part.root = Root::self;
    part.path.push_back(qualified_name(*field));
    destroy(part, (*field)->getType(), record->getLocation());
  }
  Place self;
  self.root = Root::self;
  for (const CXXBaseSpecifier& base : record->bases())
    destroy(self, base.getType(), record->getLocation());
  out_.events[last_].next.push_back(1);
}

void Builder::global(const VarDecl* variable) {
  const Place named = place_of_variable(variable);
  if (!named) return;
  scan(variable->getInit(), false);
  destinations_[core(variable->getInit())] = named;
  // No CFG is built for an initialiser; a walk in evaluation order does.
  evaluate(variable->getInit());
  initialise(named, variable->getInit(), variable->getType()->isReferenceType());
  end_at_exit(variable);
  out_.events[last_].next.assign(1, 1);
  finish_annotations();
}

}  // namespace lanyard::summary
