// Functions behind the shim; see next.h.
//
// The module list is not asked: a sanitizer's runtime calls dlsym, where the shim stands, to find
// its own functions before it is ready, and dl_iterate_phdr is one that it stands in front of.
#include "runtime/hook/next.h"

#include <dlfcn.h>

namespace lanyard::hook {

namespace {

using Lookup = void*(void*, const char*);

constinit std::atomic<Lookup*> next_dlsym{nullptr};

/// libc's dlsym, in the version that programs are linked with: the plain name is the shim's.
Lookup* find_dlsym() {
  for (const char* version : {"GLIBC_2.34", "GLIBC_2.17", "GLIBC_2.2.5"})
    if (void* found = dlvsym(RTLD_NEXT, "dlsym", version)) return reinterpret_cast<Lookup*>(found);
  return nullptr;
}

}  // namespace

void* find_next(const char* name) {
  Lookup* look_up = next_dlsym.load(std::memory_order_relaxed);
  if (!look_up) next_dlsym.store(look_up = find_dlsym(), std::memory_order_relaxed);
  return look_up ? look_up(RTLD_NEXT, name) : nullptr;
}

}  // namespace lanyard::hook
