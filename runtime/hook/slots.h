// The words through which a loaded module reaches what other modules define: its global
// offset table. Writing one sends that module's calls of a function elsewhere, and nobody
// else's.
//
// Preloading decides what a slot holds for most modules. Where it does not (a function that
// is defined in the program, SQLite's calls of itself, a module loaded with RTLD_DEEPBIND),
// the slot is written here.
#pragma once

#include <sys/mman.h>

#include <atomic>
#include <cstdint>
#include <string_view>

#include "runtime/stack/module.h"

namespace lanyard::hook {

/// What a slot is for.
enum class SlotKind : std::uint8_t {
  call,     // JUMP_SLOT: calls alone go through it; until the first one it may be lazy
  address,  // GLOB_DAT: code takes the address from it, or calls through it
  data,     // an address in the program's own data: a table of functions
};

struct Slot {
  SlotKind kind;
  bool is_weak;     // the module can do without the symbol
  bool is_defined;  // by the module itself, which others may preempt
  const char* symbol;
  std::atomic<void*>* word;

  void* value() const { return word->load(std::memory_order_relaxed); }
};

/// The slot that a relocation describes; false for a relocation of another kind.
bool read_slot(const stack::Module& module, const ElfW(Rela) & relocation, const ElfW(Sym) & symbol,
               const char* name, Slot& slot);

/// Calls `each(slot)` for all slots of a module.
template <typename Each>
void each_slot(const stack::Module& module, Each each) {
  module.each_relocation(
      [&](const ElfW(Rela) & relocation, const ElfW(Sym) & symbol, const char* name) {
        Slot slot;
        if (read_slot(module, relocation, symbol, name, slot)) each(slot);
      });
}

/// Pages in a row that have the same protection (PROT_...).
struct Mapping {
  bool can_be_written() const { return protection & PROT_WRITE; }

  stack::Range pages{};
  int protection = 0;
};

/// Writes slots of modules. Each write is one store of a word, since other threads may be
/// calling through the slot. A page that is read-only (RELRO) can be written meanwhile, and
/// is given its protection back by the next write elsewhere or by the destructor.
///
/// Only inside find_module(), whose lock keeps two writers apart, and only for a module that
/// the dynamic linker is done with: one that is still being relocated would lose a page
/// that the linker is writing to. Modules of the process's start are done when the first
/// constructor runs; others when their dlopen has returned or a constructor of theirs runs.
class SlotWriter {
 public:
  SlotWriter() = default;
  ~SlotWriter() { close(); }
  SlotWriter(const SlotWriter&) = delete;
  SlotWriter& operator=(const SlotWriter&) = delete;

  /// False when the page could not be made writable; the slot is then as it was.
  bool write(const stack::Module& module, const Slot& slot, void* target);

 private:
  bool open(const stack::Module& module, std::uintptr_t page);
  void close();

  std::uintptr_t page_ = 0;  // the one that can be written
  Mapping mapping_;          // that it is in, and what it had before
};

/// Points the slots of `module` that refer to `symbol` for calls and addresses at `target`.
/// Returns how many now do. As SlotWriter: only inside find_module().
unsigned redirect(const stack::Module& module, std::string_view symbol, void* target);

}  // namespace lanyard::hook
