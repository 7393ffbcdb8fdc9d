// Programs that nobody wrote, of any size: what the link step is measured on.
//
// A program is made of parts of about fifty functions, as programs with a database are:
// chains of calls that pass a handle down, a class that holds one, users of a singleton, a
// pool with a queue of jobs, threads that are waited for and threads that are not, virtual
// methods, a cycle of calls. A tree of functions calls the parts; or else nobody does, as in
// a library. The same size makes the same program, whatever the machine.
#pragma once

#include <cstddef>
#include <vector>

#include "checker/summary/summary.h"

namespace lanyard::bench {

enum class Caller {
  main,    // the parts are called from a `main`
  nobody,  // the parts are a library's: anybody may call them, in any order
};

/// About `functions` functions, a module for each part. The same for every call.
std::vector<summary::Module> synthetic(std::size_t functions, Caller caller);

}  // namespace lanyard::bench
