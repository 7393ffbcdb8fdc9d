// What a walk over a body's tree tells before its CFG is followed: the variables, where values
// are made, what is moved from or thrown away, and the functions inside.
#include "checker/summary/builder.h"
#include "checker/summary/expressions.h"
#include "clang/AST/Attr.h"
#include "clang/AST/StmtCXX.h"
#include "clang/AST/StmtOpenMP.h"

namespace lanyard::summary {

using namespace clang;

void Builder::scan_declarations(const DeclStmt* statement) {
  for (const Decl* declaration : statement->decls()) {
    if (const auto* record = dyn_cast<CXXRecordDecl>(declaration)) {
      inner_.records.push_back(record);
      continue;
    }
    const auto* variable = dyn_cast<VarDecl>(declaration);
    if (!variable) continue;
    if (loops_ != 0) changed_.insert(variable);
    if (!variable->hasGlobalStorage() && !locals_.count(variable)) {
      locals_[variable] = static_cast<std::uint32_t>(out_.locals.size());
      out_.locals.push_back(variable->getNameAsString());
    }
    if (variable->hasAttr<CleanupAttr>()) cleaned_.push_back(variable);
    if (!variable->hasInit()) continue;
    const Expr* value = core(variable->getInit());
    note_status(variable, variable->getInit());
    if (isa<CXXConstructExpr, CallExpr, LambdaExpr, BlockExpr, InitListExpr>(value)) {
      if (!variable->getType()->isReferenceType())
        if (const Place made = place_of_variable(variable)) destinations_[value] = made;
    }
  }
}

/// `for (each : all)`: what goes through all elements means every one of them.
void Builder::scan_range(const CXXForRangeStmt* loop) {
  scan_declarations(loop->getLoopVarStmt());
  if (loop->getBeginStmt()) scan_declarations(loop->getBeginStmt());
  every_.insert(locals_.lookup(loop->getLoopVariable()));
  if (const auto* begin = loop->getBeginStmt())
    every_.insert(locals_.lookup(cast<VarDecl>(begin->getSingleDecl())));
}

/// Which variables are only read, apart from their initialisation.
void Builder::scan_uses(const Stmt* statement) {
  if (const auto* read = dyn_cast<CastExpr>(statement);
      read && (read->getCastKind() == CK_LValueToRValue || read->getCastKind() == CK_ToVoid))
    reads_.insert(read->getSubExpr()->IgnoreParens());
  if (const auto* name = dyn_cast<DeclRefExpr>(statement); name && !reads_.count(name))
    changed_.insert(name->getDecl());
}

void Builder::scan(const Stmt* statement, bool discarded) {
  if (!statement) return;
  scan_uses(statement);
  if (const auto* lambda = dyn_cast<LambdaExpr>(statement)) {
    inner_.lambdas.push_back(lambda);
    for (const Expr* initial : lambda->capture_inits()) scan(initial, false);
    return;
  }
  if (const auto* block = dyn_cast<BlockExpr>(statement)) {
    inner_.blocks.push_back({block->getBlockDecl(), function_});
    return;
  }
  if (const auto* directive = dyn_cast<OMPExecutableDirective>(statement))
    return scan_directive(directive);
  if (const auto* declarations = dyn_cast<DeclStmt>(statement)) scan_declarations(declarations);
  if (const auto* expression = dyn_cast<Expr>(statement); expression && discarded)
    discarded_.insert(core(expression));
  if (const auto* loop = dyn_cast<CXXForRangeStmt>(statement)) scan_range(loop);
  if (const auto* made = dyn_cast<CXXNewExpr>(statement)) {
    destinations_[made] = new_value();
    if (made->getConstructExpr()) destinations_[made->getConstructExpr()] = destinations_[made];
    if (made->getInitializer()) destinations_[core(made->getInitializer())] = destinations_[made];
  }
  if (const auto* answer = dyn_cast<ReturnStmt>(statement); answer && answer->getRetValue()) {
    Place returned;
    returned.root = Root::returned;
    if (names_.is_followed(answer->getRetValue()->getType()))
      destinations_[core(answer->getRetValue())] = returned;
    // What is returned by name becomes the result, and is not destroyed.
    if (const VarDecl* result = answer->getNRVOCandidate()) moved_.insert(result);
  }
  if (const auto* call = dyn_cast<CallExpr>(statement)) {
    note_move(call);
    if (const ValueDecl* object = emptied(call)) moved_.insert(object);
  }
  if (const auto* element = dyn_cast<ArraySubscriptExpr>(statement))
    if (const auto* name = dyn_cast<DeclRefExpr>(element->getIdx()->IgnoreParenImpCasts()))
      subscripts_.insert(name->getDecl());
  if (const auto* element = dyn_cast<CXXOperatorCallExpr>(statement);
      element && element->getOperator() == OO_Subscript && element->getNumArgs() == 2)
    if (const auto* name = dyn_cast<DeclRefExpr>(element->getArg(1)->IgnoreParenImpCasts()))
      subscripts_.insert(name->getDecl());
  if (const auto* binary = dyn_cast<BinaryOperator>(statement);
      binary && binary->getOpcode() == BO_Assign)
    if (const auto* name = dyn_cast<DeclRefExpr>(binary->getLHS()->IgnoreParenImpCasts()))
      note_status(name->getDecl(), binary->getRHS());
  const bool statements = isa<CompoundStmt>(statement);
  const bool branches = isa<IfStmt, ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(statement);
  if (const auto* choice = dyn_cast<IfStmt>(statement)) choices_.push_back(choice);
  const bool repeats = isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(statement);
  loops_ += repeats;
  for (const Stmt* child : statement->children())
    scan(child, statements || (branches && child && !isa<Expr>(child)));
  loops_ -= repeats;
}

}  // namespace lanyard::summary
