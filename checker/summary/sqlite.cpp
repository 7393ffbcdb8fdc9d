// What calls of SQLite's own functions do, as contract/ says it.
#include "checker/summary/builder.h"
#include "checker/summary/compat.h"
#include "contract/functions.h"

namespace lanyard::summary {

using namespace clang;

namespace {

// Open flags, from sqlite3.h; their values are part of SQLite's interface.
constexpr std::int64_t kOpenNoMutex = 0x8000;
constexpr std::int64_t kOpenFullMutex = 0x10000;

/// What the flags of sqlite3_open_v2 say of the connection's mode, if they are constant.
contract::Mode mode_of(const CallExpr* call, const contract::Function& function,
                       const ASTContext& context) {
  constexpr unsigned flags = 2;
  if (function.name != "sqlite3_open_v2" || call->getNumArgs() <= flags)
    return contract::Mode::unknown;
  Expr::EvalResult result;
  if (!call->getArg(flags)->EvaluateAsInt(result, context)) return contract::Mode::unknown;
  if (!compat::fits_int64(result.Val.getInt())) return contract::Mode::unknown;
  const std::int64_t value = result.Val.getInt().getExtValue();
  if (value & kOpenNoMutex) return contract::Mode::multi_thread;
  return value & kOpenFullMutex ? contract::Mode::serialized : contract::Mode::unknown;
}

}  // namespace

bool Builder::call_sqlite(const CallExpr* expression, const FunctionDecl* callee) {
  if (!callee->getIdentifier() || !compat::starts_with(callee->getName(), "sqlite3")) return false;
  const llvm::StringRef name = callee->getName();
  const contract::Function* row = contract::find_function({name.data(), name.size()});
  if (!row) return false;
  const auto use = [&](contract::Position position) {
    if (position < 0 || static_cast<unsigned>(position) >= expression->getNumArgs()) return;
    const Place handle = place(expression->getArg(position));
    if (!handle) return;
    Event& event = add(Kind::use, expression->getBeginLoc());
    event.place = handle;
    event.handle = row->handle;
    event.name = name.str();
    event.ends = row->act == contract::Act::release;
  };
  if (contract::is_use(*row)) {
    use(row->argument);
    use(row->second_argument);
  }
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
  event.name = name.str();
  if (row->act == contract::Act::derive && contract::is_followed(row->handle))
    event.parent = place(expression->getArg(row->argument));
  return true;
}

}  // namespace lanyard::summary
