// Calls and constructions that start threads, as the model's rows say: what runs there, and
// with what.
#include <algorithm>

#include "checker/summary/builder.h"
#include "checker/summary/compat.h"

namespace lanyard::summary {

using namespace clang;

namespace {

bool has_call_operator(const CXXRecordDecl* record) {
  if (!record || !record->hasDefinition()) return false;
  const DeclarationName name = record->getASTContext().DeclarationNames.getCXXOperatorName(OO_Call);
  return !record->getDefinition()->lookup(name).empty();
}

bool is_callable(const Expr* expression) {
  const QualType type = expression->getType().getNonReferenceType();
  if (type->isFunctionType() || type->isFunctionPointerType() || type->isBlockPointerType() ||
      type->isMemberFunctionPointerType())
    return true;
  return has_call_operator(type->getAsCXXRecordDecl());
}

/// The function that an expression names, or nullptr.
const FunctionDecl* function_named(const Expr* expression) {
  const Expr* plain = expression->IgnoreParenCasts();
  if (const auto* address = dyn_cast<UnaryOperator>(plain))
    plain = address->getSubExpr()->IgnoreParenCasts();
  const auto* name = dyn_cast<DeclRefExpr>(plain);
  return name ? dyn_cast<FunctionDecl>(name->getDecl()) : nullptr;
}

/// The method of this name that calling it on the class runs, or nullptr.
const CXXMethodDecl* method_named(const CXXRecordDecl* record, llvm::StringRef name) {
  if (!record || !record->hasDefinition()) return nullptr;
  record = record->getDefinition();
  for (const Decl* each : record->decls())
    if (const auto* method = dyn_cast<CXXMethodDecl>(each); method && named(method, name))
      return method;
  for (const CXXBaseSpecifier& base : record->bases())
    if (const CXXMethodDecl* method = method_named(record_of(base.getType()), name)) return method;
  return nullptr;
}

/// The name of a method in a string, as `"work"` and as what Qt's SLOT(work()) expands to.
llvm::StringRef method_in_text(const Expr* expression) {
  const Expr* plain = expression->IgnoreParenCasts();
  if (const auto* call = dyn_cast<CallExpr>(plain); call && call->getNumArgs() != 0)
    plain = call->getArg(0)->IgnoreParenCasts();
  const auto* text = dyn_cast<StringLiteral>(plain);
  if (!text || text->getCharByteWidth() != 1) return {};
  const llvm::StringRef name = text->getString();
  return name.drop_while([](char each) { return each >= '0' && each <= '9'; }).split('(').first;
}

/// What names an object that is moved: a variable, a field, or the class of `this`.
const Decl* named_object(const Expr* expression) {
  expression = expression->IgnoreParenCasts();
  if (const auto* unary = dyn_cast<UnaryOperator>(expression))
    expression = unary->getSubExpr()->IgnoreParenCasts();
  if (const auto* name = dyn_cast<DeclRefExpr>(expression)) return name->getDecl();
  if (const auto* access = dyn_cast<MemberExpr>(expression)) return access->getMemberDecl();
  return isa<CXXThisExpr>(expression) ? record_of(expression->getType()) : nullptr;
}

/// The object that a call's method runs on, without a cast to the method's class.
const Expr* object_of(const Expr* expression) {
  const auto* call = dyn_cast<CXXMemberCallExpr>(expression);
  return call ? call->getImplicitObjectArgument()->IgnoreParenImpCasts() : nullptr;
}

/// The method that a row says is the entry: by its name, or in the text of a slot.
const CXXMethodDecl* entry_method(const model::Row& row, const Expr* callable,
                                  const CXXRecordDecl* type,
                                  llvm::ArrayRef<const Expr*> arguments) {
  if (row.moved && type == nullptr)
    return method_named(record_of(arguments[row.on]->IgnoreParenImpCasts()->getType()),
                        method_in_text(callable));
  return row.method.empty() ? nullptr : method_named(type, row.method);
}

/// Whether a method is the program's own, and not the one that a library's class comes with.
bool is_programs(const CXXMethodDecl* method, const model::Row& row) {
  return compat::is_pure(method) ||
         row.name.rfind(qualified_name(method->getParent()) + "::", 0) != 0;
}

/// The C struct of this name, or nullptr.
const RecordDecl* struct_named(const std::string& name, ASTContext& context) {
  for (const NamedDecl* each : context.getTranslationUnitDecl()->lookup(&context.Idents.get(name)))
    if (const auto* record = dyn_cast<RecordDecl>(each); record && record->getDefinition())
      return record->getDefinition();
  return nullptr;
}

using Fields = std::vector<std::pair<const FieldDecl*, Place>>;

/// The fields of an object, and those of structs and unions inside it, as Builder::member() has
/// them.
void fields_of(const RecordDecl* record, const Place& object, Fields& all) {
  for (const FieldDecl* each : record->fields()) {
    Place part = object;
    if (!each->getName().empty() && !record->isUnion()) part.path.push_back(qualified_name(each));
    all.emplace_back(each, part);
    const RecordDecl* inside = each->getType()->getAsRecordDecl();
    if (inside && inside->getDefinition()) fields_of(inside->getDefinition(), part, all);
  }
}

}  // namespace

int Builder::callable_position(model::Operand which, Arguments arguments) {
  if (which >= 0) return static_cast<std::size_t>(which) < arguments.size() ? which : -1;
  if (which != model::kCallable) return -1;
  for (std::size_t i = 0; i != arguments.size(); ++i)
    if (is_callable(arguments[i])) return static_cast<int>(i);
  return -1;
}

llvm::SmallVector<const Expr*, 4> Builder::passed(const model::Passed& passes, int entry,
                                                  Arguments arguments) {
  llvm::SmallVector<const Expr*, 4> result;
  for (const model::Operand each : passes.operands) {
    const bool rest = each == model::kRest;
    const auto first = static_cast<std::size_t>(rest ? entry + 1 : each);
    if (each < 0 && !rest) continue;
    if (first >= arguments.size()) continue;
    if (rest || passes.and_following)
      result.append(arguments.begin() + first, arguments.end());
    else
      result.push_back(arguments[first]);
  }
  return result;
}

/// Remembers which thread an object is moved to, wherever in the function that is.
void Builder::note_move(const CallExpr* expression) {
  const FunctionDecl* callee = expression->getDirectCallee();
  const model::Row* row = callee ? row_of(model::Trigger::call, callee) : nullptr;
  if (!row || row->effect != model::Effect::move) return;
  const auto argument = [&](model::Operand which) -> const Expr* {
    if (which == model::kThis) return object_of(expression);
    const bool there = which >= 0 && static_cast<unsigned>(which) < expression->getNumArgs();
    return there ? expression->getArg(which) : nullptr;
  };
  const Expr* object = argument(row->entry);
  const Decl* name = object ? named_object(object) : nullptr;
  if (name) moved_to_[name] = argument(row->thread);
}

bool Builder::spawn(const Expr* expression, const model::Row& row, const Place& object,
                    Arguments arguments) {
  Place thread = operand(row.thread, expression, object, arguments);
  if (row.joins && !thread) {
    thread = new_value();
  } else if (Place queue = operand(row.turn, expression, object, arguments); queue && !thread) {
    queue.path.push_back(kSent);
    thread = queue;
  }
  if (row.moved) {
    if (row.on < 0 || static_cast<std::size_t>(row.on) >= arguments.size()) return false;
    const auto moved = moved_to_.find(named_object(arguments[row.on]));
    if (moved == moved_to_.end()) return false;
    thread = place(moved->second);
  }
  if (!row.members.empty()) return start_members(expression, row, arguments, thread);
  const int first = callable_position(row.entry, arguments);
  if (first < 0 && row.entry != model::kThis) return false;
  const int last = row.every ? static_cast<int>(arguments.size()) - 1 : first;
  for (int entry = first; entry <= last; ++entry)
    start(expression, row, object, arguments, entry, thread);
  spawned_[expression] = thread;
  // A future or a jthread that nobody keeps waits at the end of the expression.
  const CXXRecordDecl* type = record_of(expression->getType());
  const bool waits = discarded_.count(expression) && type && row_of(model::Trigger::destroy, type);
  if (row.joins || waits) add(Kind::join, expression->getEndLoc()).thread = thread;
  return true;
}

/// Starts every function that a struct holds; but those that the library calls before all others,
/// or after them.
bool Builder::start_members(const Expr* expression, const model::Row& row, Arguments arguments,
                            const Place& thread) {
  if (row.entry < 0 || static_cast<std::size_t>(row.entry) >= arguments.size()) return false;
  Place table = place(arguments[row.entry]), data = table;
  if (!table) return false;
  if (row.stored == row.entry) {
    table.path.push_back(kCalled);
    data.path.emplace_back("#0");
  } else {
    const auto given = passed(row.passes, row.entry, arguments);
    data = given.empty() ? Place() : place(given.front());
  }
  // They ask for it by a call, see store().
  flow(named_handle("the context of " + row.members, ""), data);
  Fields fields;
  if (const RecordDecl* record = struct_named(row.members, context_))
    fields_of(record, table, fields);
  const auto is_one_of = [](const std::vector<std::string>& names, const FieldDecl* field) {
    return std::find(names.begin(), names.end(), field->getNameAsString()) != names.end();
  };
  Place handed;
  for (const auto& [field, place] : fields) {
    const RecordDecl* type = field->getType()->getAsRecordDecl();
    if (type && !row.hands.empty() && type->getName() == row.hands) handed = place;
  }
  const auto member = [&](Kind kind, const Place& function) -> Event& {
    Event& event = add(kind, expression->getBeginLoc());
    event.place = function;
    return event;
  };
  for (const auto& [field, place] : fields)
    if (is_one_of(row.first, field)) member(Kind::call, place);
  for (const auto& [field, place] : fields) {
    if (!field->getType()->isFunctionPointerType() || is_one_of(row.first, field) ||
        is_one_of(row.last, field))
      continue;
    Event& event = member(Kind::spawn, place);
    event.thread = thread;
    event.many = row.many;
    if (handed) event.arguments.push_back(handed);
    event.kinds.assign(event.arguments.size(), contract::Handle::none);
  }
  if (row.joins) add(Kind::join, expression->getEndLoc()).thread = thread;
  for (const auto& [field, place] : fields)
    if (is_one_of(row.last, field)) member(Kind::call, place);
  return true;
}

/// Tells of one entry that a spawning call starts; -1 stands for the object it is called on.
void Builder::start(const Expr* expression, const model::Row& row, const Place& object,
                    Arguments arguments, int entry, const Place& thread) {
  const Expr* callable = entry < 0 ? object_of(expression) : arguments[entry];
  const Place keeper = entry < 0 ? object : place(callable);
  const CXXRecordDecl* type =
      callable ? record_of(callable->IgnoreParenImpCasts()->getType()) : nullptr;
  const CXXMethodDecl* method = entry_method(row, callable, type, arguments);
  // The library's own class runs what was put into it, one that derives from it its method.
  const model::Row* keeps = type ? row_of(model::Trigger::construct, type) : nullptr;
  const bool is_task = keeps && keeps->effect == model::Effect::store;
  bool stored = row.stored != model::kNone;
  Event started;
  if (method && !is_task && is_programs(method, row)) {
    started.callee = names_.key(method);
    started.name = qualified_name(method);
    started.receiver = row.moved ? place(arguments[row.on]) : keeper;
    started.dispatched = method->isVirtual();
    hand_over(started, passed(row.passes, entry, arguments));
  } else if (method || entry < 0 || (stored && row.stored == entry)) {
    started.place = keeper;
    if (started.place) started.place.path.push_back(kCalled);
    stored = true;
    hand_over(started, passed(row.passes, entry, arguments));
  } else {
    start_function(started, row, arguments, entry);
  }
  started.arguments.insert(started.arguments.begin(), row.fills, Place());
  started.kinds.insert(started.kinds.begin(), row.fills, contract::Handle::none);
  if (stored)
    hand_over_stored(started, row.stored == model::kNone
                                  ? keeper
                                  : operand(row.stored, expression, object, arguments));
  started.many = row.many;
  started.thread = thread;
  started.under = turn(expression, row, object, arguments);
  Event& event = add(Kind::spawn, expression->getBeginLoc());
  started.kind = event.kind;
  started.where = event.where;
  event = std::move(started);
  // A task that a thread runs: who waits for the task's future waits for that thread.
  if (is_task && keeps->thread == model::kThis) flow(thread, keeper);
}

/// An entry that is a function, a method of the object before or after it, or an object that is
/// called.
void Builder::start_function(Event& started, const model::Row& row, Arguments arguments,
                             int entry) {
  const Expr* callable = arguments[entry];
  const auto* member = dyn_cast_or_null<CXXMethodDecl>(function_named(callable));
  const bool is_method = member && member->isInstance();
  llvm::SmallVector<const Expr*, 4> given = passed(row.passes, entry, arguments);
  if (row.moved) {
    given.clear();
    if (is_method) given.push_back(arguments[row.on]);
  } else if (entry > 0 && is_method && record_of(arguments[entry - 1]->getType())) {
    // Qt 5 takes the object before its method.
    given.insert(given.begin(), arguments[entry - 1]);
  }
  resolve_entry(started, callable, given, row);
}

/// What the entry is given, as arguments of the event.
void Builder::hand_over(Event& event, Arguments given) {
  for (const Expr* each : given) {
    event.arguments.push_back(place(each));
    event.kinds.push_back(handle_of(each->getType()));
  }
}

/// What was stored in an object, for the arguments that nobody else gave.
void Builder::hand_over_stored(Event& event, const Place& from) {
  constexpr std::size_t most = 4;  // what any row stores
  event.arguments.resize(std::max(most, event.arguments.size()));
  event.kinds.resize(event.arguments.size(), contract::Handle::none);
  for (std::size_t i = 0; from && i != event.arguments.size(); ++i) {
    if (event.arguments[i]) continue;
    event.arguments[i] = from;
    event.arguments[i].path.push_back("#" + std::to_string(i));
  }
}

void Builder::resolve_entry(Event& event, const Expr* entry, Arguments arguments,
                            const model::Row& row) {
  event.place = place(entry);
  const FunctionDecl* function = function_named(entry);
  const auto* method = dyn_cast_or_null<CXXMethodDecl>(function);
  if (method && method->isInstance()) {
    if (arguments.empty()) return;
    event.receiver = place(arguments.front());
    event.dispatched = method->isVirtual();
    arguments = arguments.drop_front();
  } else if (const CXXRecordDecl* record = record_of(entry->getType());
             !function && record && (record->isLambda() || !names_.in_system(record))) {
    function = call_operator(record, arguments.size());
    if (function) event.receiver = event.place;
  }
  if (function) {
    event.callee = names_.key(function);
    event.name = qualified_name(function);
    // The library puts an argument of its own in front (a stop token).
    const CXXRecordDecl* first =
        function->param_empty() ? nullptr : record_of(function->getParamDecl(0)->getType());
    if (first && !row.hands.empty() && qualified_name(first) == row.hands)
      event.arguments.emplace_back();
  }
  event.kinds.assign(event.arguments.size(), contract::Handle::none);
  hand_over(event, arguments);
}

}  // namespace lanyard::summary
