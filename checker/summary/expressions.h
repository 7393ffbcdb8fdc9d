// What stands around an expression and does not change which object it speaks of, and the
// names of a lambda's captures: questions about the AST alone, asked all over this room.
#pragma once

#include <string>
#include <vector>

#include "clang/AST/ExprCXX.h"

namespace lanyard::summary {

/// Follows casts, parentheses, temporaries and the like to the expression that they wrap.
const clang::Expr* unwrapped(const clang::Expr* expression);

/// The call or construction that an expression consists of, without its wrapping. Unlike
/// unwrapped(), it keeps to what the expression itself makes: no default is looked into.
const clang::Expr* core(const clang::Expr* expression);

/// The word for a constant subscript, or "".
std::string constant_index(const clang::Expr* index, const clang::ASTContext& context);

/// What a lambda's captures are called as fields of its closure, in their order. The
/// members of a captured pack share one name in the source, so later ones get a number.
std::vector<std::string> capture_names(const clang::CXXRecordDecl* closure);

/// The function or method that `&f`, `f` or `&C::f` names, or nullptr.
const clang::FunctionDecl* named_function(const clang::Expr* expression);

/// The variable that a name names, or nullptr.
const clang::ValueDecl* named_variable(const clang::Expr* expression);

/// The variable that `std::move(x)` or `x.release()` leaves with nothing to end, or nullptr.
const clang::ValueDecl* emptied(const clang::CallExpr* call);

}  // namespace lanyard::summary
