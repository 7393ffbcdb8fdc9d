// The least that any preloaded shim costs: a library that stands in front of the same functions as
// Lanyard's, and hands each call on. forwards.inc is printed from the contract; one reads
//
//   LANYARD_FORWARD int sqlite3_step(void* a0) { return as<int(void*)>(real[57])(a0); }
#include <dlfcn.h>

#include "runtime/hook/entries.h"

#define LANYARD_FORWARD extern "C" __attribute__((visibility("default")))

namespace {

void* real[lanyard::hook::kEntryCount];

template <typename Type>
Type* as(void* function) {
  return reinterpret_cast<Type*>(function);
}

/// Before the program's own code runs. What this library does not have stays null, and is not
/// called: the program would not have linked without us.
__attribute__((constructor)) void find_real() {
  for (std::size_t i = 0; i != lanyard::hook::kEntryCount; ++i)
    // NOLINTNEXTLINE(bugprone-suspicious-stringview-data-usage): they end with a NUL
    real[i] = dlsym(RTLD_NEXT, std::string_view(lanyard::hook::row(i).name).data());
}

}  // namespace

#include "forwards.inc"
