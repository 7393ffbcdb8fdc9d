// AddressSanitizer's shared runtime, which GCC links, refuses to run where a library that is
// preloaded stands before it: such a library might keep functions from it. The shim keeps none:
// what it stands in front of, it hands on to the next definition, which is the runtime's.
//
// The runtime asks the process for its options by this name. Those of ASAN_OPTIONS win. A program
// that defines it itself is asked instead of the shim.
#include "runtime/hook/entry.h"

#if LANYARD_HAS_DOORS
// NOLINTNEXTLINE(bugprone-reserved-identifier): it is the runtime's name.
LANYARD_ENTRY const char* __asan_default_options() { return "verify_asan_link_order=0"; }
#endif
