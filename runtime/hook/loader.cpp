// dlsym and dlopen; see loader.h.
//
// Of a pointer that dlsym gives out we do not see where it is called from: a scripting
// language calls it from libffi. So it must tell the instance by itself. For most functions
// their handle does; for those that create one out of nothing there are entry points by
// instance.
#include "runtime/hook/loader.h"

#include <dlfcn.h>

#include <atomic>

#include "runtime/hook/entry_index.h"
#include "runtime/hook/library.h"
#include "runtime/hook/loads.h"
#include "runtime/hook/next.h"
#include "runtime/hook/process.h"
#include "runtime/record/report.h"

#if LANYARD_HAS_DOORS

namespace {

using namespace lanyard::hook;

/// What dlsym's door decides: an answer, or with nullptr the handle to hand the call on with.
struct Passage {
  void* answer;
  void* handle;
};

using Lookup = void*(void*, const char*);

void* no_dlsym(void*, const char*) { return nullptr; }
void* no_dlopen(const char*, int) { return nullptr; }

constinit Next<Lookup> next_dlsym("dlsym");
constinit Next<void*(const char*, int)> next_dlopen("dlopen");

}  // namespace

extern "C" {

// For the code below: where the doors lead.
__attribute__((visibility("hidden"))) constinit std::atomic<Lookup*> lanyard_dlsym{nullptr};
__attribute__((visibility("hidden"))) constinit std::atomic<void* (*)(const char*, int)>
    lanyard_dlopen{nullptr};
__attribute__((visibility("hidden"))) Passage lanyard_at_dlsym(void*, const char*, const void*);
__attribute__((visibility("hidden"))) void lanyard_at_dlopen(const char*, int);

}  // extern "C"

namespace {

/// A handle of the module that `address` is in, to be closed; nullptr for the program.
void* handle_of(const void* address) {
  Dl_info info;
  link_map* map = nullptr;
  if (!dladdr1(address, &info, reinterpret_cast<void**>(&map), RTLD_DL_LINKMAP)) return nullptr;
  return *map->l_name ? next_dlopen.get()(map->l_name, RTLD_LAZY | RTLD_NOLOAD) : nullptr;
}

/// What dlsym would answer if the shim were not there.
void* find_behind(void* handle, const char* name, std::size_t entry, const void* caller) {
  Lookup* look_up = next_dlsym.get();
  void* const ours = entry_points[entry];
  void* found = look_up(handle, name);
  if (found != ours) return found;
  // The handle's scope is the global one, where the shim stands first.
  found = look_up(RTLD_NEXT, name);
  if (found || handle != RTLD_DEFAULT) return found;
  // The caller's own scope comes after it.
  if (void* own = handle_of(caller)) {
    found = look_up(own, name);
    dlclose(own);
  }
  return found;
}

/// A handle that dlsym does not find `name` by, so that it sets dlerror.
void* handle_without(void* handle, const char* name, std::size_t entry) {
  Lookup* look_up = next_dlsym.get();
  return look_up(handle, name) == entry_points[entry] ? handle_of(reinterpret_cast<void*>(look_up))
                                                      : handle;
}

void tell_too_many() {
  static constinit std::atomic<bool> has_told{false};
  if (!has_told.exchange(true))
    lanyard::record::tell(
        "more copies of SQLite are loaded than can be told apart; what is called through dlsym in "
        "the later ones is not watched");
}

/// What stands for the function `real` of an instance; nullptr when it is to be left alone.
void* stand_in(std::size_t entry, void* real) {
  Library* library = library_defining(real);
  if (!library || library->real[entry] != real) return nullptr;
  if (is_global(entry, *library)) return entry_points[entry];
  void* const point = entry_point(entry, library->number);
  if (!point) tell_too_many();
  return point;
}

Passage answer(void* handle, const char* name, std::size_t entry, const void* caller) {
  Guard guard;
  if (guard.is_again()) return {nullptr, handle};
  void* const real = find_behind(handle, name, entry, caller);
  void* const instead = real ? stand_in(entry, real) : nullptr;
  const Passage passage = instead ? Passage{instead, nullptr}
                          : real  ? Passage{real, nullptr}
                                  : Passage{nullptr, handle_without(handle, name, entry)};
  dlerror();  // of our own searches
  return passage;
}

}  // namespace

Passage lanyard_at_dlsym(void* handle, const char* name, const void* caller) {
  open_doors();
  look_at_loads();
  if (!name || handle == RTLD_NEXT) return {nullptr, handle};
  const std::size_t entry = find_entry(name);
  return entry == kEntryCount ? Passage{nullptr, handle} : answer(handle, name, entry, caller);
}

void lanyard_at_dlopen(const char*, int flags) {
  open_doors();
  look_at_loads();
  note_load(flags & RTLD_DEEPBIND);
}

namespace lanyard::hook {

void open_doors() {
  if (lanyard_dlsym.load(std::memory_order_relaxed) &&
      lanyard_dlopen.load(std::memory_order_relaxed))
    return;
  auto* const symbol = next_dlsym.get();
  auto* const open = next_dlopen.get();
  lanyard_dlsym.store(symbol ? symbol : no_dlsym, std::memory_order_relaxed);
  lanyard_dlopen.store(open ? open : no_dlopen, std::memory_order_relaxed);
}

}  // namespace lanyard::hook

// Arguments are kept over the call of what is above, and the jump leaves no trace of us.
#if defined(__x86_64__)
asm(R"(
  .pushsection .text
  .globl dlsym
  .type dlsym, @function
  .p2align 4
dlsym:
  .cfi_startproc
  endbr64
  movq (%rsp), %rdx
  pushq %rsi
  .cfi_adjust_cfa_offset 8
  call lanyard_at_dlsym
  popq %rsi
  .cfi_adjust_cfa_offset -8
  testq %rax, %rax
  jne 1f
  movq %rdx, %rdi
  jmp *lanyard_dlsym(%rip)
1:
  ret
  .cfi_endproc
  .size dlsym, .-dlsym

  .globl dlopen
  .type dlopen, @function
  .p2align 4
dlopen:
  .cfi_startproc
  endbr64
  pushq %rdi
  .cfi_adjust_cfa_offset 8
  pushq %rsi
  .cfi_adjust_cfa_offset 8
  subq $8, %rsp
  .cfi_adjust_cfa_offset 8
  call lanyard_at_dlopen
  addq $8, %rsp
  .cfi_adjust_cfa_offset -8
  popq %rsi
  .cfi_adjust_cfa_offset -8
  popq %rdi
  .cfi_adjust_cfa_offset -8
  jmp *lanyard_dlopen(%rip)
  .cfi_endproc
  .size dlopen, .-dlopen
  .popsection
)");
#elif defined(__aarch64__)
asm(R"(
  .pushsection .text
  .globl dlsym
  .type dlsym, %function
  .p2align 4
dlsym:
  .cfi_startproc
  hint #34
  stp x29, x30, [sp, #-32]!
  .cfi_def_cfa_offset 32
  .cfi_offset 29, -32
  .cfi_offset 30, -24
  str x1, [sp, #16]
  mov x2, x30
  bl lanyard_at_dlsym
  mov x2, x1
  ldr x1, [sp, #16]
  ldp x29, x30, [sp], #32
  .cfi_def_cfa_offset 0
  .cfi_restore 29
  .cfi_restore 30
  cbnz x0, 1f
  mov x0, x2
  adrp x16, lanyard_dlsym
  ldr x16, [x16, #:lo12:lanyard_dlsym]
  br x16
1:
  ret
  .cfi_endproc
  .size dlsym, .-dlsym

  .globl dlopen
  .type dlopen, %function
  .p2align 4
dlopen:
  .cfi_startproc
  hint #34
  stp x29, x30, [sp, #-32]!
  .cfi_def_cfa_offset 32
  .cfi_offset 29, -32
  .cfi_offset 30, -24
  stp x0, x1, [sp, #16]
  bl lanyard_at_dlopen
  ldp x0, x1, [sp, #16]
  ldp x29, x30, [sp], #32
  .cfi_def_cfa_offset 0
  .cfi_restore 29
  .cfi_restore 30
  adrp x16, lanyard_dlopen
  ldr x16, [x16, #:lo12:lanyard_dlopen]
  br x16
  .cfi_endproc
  .size dlopen, .-dlopen
  .popsection
)");
#endif

#else

namespace lanyard::hook {

void open_doors() {}

}  // namespace lanyard::hook

#endif
