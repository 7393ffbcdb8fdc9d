// The door of this room for those who have an AST already: the clang-tidy check.
#pragma once

#include <functional>
#include <string>

#include "checker/model/model.h"
#include "checker/summary/summary.h"

namespace clang {
class ASTContext;
}

namespace lanyard::summary {

/// How a summary names a file, given its absolute path without `.` or `..`. Keys hold such
/// names, so all modules that are linked have to agree on them. Without one: the path.
using NameFile = std::function<std::string(const std::string& path)>;

/// Summarises every function of one parsed translation unit that no system header
/// defines. Functions that neither touch a handle nor call anything are left out.
Module summarise(clang::ASTContext& context, const model::Library& library,
                 const NameFile& name_file = {});

}  // namespace lanyard::summary
