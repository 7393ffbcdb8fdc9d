// Modules that carry a SQLite of their own inside: linked statically, its calls are bound
// before the program starts, and nothing can stand in front of them. The least that can be
// done is to say so, since silence would pass for "clean".
#pragma once

#include "runtime/stack/module.h"

namespace lanyard::hook {

enum class Carries { no, maybe, yes };

/// What a module's dynamic symbols and size say; for `maybe`, its file has to be asked. Inside
/// find_module().
Carries carries_sqlite(const stack::Module& module);

}  // namespace lanyard::hook
