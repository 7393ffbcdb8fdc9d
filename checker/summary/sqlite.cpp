// What calls of SQLite's own functions do, as contract/ says it.
#include "checker/summary/builder.h"
#include "checker/summary/compat.h"
#include "clang/Lex/Lexer.h"
#include "contract/functions.h"

namespace lanyard::summary {

using namespace clang;

namespace {

/// What a call asks of the mode of a connection, or of all, as far as that is constant.
contract::Mode mode_of(const CallExpr* call, const contract::Function& function,
                       const ASTContext& context) {
  const auto argument = [&](unsigned position) -> std::int64_t {
    if (position >= call->getNumArgs()) return 0;
    return constant(call->getArg(position), context).value_or(0);
  };
  if (function.name == "sqlite3_config") return contract::mode_of_config(argument(0));
  if (function.name == "sqlite3_open_v2") return contract::mode_of_open_flags(argument(2));
  return contract::Mode::unknown;
}

/// What the constant text does that the call runs or prepares.
contract::Sql sql_of(const CallExpr* call, const contract::Function& function) {
  constexpr unsigned text = 1;
  const bool has_text =
      function.part == contract::Part::run ||
      (function.act == contract::Act::derive && function.made == contract::Handle::statement);
  if (!has_text || text >= call->getNumArgs()) return contract::Sql::unknown;
  const auto* literal = dyn_cast<StringLiteral>(call->getArg(text)->IgnoreParenCasts());
  if (!literal || literal->getCharByteWidth() != 1) return contract::Sql::unknown;
  const llvm::StringRef words = literal->getString();
  return contract::sql_of({words.data(), words.size()});
}

/// Where the flags of an open call name SQLITE_OPEN_NOMUTEX, as far as it stands in the call
/// itself; invalid otherwise.
SourceLocation nomutex_of(const Expr* flags, const ASTContext& context) {
  flags = flags->IgnoreParenImpCasts();
  if (const auto* both = dyn_cast<BinaryOperator>(flags); both && both->getOpcode() == BO_Or) {
    const SourceLocation left = nomutex_of(both->getLHS(), context);
    return left.isValid() ? left : nomutex_of(both->getRHS(), context);
  }
  const SourceManager& sources = context.getSourceManager();
  const SourceLocation where = flags->getBeginLoc();
  if (!where.isMacroID() || !sources.getImmediateExpansionRange(where).getBegin().isFileID())
    return {};
  const llvm::StringRef name = Lexer::getImmediateMacroName(where, sources, context.getLangOpts());
  return name == "SQLITE_OPEN_NOMUTEX" ? sources.getExpansionLoc(where) : SourceLocation();
}

}  // namespace

/// A connection's own mutex, and those that a program makes with SQLite's functions.
void Builder::call_mutex(const CallExpr* expression, llvm::StringRef name) {
  if (expression->getNumArgs() != 1) return;
  Place mutex = place(expression->getArg(0));
  if (!mutex) return;
  if (name == "sqlite3_db_mutex") {
    mutex.path.push_back(kMutex);
    known_[expression] = mutex;
  } else if (name == "sqlite3_mutex_enter") {
    add(Kind::lock, expression->getBeginLoc()).place = mutex;
  } else if (name == "sqlite3_mutex_leave") {
    add(Kind::unlock, expression->getBeginLoc()).place = mutex;
  } else if (name == "sqlite3_mutex_try") {
    tried_[expression] = {mutex, true};
  }
}

bool Builder::call_sqlite(const CallExpr* expression, const FunctionDecl* callee) {
  if (!callee->getIdentifier() || !compat::starts_with(callee->getName(), "sqlite3")) return false;
  // What a namespace or a class calls by such a name is the program's own.
  if (!callee->getDeclContext()->getRedeclContext()->isTranslationUnit()) return false;
  const llvm::StringRef name = callee->getName();
  const contract::Function* row = contract::find_function({name.data(), name.size()});
  if (!row) return false;
  const auto use = [&](contract::Position position) {
    if (position < 0 || static_cast<unsigned>(position) >= expression->getNumArgs()) return;
    const Place handle = place(expression->getArg(position));
    if (!handle) return;
    Event& event = add(Kind::use, expression->getBeginLoc());
    event.place = handle;
    event.handle = position == row->second_argument ? row->second : row->handle;
    event.name = name.str();
    event.sql = sql_of(expression, *row);
    event.ends = row->act == contract::Act::release;
  };
  if (row->act == contract::Act::setup || row->name == "sqlite3_initialize") {
    Event& event = add(Kind::setup, expression->getBeginLoc());
    event.name = name.str();
    event.mode = mode_of(expression, *row, context_);
    return true;
  }
  if (contract::is_use(*row)) {
    use(row->argument);
    use(row->second_argument);
  }
  call_mutex(expression, name);
  call_back(expression, callee);
  if (name == "sqlite3_user_data" && expression->getNumArgs() == 1) {
    Place data = place(expression->getArg(0));
    if (data) data.path.push_back(kUserData);
    known_[expression] = data;
  }
  if (!contract::creates(*row)) return true;
  Place made;
  if (row->made_argument == contract::kReturned) {
    made = known_[expression] = destination(expression);
  } else if (static_cast<unsigned>(row->made_argument) < expression->getNumArgs()) {
    made = place(expression->getArg(row->made_argument));
  }
  if (!made) return true;
  Event& event = add(Kind::create, expression->getBeginLoc());
  event.place = made;
  event.handle = row->made;
  event.mode = mode_of(expression, *row, context_);
  event.sql = sql_of(expression, *row);
  event.name = name.str();
  constexpr unsigned flags = 2;
  if (event.mode == contract::Mode::multi_thread && expression->getNumArgs() > flags) {
    const SourceLocation nomutex = nomutex_of(expression->getArg(flags), context_);
    if (nomutex.isValid()) event.nomutex = source(nomutex);
  }
  if (row->act == contract::Act::derive && contract::is_followed(row->handle))
    event.parent = place(expression->getArg(row->argument));
  return true;
}

}  // namespace lanyard::summary
