// Programs that share a compile database but not their functions.
//
// Two executables of one build may both have a `main`, a class `Worker`, a global `db`. By
// their keys they are one and the same; only the link targets tell them apart.
#pragma once

#include <optional>
#include <vector>

#include "checker/summary/summary.h"

namespace lanyard::link {

/// Gives functions, classes and globals that differ from target to target a key for each, in
/// their definitions and wherever a module names them. A module means what its own target
/// defines, or else what a library does (a target without a `main`), or else what comes first; a
/// program never means what only other programs define.
/// Definitions that are equal, that one target holds both of, or whose target nobody knows,
/// stay one. Nothing is returned where nothing has to be renamed.
std::optional<std::vector<summary::Module>> separated(const std::vector<summary::Module>& modules);

}  // namespace lanyard::link
