// What differs between the releases of Clang that we build against, in one place.
#pragma once

#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Basic/Version.inc"

namespace lanyard::summary::compat {

/// The name that a file was opened by, or "".
inline llvm::StringRef file_name(const clang::SourceManager& sources, clang::FileID file) {
#if CLANG_VERSION_MAJOR >= 18
  const auto entry = sources.getFileEntryRefForID(file);
  return entry ? entry->getName() : llvm::StringRef();
#else
  const clang::FileEntry* entry = sources.getFileEntryForID(file);
  return entry ? entry->getName() : llvm::StringRef();
#endif
}

/// StringRef::starts_with, which LLVM 14 spells startswith.
inline bool starts_with(llvm::StringRef text, llvm::StringRef prefix) {
#if CLANG_VERSION_MAJOR >= 16
  return text.starts_with(prefix);
#else
  return text.startswith(prefix);
#endif
}

/// FieldDecl::isUnnamedBitField, which before LLVM 19 was isUnnamedBitfield.
inline bool is_unnamed_bit_field(const clang::FieldDecl* field) {
#if CLANG_VERSION_MAJOR >= 19
  return field->isUnnamedBitField();
#else
  return field->isUnnamedBitfield();
#endif
}

/// The values of `T(a, b)` that initialises an aggregate (C++20), or none.
inline llvm::ArrayRef<const clang::Expr*> aggregate_values(const clang::Stmt* statement) {
#if CLANG_VERSION_MAJOR >= 16
  if (const auto* values = llvm::dyn_cast<clang::CXXParenListInitExpr>(statement)) {
    const auto all = values->getInitExprs();
    return {const_cast<const clang::Expr* const*>(all.data()), all.size()};
  }
#endif
  (void)statement;
  return {};
}

/// Whether a method takes its object as an ordinary parameter (C++23, `this auto& self`).
inline bool has_explicit_object(const clang::CXXMethodDecl* method) {
#if CLANG_VERSION_MAJOR >= 18
  return method->isExplicitObjectMemberFunction();
#else
  (void)method;
  return false;
#endif
}

/// Whether a virtual method has no body of its own.
inline bool is_pure(const clang::FunctionDecl* function) {
#if CLANG_VERSION_MAJOR >= 18
  return function->isPureVirtual();
#else
  return function->isPure();
#endif
}

/// What a `co_await` or `co_yield` waits for.
inline const clang::Expr* operand(const clang::CoroutineSuspendExpr* waits) {
#if CLANG_VERSION_MAJOR >= 16
  return waits->getOperand();
#else
  return waits->getCommonExpr();
#endif
}

/// Calls `visit(attribute, shared)` for the attributes by which older code says that a function
/// tries to take a lock; LLVM 22 knows one attribute only.
template <typename Visit>
void each_old_try(const clang::FunctionDecl* function, Visit&& visit) {
#if CLANG_VERSION_MAJOR < 22
  for (const clang::FunctionDecl* declaration : function->redecls()) {
    for (const auto* each : declaration->specific_attrs<clang::ExclusiveTrylockFunctionAttr>())
      visit(*each, false);
    for (const auto* each : declaration->specific_attrs<clang::SharedTrylockFunctionAttr>())
      visit(*each, true);
  }
#else
  (void)function;
  (void)visit;
#endif
}

}  // namespace lanyard::summary::compat
