// One function's body to one Function: shared by the files that do it.
//
// places.cpp and tuples.cpp name the objects that expressions speak of; calls.cpp,
// callables.cpp, capabilities.cpp, sqlite.cpp, rows.cpp, spawns.cpp, handles.cpp and standard.cpp
// turn calls, constructions and destructions into events; scan.cpp looks a body over before
// graph.cpp puts the events in the order that Clang's CFG gives; conditions.cpp adds what a branch
// tells, processes.cpp how processes begin and end, openmp.cpp what a directive has run, blocks.cpp
// what Clang's blocks hold.
#pragma once

#include <utility>
#include <vector>

#include "checker/model/model.h"
#include "checker/summary/names.h"
#include "checker/summary/summary.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtOpenMP.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace lanyard::summary {

/// What a builder finds inside a body and has no place for: other functions.
struct Inner {
  /// A region of OpenMP's, and the function that it stands in.
  struct Region {
    const clang::OMPExecutableDirective* directive;
    const clang::FunctionDecl* around;
  };
  /// A block (`^{ … }`), and the function that it stands in; nullptr outside of any.
  struct Block {
    const clang::BlockDecl* block;
    const clang::FunctionDecl* around;
  };
  std::vector<const clang::LambdaExpr*> lambdas;
  std::vector<const clang::CXXRecordDecl*> records;
  std::vector<Region> regions;
  std::vector<Block> blocks;
};

struct NamedInside;  // openmp.cpp

class Builder {
 public:
  Builder(clang::ASTContext& context, Names& names, const model::Library& library, Function& out,
          Inner& inner);

  /// Summarises the body of a function.
  void function(const clang::FunctionDecl* declaration);
  /// Summarises the body of a region of OpenMP's.
  void region(const clang::OMPExecutableDirective* region, const clang::FunctionDecl* around);
  /// Summarises the body of a block.
  void block(const Inner::Block& block);
  /// Summarises the destructor that the compiler writes for a class.
  void implicit_destructor(const clang::CXXDestructorDecl* destructor);
  /// Adds the initialisation of a global to an `initialiser` function.
  void global(const clang::VarDecl* variable);
  /// Whether anything was found that a caller or the link step could want to know.
  bool is_empty() const;

 private:
  using Arguments = llvm::ArrayRef<const clang::Expr*>;

  // places.cpp
  Place place(const clang::Expr* expression);
  Place place_of_variable(const clang::ValueDecl* variable);
  Place member(const clang::MemberExpr* expression);
  Place subscript(Place base, const clang::Expr* index);
  Place new_value();
  Place destination(const clang::Expr* expression);
  Place merged(const clang::Expr* expression, Arguments sources);
  void flow(const Place& to, const Place& from, bool names = false, bool through = false);
  void initialise(const Place& to, const clang::Expr* from, bool reference, bool through = false);
  Place handed_on(const clang::CallExpr* call);
  void list(const clang::Expr* expression, Arguments values);
  void lambda(const clang::LambdaExpr* expression);

  // calls.cpp
  void call(const clang::CallExpr* expression);
  void call_user(const clang::Expr* expression, const clang::FunctionDecl* callee,
                 const Place& receiver, Arguments arguments, const Place& result);
  void call_value(const clang::Expr* expression, const Place& callable, Arguments arguments);
  void construct(const clang::CXXConstructExpr* expression);
  void construct_system(const clang::CXXConstructExpr* expression);
  void inherit(const clang::CXXInheritedCtorInitExpr* expression);
  void end_discarded(const clang::Expr* expression, const Place& object);
  void defaults(Arguments arguments);
  void construct_object(const Place& object, const clang::CXXRecordDecl* record,
                        Arguments arguments, const clang::Expr* expression);

  void assign_memory(const clang::CallExpr* expression, const clang::FunctionDecl* callee);

  // callables.cpp
  Place function_place(const clang::FunctionDecl* function);
  void make_callable(const Place& object, const clang::CXXRecordDecl* record);
  bool may_be_called(clang::QualType type) const;
  void bind(const clang::CallExpr* expression, const clang::FunctionDecl* callee,
            Arguments arguments);
  bool call_algorithm(const clang::CallExpr* expression, const clang::FunctionDecl* callee,
                      Arguments arguments);
  void call_back(const clang::CallExpr* expression, const clang::FunctionDecl* callee);

  // tuples.cpp
  static Place element(Place tuple, std::uint64_t index);
  static Place part_of_pair(const clang::FieldDecl* field, Place pair);
  Place fill_tuple(const clang::Expr* expression, Arguments parts, bool names);
  bool construct_tuple(const clang::CXXConstructExpr* expression);
  Place got(const clang::CallExpr* expression);
  bool assign_tuple(const Place& to, const clang::CXXRecordDecl* record, const clang::Expr* from);

  // sqlite.cpp
  void call_mutex(const clang::CallExpr* expression, llvm::StringRef name);
  bool call_sqlite(const clang::CallExpr* expression, const clang::FunctionDecl* callee);

  // annotations.cpp
  bool call_annotation(const clang::CallExpr* expression, const clang::FunctionDecl* callee);
  void note_annotated(const clang::FunctionDecl* callee, const Place& result,
                      const std::vector<Place>& arguments);
  void note_annotated(const clang::Decl* declaration, const Place& place);
  void finish_annotations();

  // capabilities.cpp
  void note_held(const clang::FunctionDecl* declaration);
  void call_capabilities(const clang::Expr* expression, const clang::FunctionDecl* callee,
                         const Place& object, Arguments arguments);
  void construct_scoped(const clang::Expr* expression, const clang::CXXConstructorDecl* constructor,
                        const Place& object, Arguments arguments);
  Place capability(const clang::Expr* named, const clang::FunctionDecl* of);
  std::vector<Place> capabilities(llvm::ArrayRef<clang::Expr*> named, bool shared,
                                  const clang::FunctionDecl* of);
  std::vector<Place> given(std::vector<Place> named, const Place& object, Arguments arguments);

  // rows.cpp
  using Rows = llvm::SmallVector<const model::Row*, 2>;
  Rows rows_of(model::Trigger trigger, const clang::NamedDecl* declaration,
               const clang::Expr* object, Arguments arguments) const;
  const model::Row* row_of(model::Trigger trigger, const clang::NamedDecl* declaration,
                           Arguments arguments = {}) const;
  bool call_row(const clang::Expr* expression, const model::Row& row, const Place& object,
                Arguments arguments);
  Place operand(model::Operand which, const clang::Expr* expression, const Place& object,
                Arguments arguments);
  Place standard_operand(model::Operand which, const clang::Expr* expression, const model::Row& row,
                         const Place& object, Arguments arguments);
  Place turn(const clang::Expr* expression, const model::Row& row, const Place& object,
             Arguments arguments);
  bool ask_until(const clang::Expr* expression, Arguments arguments);
  void run(const clang::Expr* expression, const model::Row& row, const Place& object,
           Arguments arguments);
  void guard(const clang::Expr* expression, const model::Row& row, const Place& object,
             Arguments arguments);
  void store(const clang::Expr* expression, const model::Row& row, const Place& object,
             Arguments arguments);

  void collect(const clang::Expr* expression, const model::Row& row, const Place& object,
               Arguments arguments);

  // spawns.cpp
  bool spawn(const clang::Expr* expression, const model::Row& row, const Place& object,
             Arguments arguments);
  void start(const clang::Expr* expression, const model::Row& row, const Place& object,
             Arguments arguments, int entry, const Place& thread);
  bool start_members(const clang::Expr* expression, const model::Row& row, Arguments arguments,
                     const Place& thread);
  void start_function(Event& started, const model::Row& row, Arguments arguments, int entry);
  void hand_over(Event& event, Arguments given);
  static void hand_over_stored(Event& event, const Place& from);
  void resolve_entry(Event& event, const clang::Expr* entry, Arguments arguments,
                     const model::Row& row);
  static int callable_position(model::Operand which, Arguments arguments);
  static llvm::SmallVector<const clang::Expr*, 4> passed(const model::Passed& passes, int entry,
                                                         Arguments arguments);
  void note_move(const clang::CallExpr* expression);

  // handles.cpp
  const model::HandleClass* handle_class(clang::QualType type) const;
  bool construct_handle(const clang::CXXConstructExpr* expression, const Place& object,
                        Arguments arguments);
  bool call_handle(const clang::CallExpr* expression, const clang::FunctionDecl* callee,
                   const clang::Expr* object, const Place& receiver, Arguments arguments);
  bool destroy_handle(const Place& object, clang::QualType type, clang::SourceLocation where);
  void use_state(const model::HandleClass& row, const clang::FunctionDecl* function,
                 const Place& place, Arguments arguments, clang::SourceLocation where);
  Event& add_opaque(Kind kind, const clang::FunctionDecl* function, clang::SourceLocation where);
  void make_handle(const clang::Expr* expression, const model::Row& row, Arguments arguments);
  Place named_handle(const std::string& family, llvm::StringRef name);

  // standard.cpp
  void call_system(const clang::CallExpr* expression, const clang::FunctionDecl* callee,
                   const Place& receiver, Arguments arguments);
  void call_owner(const clang::CallExpr* expression, const clang::CXXMethodDecl* callee,
                  const Place& receiver, Arguments arguments);
  void call_standard(const clang::CallExpr* expression, const clang::FunctionDecl* callee,
                     Arguments arguments);
  Place inserted(const clang::CallExpr* expression, const Place& container);
  void put_in(const Place& container, const clang::Expr* expression, clang::QualType type,
              Arguments arguments);
  void destroy(const Place& object, clang::QualType type, clang::SourceLocation where);
  void destroy_system(const Place& object, const clang::CXXRecordDecl* record,
                      clang::SourceLocation where);

  // conditions.cpp
  /// What a call takes that need not succeed, and whether it answers 0 when it has.
  struct Tried {
    Place lock;
    bool zero = false;
  };
  const clang::Expr* compared_with_zero(const clang::Expr* condition, bool& when_true) const;
  const clang::Expr* tested(const clang::Expr* condition, bool& when_true) const;
  void note_status(const clang::ValueDecl* variable, const clang::Expr* value);
  Place taken(const clang::Expr* condition, bool& when_true);
  Place not_running(const clang::Expr* condition, bool& when_true);
  bool is_unchanging(const clang::Expr* condition) const;
  std::vector<Place> never_started(const clang::Stmt* branch, bool when_true) const;
  /// What a condition tells of the process that comes to its one side, and to its other.
  struct Told {
    Place answer;                     // of the fork; none: of any
    bool parent[2] = {false, false};  // [1]: where it holds; the child does not come there
    bool child[2] = {false, false};   // the parent does not come there
    explicit operator bool() const { return parent[0] || parent[1] || child[0] || child[1]; }
  };
  Told told(const clang::Expr* condition);
  Told told_of_case(const clang::SwitchStmt* choice, const clang::Stmt* label);
  Place answer(const clang::Expr* expression);
  Place answer_of(const clang::ValueDecl* variable, const clang::Expr* base);
  void keep_answer(const clang::Expr* to, const clang::Expr* from);
  void keep_answer(const Place& to, const clang::Expr* from);

  // processes.cpp
  bool call_process(const clang::CallExpr* expression, const clang::FunctionDecl* callee);
  bool can_answer(const clang::CallExpr* expression, const clang::FunctionDecl* callee) const;
  void end_at_exit(const clang::VarDecl* variable);

  // openmp.cpp
  void leave_out(const clang::Stmt* statement);
  void scan_directive(const clang::OMPExecutableDirective* directive);
  Place region_object(const clang::OMPExecutableDirective* region, const NamedInside& named);
  Place region_lock(const clang::OMPExecutableDirective* region);
  static Place team();
  void add_region(Kind kind, const clang::OMPExecutableDirective* region, const Place& object,
                  const Place& thread);
  void run_region(const clang::OMPExecutableDirective* directive);
  void run_team(const clang::OMPExecutableDirective* region, const Place& object,
                llvm::ArrayRef<const clang::OMPExecutableDirective*> masters);

  // blocks.cpp
  void make_block(const clang::BlockExpr* expression);

  // scan.cpp
  void scan(const clang::Stmt* statement, bool discarded);
  void scan_range(const clang::CXXForRangeStmt* loop);
  void scan_uses(const clang::Stmt* statement);
  void scan_declarations(const clang::DeclStmt* statement);

  // graph.cpp
  void body(clang::Stmt* statement);
  void clean_up();
  bool is_own(const clang::ParmVarDecl* parameter) const;
  bool returns_reference() const;
  clang::SourceLocation end() const;
  void visit(const clang::CFGElement& element);
  void visit(const clang::Stmt* statement);
  void evaluate(const clang::Expr* expression);
  void walk(const clang::CFG& graph);
  void connect(const clang::CFGBlock& block);
  void contract_graph();
  Event& add(Kind kind, clang::SourceLocation where);
  Source source(clang::SourceLocation where) { return names_.source(where); }

  clang::ASTContext& context_;
  Names& names_;
  const model::Library& library_;
  Function& out_;
  Inner& inner_;
  const clang::FunctionDecl* function_ = nullptr;
  const clang::BlockDecl* block_ = nullptr;  // in `function_`, if it is in one
  bool is_lambda_ = false;  // or a region, or a block: what is outside is a field of `this`
  bool is_region_ = false;
  std::uint32_t values_ = 0;
  std::uint32_t last_ = 0;  // the event that the next one follows
  llvm::DenseMap<const clang::ValueDecl*, std::uint32_t> locals_;
  llvm::DenseMap<const clang::Expr*, Place> known_;         // what was evaluated already
  llvm::DenseMap<const clang::Expr*, Place> destinations_;  // where a value is made
  llvm::DenseSet<std::uint32_t> defined_;                   // locals whose definition is told
  llvm::DenseSet<const clang::Expr*> discarded_;            // values that nobody takes
  llvm::DenseSet<const clang::Stmt*> left_out_;             // what is in a region inside
  llvm::DenseSet<const clang::ValueDecl*> moved_;           // objects that are emptied
  llvm::DenseSet<std::uint32_t> every_;                     // locals that go through all elements
  llvm::DenseMap<const clang::ValueDecl*, std::string> captures_;  // of the closure, by field
  llvm::DenseSet<const clang::ValueDecl*> subscripts_;             // variables used as an index
  llvm::DenseMap<const clang::ValueDecl*, const clang::Expr*> status_;  // `rc = spawn(…)`
  llvm::DenseMap<const clang::Expr*, Place> spawned_;  // the thread of a spawning call
  llvm::DenseSet<const clang::Expr*> reads_;           // where a variable's value is taken
  llvm::DenseSet<const clang::ValueDecl*> changed_;    // variables that something else is done to
  unsigned loops_ = 0;                                 // around what scan() looks at
  std::vector<const clang::IfStmt*> choices_;
  llvm::DenseMap<const clang::Expr*, Tried> tried_;
  llvm::DenseMap<const clang::Decl*, const clang::Expr*> moved_to_;  // objects' new threads
  llvm::DenseSet<const clang::ValueDecl*> answers_;  // variables with what a fork answered
  std::vector<const clang::VarDecl*> cleaned_;       // variables with the attribute `cleanup`
  std::vector<std::pair<std::uint32_t, std::uint32_t>> blocks_;  // first and last event
};

}  // namespace lanyard::summary
