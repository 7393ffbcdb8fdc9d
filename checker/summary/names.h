// Names that outlive the AST: keys of functions and globals, source places, and the few
// questions about types that decide what is worth following.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "checker/model/model.h"
#include "checker/summary/summarise.h"
#include "checker/summary/summary.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/StmtOpenMP.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace lanyard::summary {

class Names {
 public:
  Names(clang::ASTContext& context, const model::Library& library, Module& module,
        const NameFile& name_file);

  /// Where a token stands after macros are expanded, as the user sees it.
  Source source(clang::SourceLocation location);

  /// The key of a function: the same in all TUs for external linkage. A lambda's call
  /// operator is named by its place in the function around it.
  const std::string& key(const clang::FunctionDecl* function);

  /// The key of a region of OpenMP's, by its place in the function around it.
  std::string key(const clang::OMPExecutableDirective* region, const clang::FunctionDecl* around);

  /// The key of a block, by its place in the function around it; nullptr: in none.
  std::string key(const clang::BlockDecl* block, const clang::FunctionDecl* around);

  /// The key of a global; remembers how people write it.
  const std::string& key(const clang::VarDecl* variable);

  /// The key of something that is global by a name of its own, and how people write it.
  std::string named(std::string key, std::string name);

  std::string class_key(const clang::CXXRecordDecl* record);

  /// Whether the declaration stands in a header that is not the project's.
  bool in_system(const clang::Decl* declaration) const;

  /// Whether an object of this type can hold, or lead to, something that we follow: a
  /// handle, a thread, a lock, a callable, or what nobody can see. A number, a string or a
  /// class of such cannot, and leaving those out keeps summaries small.
  bool is_followed(clang::QualType type);

  /// Fills Module::globals and Module::nolint; call once, at the end.
  void finish();

 private:
  using Records = llvm::DenseSet<const clang::RecordDecl*>;
  std::string file_name(llvm::StringRef opened) const;
  std::string type_name(clang::QualType type) const;
  std::string unique(const clang::NamedDecl* declaration);
  std::string inside(const clang::FunctionDecl* around, const char* what,
                     clang::SourceLocation where);
  bool leads(clang::QualType type, Records& seen);
  bool leads(const clang::RecordDecl* record, Records& seen);

  clang::ASTContext& context_;
  const model::Library& library_;
  clang::SourceManager& sources_;
  Module& module_;
  const NameFile& name_file_;
  llvm::DenseMap<const clang::RecordDecl*, bool> followed_;
  llvm::DenseMap<clang::FileID, std::uint32_t> files_;
  std::unordered_map<const clang::Decl*, std::string> keys_;
  std::vector<std::pair<std::string, std::string>> globals_;
};

/// "Service::start", without inline namespaces and template arguments.
std::string qualified_name(const clang::NamedDecl* declaration);

/// The value of a constant expression, if it is one and fits.
std::optional<std::int64_t> constant(const clang::Expr* expression,
                                     const clang::ASTContext& context);

/// The class behind references, pointers and arrays, or nullptr.
const clang::CXXRecordDecl* record_of(clang::QualType type);

/// The kind of handle that `type` is a pointer to (`sqlite3*`, a reference to one), or none.
contract::Handle handle_of(clang::QualType type);

/// The type that an element of a container, an optional or a smart pointer has, or null.
clang::QualType element_type(const clang::CXXRecordDecl* record);

/// Whether the program says that a class is a lock, or a guard of one (Clang's attributes
/// `capability` and `scoped_lockable`).
bool is_lockable(const clang::RecordDecl* record);

bool is_in_std(const clang::Decl* declaration);

/// Whether calling an object with this method runs one of std::ranges' algorithms, which are
/// objects.
bool is_range_algorithm(const clang::FunctionDecl* method);

/// Whether the function has this unqualified name; an operator has none.
bool named(const clang::FunctionDecl* function, llvm::StringRef name);

/// Whether a class of the library is a std::tuple, or a std::pair that is not a map's element.
bool is_tuple(const clang::CXXRecordDecl* record);

/// Whether a class is `std::pair<const K, V>`, which a map consists of.
bool is_map_element(const clang::CXXRecordDecl* record);

/// Whether a record is a std::pair of any kind.
bool is_pair(const clang::RecordDecl* record);

/// The call operators that a class has a body for: of a template, its instantiations.
std::vector<const clang::CXXMethodDecl*> call_operators(const clang::CXXRecordDecl* record);

/// The one call operator of a class, or nullptr; of a generic lambda, the instantiation
/// with `arguments` parameters.
const clang::CXXMethodDecl* call_operator(const clang::CXXRecordDecl* record, unsigned arguments);

}  // namespace lanyard::summary
