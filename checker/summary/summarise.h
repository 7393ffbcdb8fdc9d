// The door of this room for those who have an AST already: the clang-tidy check.
#pragma once

#include "checker/model/model.h"
#include "checker/summary/summary.h"

namespace clang {
class ASTContext;
class PreprocessorOptions;
}  // namespace clang

namespace lanyard::summary {

/// Summarises every function of one parsed translation unit that no system header
/// defines. Functions that neither touch a handle nor call anything are left out.
Module summarise(clang::ASTContext& context, const model::Library& library);

/// What SQLITE_THREADSAFE, given on a command line, says of the mode.
contract::Mode mode_on_command_line(const clang::PreprocessorOptions& options);

}  // namespace lanyard::summary
