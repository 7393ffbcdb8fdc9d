#include "checker/summary/names.h"

#include <algorithm>

#include "checker/summary/compat.h"
#include "checker/summary/nolint.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Index/USRGeneration.h"
#include "llvm/Support/Path.h"

namespace lanyard::summary {

using namespace clang;

namespace {

/// What a record is called; in C often only a typedef names it.
llvm::StringRef name_of(const RecordDecl* record) {
  const TypedefNameDecl* alias = record->getTypedefNameForAnonDecl();
  return alias ? alias->getName() : record->getName();
}

}  // namespace

Names::Names(ASTContext& context, const model::Library& library, Module& module,
             const NameFile& name_file)
    : context_(context),
      library_(library),
      sources_(context.getSourceManager()),
      module_(module),
      name_file_(name_file) {
  module_.files.push_back("");
  const Source main = source(sources_.getLocForStartOfFile(sources_.getMainFileID()));
  module_.file = module_.files[main.file];
}

Source Names::source(SourceLocation location) {
  if (location.isInvalid()) return {};
  const auto [file, offset] = sources_.getDecomposedLoc(sources_.getFileLoc(location));
  auto known = files_.find(file);
  if (known == files_.end()) {
    const llvm::StringRef opened = compat::file_name(sources_, file);
    if (opened.empty()) return {};
    module_.files.push_back(file_name(opened));
    known = files_.try_emplace(file, module_.files.size() - 1).first;
  }
  Source result;
  result.file = known->second;
  result.line = sources_.getLineNumber(file, offset);
  result.column = sources_.getColumnNumber(file, offset);
  return result;
}

std::string Names::file_name(llvm::StringRef opened) const {
  llvm::SmallString<256> path(opened);
  sources_.getFileManager().makeAbsolutePath(path);
  llvm::sys::path::remove_dots(path, /*remove_dot_dot=*/true);
  std::string absolute = path.str().str();
  return name_file_ ? name_file_(absolute) : absolute;
}

std::string Names::type_name(QualType type) const {
  // A lambda's type says where it stands, by the path that the compiler was given.
  struct Callbacks : PrintingCallbacks {
    explicit Callbacks(const Names& names) : names(names) {}
    std::string remapPath(llvm::StringRef path) const override { return names.file_name(path); }
    const Names& names;
  };
  const Callbacks callbacks(*this);
  PrintingPolicy policy(context_.getLangOpts());
  policy.Callbacks = &callbacks;
  return type.getAsString(policy);
}

std::string Names::unique(const NamedDecl* declaration) {
  llvm::SmallString<128> usr;
  index::generateUSRForDecl(declaration, usr);
  std::string key = usr.str().str();
  // Two files of the same base name give equal USRs for internal linkage.
  if (key.empty() || !declaration->isExternallyVisible()) key += "@" + module_.file;
  return key;
}

const std::string& Names::key(const FunctionDecl* function) {
  // A constructor template's or member's pattern and its definition share one key.
  const auto found = keys_.find(function->getCanonicalDecl());
  if (found != keys_.end()) return found->second;
  std::string key;
  const auto* method = dyn_cast<CXXMethodDecl>(function);
  if (method && method->getParent()->isLambda()) {
    const DeclContext* around = method->getParent()->getParent();
    while (around && !isa<FunctionDecl>(around) && !around->isFileContext())
      around = around->getParent();
    if (const auto* outer = dyn_cast_or_null<FunctionDecl>(around)) key = this->key(outer);
    const Source place = source(method->getParent()->getLocation());
    key += "#" + module_.files[place.file] + ":" + std::to_string(place.line) + ":" +
           std::to_string(place.column);
    // Instantiations of one generic lambda differ in their type alone.
    if (method->isTemplateInstantiation()) key += type_name(method->getType());
  } else {
    key = unique(function);
    // Nobody calls it, and one compile database can hold several programs.
    if (function->isMain()) key += "@" + module_.file;
  }
  return keys_.emplace(function->getCanonicalDecl(), std::move(key)).first->second;
}

std::string Names::key(const OMPExecutableDirective* region, const FunctionDecl* around) {
  return inside(around, "omp", region->getBeginLoc());
}

std::string Names::key(const BlockDecl* block, const FunctionDecl* around) {
  return inside(around, "block", block->getCaretLocation());
}

std::string Names::inside(const FunctionDecl* around, const char* what, SourceLocation where) {
  const Source place = source(where);
  return (around ? key(around) : "") + "#" + what + ":" + module_.files[place.file] + ":" +
         std::to_string(place.line) + ":" + std::to_string(place.column);
}

const std::string& Names::key(const VarDecl* variable) {
  const auto found = keys_.find(variable->getCanonicalDecl());
  if (found != keys_.end()) return found->second;
  const std::string& key =
      keys_.emplace(variable->getCanonicalDecl(), unique(variable)).first->second;
  globals_.emplace_back(
      key, variable->isLocalVarDecl() ? variable->getNameAsString() : qualified_name(variable));
  return key;
}

std::string Names::named(std::string key, std::string name) {
  globals_.emplace_back(key, std::move(name));
  return key;
}

std::string Names::class_key(const CXXRecordDecl* record) { return unique(record); }

bool Names::in_system(const Decl* declaration) const {
  const SourceLocation location = sources_.getExpansionLoc(declaration->getLocation());
  return location.isInvalid() || sources_.isInSystemHeader(location);
}

bool Names::is_followed(QualType type) {
  Records seen;
  return leads(type, seen);
}

bool Names::leads(QualType type, Records& seen) {
  while (!type.isNull()) {
    // Asked by its name: pthread_t is a number underneath.
    for (const auto* alias = type->getAs<TypedefType>(); alias;
         alias = alias->desugar()->getAs<TypedefType>()) {
      const llvm::StringRef name = alias->getDecl()->getName();
      if (name == "uintptr_t" || name == "intptr_t") return true;
      if (library_.has_class(name.str())) return true;
    }
    type = type.getNonReferenceType();
    if (const auto* atomic = type->getAs<AtomicType>()) type = atomic->getValueType();
    if (type->isFunctionType() || type->isMemberPointerType() || type->isBlockPointerType())
      return true;
    if (type->isAnyPointerType()) {
      type = type->getPointeeType();
      if (type->isVoidType()) return true;
    } else if (const auto* array = type->getAsArrayTypeUnsafe()) {
      type = array->getElementType();
    } else {
      const auto* record = type->getAs<RecordType>();
      return record && leads(record->getDecl(), seen);
    }
  }
  return false;
}

bool Names::leads(const RecordDecl* record, Records& seen) {
  if (const RecordDecl* definition = record->getDefinition()) record = definition;
  const auto known = followed_.find(record);
  if (known != followed_.end()) return known->second;
  if (!seen.insert(record).second) return false;
  const auto answer = [&] {
    if (record->isInStdNamespace()) {
      if (library_.has_class(qualified_name(record))) return true;
      const auto* made = dyn_cast<ClassTemplateSpecializationDecl>(record);
      if (!made) return record->getName() == "any";
      // shared_ptr<void> owns what nobody can see.
      if (const QualType held = element_type(made); !held.isNull() && held->isVoidType())
        return true;
      for (const TemplateArgument& each : made->getTemplateArgs().asArray()) {
        if (each.getKind() == TemplateArgument::Type && leads(each.getAsType(), seen)) return true;
        if (each.getKind() != TemplateArgument::Pack) continue;
        for (const TemplateArgument& part : each.pack_elements())
          if (part.getKind() == TemplateArgument::Type && leads(part.getAsType(), seen))
            return true;
      }
      return false;
    }
    if (!record->isCompleteDefinition() || is_lockable(record)) return true;
    if (const auto* made = dyn_cast<CXXRecordDecl>(record)) {
      if (made->isPolymorphic() || made->isLambda() || call_operator(made, 0)) return true;
      for (const CXXBaseSpecifier& base : made->bases())
        if (leads(base.getType(), seen)) return true;
    }
    for (const FieldDecl* field : record->fields()) {
      if (leads(field->getType(), seen)) return true;
      // A link of a list, in C, leads to the object that it is a part of (container_of).
      if (!context_.getLangOpts().CPlusPlus && field->getType()->isPointerType() &&
          field->getType()->getPointeeType()->getAsRecordDecl() == record)
        return true;
    }
    // The C library's locks and threads.
    return library_.has_class(qualified_name(record)) || library_.has_class(name_of(record).str());
  };
  const bool result = answer();
  // A `no` that leans on a class still being looked at is not the last word on it.
  if (result || seen.size() == 1) followed_[record] = result;
  return result;
}

void Names::finish() {
  std::sort(globals_.begin(), globals_.end());
  globals_.erase(std::unique(globals_.begin(), globals_.end()), globals_.end());
  module_.globals = std::move(globals_);
  std::vector<std::pair<std::uint32_t, FileID>> files;
  for (const auto& [file, index] : files_) files.emplace_back(index, file);
  std::sort(files.begin(), files.end());
  for (const auto& [index, file] : files) {
    const llvm::StringRef text = sources_.getBufferData(file);
    for (NoLint& each : nolint_comments({text.data(), text.size()}, index))
      module_.nolint.push_back(std::move(each));
  }
}

std::string qualified_name(const NamedDecl* declaration) {
  std::string name = declaration->getNameAsString();
  if (isa<CXXConstructorDecl>(declaration) || isa<CXXDestructorDecl>(declaration)) {
    const auto* record = cast<CXXMethodDecl>(declaration)->getParent();
    name = (isa<CXXDestructorDecl>(declaration) ? "~" : "") + record->getNameAsString();
  }
  for (const DeclContext* around = declaration->getDeclContext(); around;
       around = around->getParent()) {
    const auto* named = dyn_cast<NamedDecl>(around);
    if (!named || isa<FunctionDecl>(around)) continue;
    const auto* space = dyn_cast<NamespaceDecl>(around);
    if (space && (space->isInline() || space->isAnonymousNamespace())) continue;
    if (!named->getDeclName().isEmpty()) name.insert(0, named->getNameAsString() + "::");
  }
  return name;
}

std::optional<std::int64_t> constant(const Expr* expression, const ASTContext& context) {
  Expr::EvalResult result;
  if (expression->isTypeDependent() || expression->isValueDependent() ||
      !expression->EvaluateAsInt(result, context))
    return {};
  const llvm::APSInt& value = result.Val.getInt();
  constexpr unsigned bits = 64;
  if (value.isSigned() ? !value.isSignedIntN(bits) : !value.isIntN(bits - 1)) return {};
  return value.getExtValue();
}

const CXXRecordDecl* record_of(QualType type) {
  while (!type.isNull()) {
    type = type.getNonReferenceType();
    if (const auto* record = type->getAsCXXRecordDecl()) return record;
    if (type->isAnyPointerType()) {
      type = type->getPointeeType();
    } else if (const auto* array = type->getAsArrayTypeUnsafe()) {
      type = array->getElementType();
    } else {
      return nullptr;
    }
  }
  return nullptr;
}

contract::Handle handle_of(QualType type) {
  if (type.isNull()) return contract::Handle::none;
  type = type.getNonReferenceType();
  if (!type->isPointerType()) return contract::Handle::none;
  const auto* record = type->getPointeeType()->getAs<RecordType>();
  if (!record || !record->getDecl()->getIdentifier()) return contract::Handle::none;
  const llvm::StringRef name = record->getDecl()->getName();
  for (auto kind = contract::Handle::connection; contract::is_followed(kind);
       kind = static_cast<contract::Handle>(static_cast<int>(kind) + 1)) {
    const std::string_view word = contract::c_type(kind);
    if (name == llvm::StringRef(word.data(), word.size())) return kind;
  }
  return contract::Handle::none;
}

const CXXMethodDecl* call_operator(const CXXRecordDecl* record, unsigned arguments) {
  if (!record || !record->hasDefinition()) return nullptr;
  record = record->getDefinition();
  const CXXMethodDecl* only = nullptr;
  const DeclarationName name = record->getASTContext().DeclarationNames.getCXXOperatorName(OO_Call);
  for (const NamedDecl* found : record->lookup(name)) {
    if (const auto* method = dyn_cast<CXXMethodDecl>(found)) {
      if (only && method->param_size() != arguments) continue;
      only = method;
    } else if (const auto* pattern = dyn_cast<FunctionTemplateDecl>(found)) {
      for (const FunctionDecl* made : pattern->specializations())
        if (!only || made->param_size() == arguments) only = cast<CXXMethodDecl>(made);
    }
  }
  return only;
}

std::vector<const CXXMethodDecl*> call_operators(const CXXRecordDecl* record) {
  std::vector<const CXXMethodDecl*> all;
  if (!record || !record->hasDefinition()) return all;
  record = record->getDefinition();
  const DeclarationName name = record->getASTContext().DeclarationNames.getCXXOperatorName(OO_Call);
  for (const NamedDecl* found : record->lookup(name)) {
    if (const auto* method = dyn_cast<CXXMethodDecl>(found)) all.push_back(method);
    if (const auto* pattern = dyn_cast<FunctionTemplateDecl>(found))
      for (const FunctionDecl* made : pattern->specializations())
        all.push_back(cast<CXXMethodDecl>(made));
  }
  return all;
}

QualType element_type(const CXXRecordDecl* record) {
  const auto* made = dyn_cast_or_null<ClassTemplateSpecializationDecl>(record);
  if (!made || made->getTemplateArgs().size() == 0) return {};
  const TemplateArgument& first = made->getTemplateArgs()[0];
  return first.getKind() == TemplateArgument::Type ? first.getAsType() : QualType();
}

bool is_pair(const RecordDecl* record) {
  return record->getIdentifier() && record->getName() == "pair" && is_in_std(record);
}

bool is_lockable(const RecordDecl* record) {
  return record->hasAttr<CapabilityAttr>() || record->hasAttr<ScopedLockableAttr>();
}

bool is_in_std(const Decl* declaration) { return declaration->isInStdNamespace(); }

bool is_range_algorithm(const FunctionDecl* method) {
  const auto* owner = dyn_cast<CXXRecordDecl>(method->getDeclContext());
  const auto* space = owner ? dyn_cast<NamespaceDecl>(owner->getDeclContext()) : nullptr;
  return space && space->getIdentifier() && space->getName() == "ranges" && is_in_std(space);
}

bool named(const FunctionDecl* function, llvm::StringRef name) {
  return function->getIdentifier() && function->getName() == name;
}

}  // namespace lanyard::summary
