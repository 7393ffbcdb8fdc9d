// What the program says itself of its handles' threads: the calls and the annotation of
// lanyard.h.
#include <algorithm>

#include "checker/summary/builder.h"
#include "clang/AST/Attr.h"
#include "contract/annotations.h"

namespace lanyard::summary {

using namespace clang;

namespace {

bool is_annotated(const Decl* declaration) {
  const auto attributes = declaration->specific_attrs<AnnotateAttr>();
  return std::any_of(attributes.begin(), attributes.end(), [](const AnnotateAttr* each) {
    const llvm::StringRef said = each->getAnnotation();
    return std::string_view(said.data(), said.size()) == contract::kAnyThreadAnnotation;
  });
}

/// A prototype may say it of a parameter, and the definition need not say it again.
bool is_annotated(const FunctionDecl* function, unsigned parameter) {
  const auto all = function->redecls();
  return std::any_of(all.begin(), all.end(), [&](const FunctionDecl* each) {
    return parameter < each->getNumParams() && is_annotated(each->getParamDecl(parameter));
  });
}

}  // namespace

bool Builder::call_annotation(const CallExpr* expression, const FunctionDecl* callee) {
  if (!callee->getIdentifier() || expression->getNumArgs() != 1) return false;
  const std::string_view name(callee->getName().data(), callee->getName().size());
  if (name != contract::kRebind && name != contract::kAnyThread) return false;
  const Place handle = place(expression->getArg(0));
  if (!handle) return true;
  if (name == contract::kAnyThread)
    out_.any_thread.push_back(handle);
  else
    add(Kind::rebind, expression->getBeginLoc()).place = handle;
  return true;
}

void Builder::note_annotated(const FunctionDecl* callee, const Place& result,
                             const std::vector<Place>& arguments) {
  const auto all = callee->redecls();
  if (std::any_of(all.begin(), all.end(), [](const Decl* each) { return is_annotated(each); }) &&
      result)
    out_.any_thread.push_back(result);
  for (unsigned i = 0; i != arguments.size(); ++i)
    if (arguments[i] && is_annotated(callee, i)) out_.any_thread.push_back(arguments[i]);
}

void Builder::note_annotated(const Decl* declaration, const Place& place) {
  const auto* parameter = dyn_cast<ParmVarDecl>(declaration);
  const auto* field = dyn_cast<FieldDecl>(declaration);
  const auto all = declaration->redecls();
  if (std::any_of(all.begin(), all.end(), [](const Decl* each) { return is_annotated(each); }) ||
      (field && is_annotated(field->getParent())) ||
      (parameter && function_ && parameter->getDeclContext() == function_ &&
       is_annotated(function_, parameter->getFunctionScopeIndex())))
    out_.any_thread.push_back(place);
}

void Builder::finish_annotations() {
  std::vector<Place>& all = out_.any_thread;
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
}

}  // namespace lanyard::summary
