// Objects of classes that hold a handle and show nobody how: the model names them.
//
// Constructing one makes a handle, calling its methods uses it. Where the class is the
// project's own and some TU has its methods' bodies, those tell more, and what is said here
// does not count (Event::callee).
#include "checker/summary/builder.h"
#include "llvm/Support/ConvertUTF.h"

namespace lanyard::summary {

using namespace clang;

namespace {

/// What a string literal says, in UTF-8; "" for one of wide characters.
std::string text_of(const StringLiteral* literal) {
  if (literal->getCharByteWidth() == 1) return literal->getString().str();
  std::string text;
  const llvm::StringRef bytes = literal->getBytes();
  if (literal->getCharByteWidth() == 2)
    llvm::convertUTF16ToUTF8String(llvm::ArrayRef<char>(bytes.data(), bytes.size()), text);
  return text;
}

/// The text of the string literal that an expression is made from, or "".
std::string text_in(const Expr* expression) {
  std::vector<const Stmt*> waiting{expression};
  while (!waiting.empty()) {
    const Stmt* each = waiting.back();
    waiting.pop_back();
    if (const auto* text = dyn_cast_or_null<StringLiteral>(each)) return text_of(text);
    if (!each) continue;
    for (const Stmt* child : each->children()) waiting.push_back(child);
  }
  return {};
}

bool contains(const std::vector<std::string>& names, const FunctionDecl* function) {
  return std::find(names.begin(), names.end(), function->getNameAsString()) != names.end();
}

}  // namespace

const model::HandleClass* Builder::handle_class(QualType type) const {
  const CXXRecordDecl* record = record_of(type);
  if (!record || !record->getIdentifier()) return nullptr;
  if (library_.mentions(std::string_view(record->getName())))
    if (const model::HandleClass* found = library_.handle_class(qualified_name(record)))
      return found;
  if (!record->hasDefinition()) return nullptr;
  for (const CXXBaseSpecifier& base : record->getDefinition()->bases())
    if (const model::HandleClass* found = handle_class(base.getType())) return found;
  return nullptr;
}

Event& Builder::add_opaque(Kind kind, const FunctionDecl* function, SourceLocation where) {
  Event& event = add(kind, where);
  event.name = qualified_name(function);
  if (!names_.in_system(function)) event.callee = names_.key(function);
  return event;
}

/// What a method does to the state that all threads share of a connection, as the call of SQLite's
/// function that the data says it is. An event of its own: people know it by the method's name.
void Builder::use_state(const model::HandleClass& row, const FunctionDecl* function,
                        const Place& place, Arguments arguments, SourceLocation where) {
  const auto found =
      row.means.find(isa<CXXConstructorDecl>(function)
                         ? cast<CXXConstructorDecl>(function)->getParent()->getNameAsString()
                         : function->getNameAsString());
  if (found == row.means.end() || !place) return;
  const auto [name, text] = llvm::StringRef(found->second).split(' ');
  std::string sql = text.str();
  for (const Expr* each : arguments)
    if (sql.empty()) sql = text_in(each);
  Event& event = add_opaque(Kind::use, function, where);
  event.name = name.str();
  event.place = place;
  event.handle = row.kind;
  event.sql = sql.empty() ? contract::Sql::unknown : contract::sql_of(sql);
}

bool Builder::construct_handle(const CXXConstructExpr* expression, const Place& object,
                               Arguments arguments) {
  const model::HandleClass* row = handle_class(expression->getType());
  const CXXConstructorDecl* constructor = expression->getConstructor();
  if (!row || constructor->isDefined()) return row && names_.in_system(constructor);
  Place parent;
  bool given = false;
  for (const Expr* each : arguments) {
    const bool standard = isa<CXXDefaultArgExpr>(each);
    given |= !standard;
    if (parent || standard ||
        (!handle_class(each->getType()) && handle_of(each->getType()) == contract::Handle::none))
      continue;
    parent = place(each);
  }
  if (!parent && !row->standard.empty()) parent = named_handle(row->standard, "");
  if (given || row->opens) {
    Event& event = add_opaque(Kind::create, constructor, expression->getBeginLoc());
    event.place = object;
    event.handle = row->kind;
    event.parent = parent;
    use_state(*row, constructor, object, {}, expression->getBeginLoc());
  }
  return names_.in_system(constructor);
}

bool Builder::call_handle(const CallExpr* expression, const FunctionDecl* callee,
                          const Expr* object, const Place& receiver, Arguments arguments) {
  const bool system = names_.in_system(callee);
  if (callee->isDefined() && !system) return false;
  const auto use = [&](const Place& place, const model::HandleClass& row) {
    if (!place || contains(row.any_thread, callee)) return;
    Event& event = add_opaque(Kind::use, callee, expression->getBeginLoc());
    event.place = place;
    event.handle = row.kind;
    event.ends = contains(row.ends, callee);
    use_state(row, callee, place, arguments, expression->getBeginLoc());
  };
  Place source;
  const model::HandleClass* row = nullptr;
  if (object) row = handle_class(object->IgnoreParenImpCasts()->getType());
  if (row) {
    use(receiver, *row);
    source = receiver;
  } else if (system && !object && !is_in_std(callee)) {
    for (const Expr* each : arguments) {
      const model::HandleClass* theirs = handle_class(each->getType());
      if (!theirs) continue;
      row = theirs;
      use(place(each), *theirs);
      if (!source) source = place(each);
    }
  }
  if (!system) return false;
  const QualType type = expression->getType();
  const model::HandleClass* made = expression->isPRValue() ? handle_class(type) : nullptr;
  if (made && !type->isAnyPointerType() && !is_in_std(callee)) {
    const Place result = known_[expression] = destination(expression);
    Event& event = add(Kind::create, expression->getBeginLoc());
    event.place = result;
    event.handle = made->kind;
    event.parent = source;
    event.name = qualified_name(callee);
    row = made;
  } else if (source && names_.is_followed(type)) {
    known_[expression] = source;
  }
  if (!row) return false;
  // It calls what it is given, with rows and values.
  for (const Expr* each : arguments)
    if (const CXXRecordDecl* record = record_of(each->getType()); record && record->isLambda())
      call_value(expression, place(each), {});
  return true;
}

bool Builder::destroy_handle(const Place& object, QualType type, SourceLocation where) {
  const model::HandleClass* row = handle_class(type);
  const CXXRecordDecl* record = record_of(type);
  const CXXDestructorDecl* destructor = row ? record->getDestructor() : nullptr;
  if (!destructor || (destructor->isDefined() && !names_.in_system(destructor))) return false;
  if (!row->shared) {
    Event& event = add_opaque(Kind::use, destructor, where);
    event.place = object;
    event.handle = row->kind;
    event.ends = true;
  }
  return names_.in_system(destructor);
}

/// A handle that the whole program knows by a name, so that it is one object everywhere.
Place Builder::named_handle(const std::string& family, llvm::StringRef name) {
  Place place;
  place.root = Root::global;
  place.key = names_.named("handle:" + family + ":" + name.str(),
                           family + (name.empty() ? "" : " " + name.str()));
  return place;
}

void Builder::make_handle(const Expr* expression, const model::Row& row, Arguments arguments) {
  const CXXRecordDecl* record = record_of(expression->getType());
  Place made = operand(row.into, expression, {}, arguments);
  if (row.named != model::kNone && record) {
    const Expr* name =
        static_cast<std::size_t>(row.named) < arguments.size() ? arguments[row.named] : nullptr;
    if (isa_and_nonnull<CXXDefaultArgExpr>(name)) {
      made = named_handle(qualified_name(record), "");
    } else if (const std::string text = name ? text_in(name) : ""; !text.empty()) {
      made = named_handle(qualified_name(record), text);
    } else {
      made = row.finds ? Place() : destination(expression);
    }
    known_[expression] = made;
  }
  if (!made || row.finds) return;
  Event& event = add(Kind::create, expression->getBeginLoc());
  event.place = made;
  event.handle = row.kind;
  event.name = row.name;
}

}  // namespace lanyard::summary
