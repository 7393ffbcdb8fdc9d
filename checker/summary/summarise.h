// The door of this room for those who have an AST already: the clang-tidy check.
#pragma once

#include "checker/model/model.h"
#include "checker/summary/summary.h"

namespace clang {
class ASTContext;
}

namespace lanyard::summary {

/// Summarises every function of one parsed translation unit that no system header
/// defines. Functions that neither touch a handle nor call anything are left out. Of a
/// unit that does not compile there is nothing to say: its Module has no functions.
Module summarise(clang::ASTContext& context, const model::Library& library);

}  // namespace lanyard::summary
