// The modules loaded into the process, read from their own ELF tables.
//
// dladdr, dlsym and dlopen take the dynamic linker's load lock, which another thread
// holds for as long as a library's constructor runs: a call of SQLite must not wait for
// it. dl_iterate_phdr takes a lock that is held only while the list changes, so all that
// the shim asks about modules goes through it. Code that reads a module's tables runs
// inside the iteration, or on behalf of a module that cannot be unloaded meanwhile.
#pragma once

#include <link.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/base/lock.h"

namespace lanyard::stack {

/// A range of addresses, end excluded.
struct Range {
  std::uintptr_t begin = 0;
  std::uintptr_t end = 0;
  bool contains(std::uintptr_t address) const { return address - begin < end - begin; }
  bool contains(const void* address) const {
    return contains(reinterpret_cast<std::uintptr_t>(address));
  }
};

/// The hash of DT_GNU_HASH.
constexpr std::uint32_t gnu_hash(std::string_view name) {
  std::uint32_t hash = 5381;
  for (const char c : name) hash = hash * 33 + static_cast<unsigned char>(c);
  return hash;
}

/// What a symbol is asked for by. Text becomes one by itself: `find("sqlite3_step")` hashes when
/// it is compiled.
struct SymbolName {
  // NOLINTBEGIN(google-explicit-constructor)
  constexpr SymbolName(std::string_view name) : text(name), hash(gnu_hash(name)) {}
  constexpr SymbolName(const char* name) : SymbolName(std::string_view(name)) {}
  // NOLINTEND(google-explicit-constructor)
  constexpr SymbolName(std::string_view name, std::uint32_t known) : text(name), hash(known) {}

  std::string_view text;
  std::uint32_t hash;
};

/// One loaded module, and its dynamic symbols. Valid while the module is loaded.
class Module {
 public:
  explicit Module(const dl_phdr_info& info);

  /// What is added to the file's addresses.
  std::uintptr_t base() const { return base_; }

  /// How often a module had been unloaded when this one was met.
  unsigned long long unloads() const { return unloads_; }

  /// Whether it is the program, as against what the program loads.
  bool is_program() const { return name_ && !*name_; }

  /// The path it was loaded from; the program's own is asked of the kernel.
  const char* path() const;

  /// The name that others depend on it by: DT_SONAME, or else the path's last part.
  std::string_view soname() const;

  /// From the first to the last byte of its executable segments.
  Range text() const { return text_; }

  bool contains(std::uintptr_t address) const;

  /// The address of a function or object that this module itself defines, or nullptr. Of
  /// several versions, the default one, as dlsym: the others are there for old programs.
  void* find(const SymbolName& symbol) const;

  /// Where the defined symbol's code or data lies; empty when there is none.
  Range extent(const SymbolName& symbol) const;

  /// The name of the dynamic symbol whose code covers `address`, or nullptr.
  const char* symbol_at(std::uintptr_t address) const;

  /// The bytes of its GNU build id; empty when it has none.
  std::string_view build_id() const;

  /// Calls `each(relocation, symbol, name)` for the relocations that name a symbol, those of
  /// the procedure linkage table last.
  template <typename Each>
  void each_relocation(Each each) const {
    for (const Relocations& table : relocations_)
      for (std::size_t i = 0; i < table.count && symbols_ && strings_; ++i) {
        const ElfW(Rela)& relocation = table.first[i];
        const std::size_t index = ELF64_R_SYM(relocation.r_info);
        if (index) each(relocation, symbols_[index], strings_ + symbols_[index].st_name);
      }
  }

  /// Where the dynamic linker takes the right to write away once it has relocated.
  Range relro() const { return relro_; }

  /// Where its index of call frame information stands (PT_GNU_EH_FRAME); 0 when it has none.
  std::uintptr_t unwind_index() const { return unwind_index_; }

  /// What is loaded of the file, and may be read, around `address`; empty when that is not.
  Range segment(std::uintptr_t address) const;

  /// Of the program: where the dynamic linker tells debuggers what it does, or nullptr.
  const r_debug* debugger_state() const;

  /// Whether `is_wanted(name)` is true of a function that this module defines for others.
  template <typename IsWanted>
  bool has_function(IsWanted is_wanted) const {
    const std::size_t count = symbols_ && strings_ ? symbol_count() : 0;
    for (std::size_t i = 1; i < count; ++i) {
      const bool is_function = symbols_[i].st_shndx != SHN_UNDEF &&
                               ELF64_ST_TYPE(symbols_[i].st_info) == STT_FUNC &&
                               ELF64_ST_BIND(symbols_[i].st_info) != STB_LOCAL;
      if (is_function && is_wanted(std::string_view(strings_ + symbols_[i].st_name))) return true;
    }
    return false;
  }

  /// Calls `each(soname)` for every DT_NEEDED, in order.
  template <typename Each>
  void each_needed(Each each) const {
    for (const ElfW(Dyn)* entry = dynamic_; entry && entry->d_tag != DT_NULL; ++entry)
      if (entry->d_tag == DT_NEEDED && strings_) each(strings_ + entry->d_un.d_val);
  }

 private:
  static constexpr unsigned kHidden = 0x8000;  // in DT_VERSYM: not the default version

  struct Relocations {
    const ElfW(Rela) * first = nullptr;
    std::size_t count = 0;
  };

  void read_dynamic();
  const ElfW(Sym) * look_up(const SymbolName& symbol) const;
  bool is_hidden(std::size_t symbol) const { return versions_ && versions_[symbol] & kHidden; }
  std::size_t symbol_count() const;

  std::uintptr_t base_;
  const char* name_;
  const ElfW(Phdr) * headers_;
  std::size_t header_count_;
  const ElfW(Dyn) * dynamic_ = nullptr;
  const ElfW(Sym) * symbols_ = nullptr;
  const char* strings_ = nullptr;
  const std::uint32_t* gnu_hash_ = nullptr;
  const std::uint32_t* hash_ = nullptr;    // DT_HASH, of an older linker
  const ElfW(Half) * versions_ = nullptr;  // DT_VERSYM, by symbol
  const char* soname_ = nullptr;
  Relocations relocations_[2];  // DT_RELA without the relative ones, and DT_JMPREL
  Range text_;
  Range relro_;
  std::uintptr_t unwind_index_ = 0;
  unsigned long long unloads_;
};

/// Whether the dynamic linker is changing its list of modules, as it tells debuggers (struct
/// r_debug of link.h) and its own lock says. Asked in a forked child on its only thread, of what a
/// thread that is not there may have been at. Known once find_loader_state() has run.
bool is_loader_busy();
void find_loader_state();

/// In a forked child that has the dynamic linker's lock held by a thread that is not there: no
/// module is found from now on.
void leave_loader_alone();
bool is_loader_left_alone();

/// Calls `each(module)` for the loaded modules in load order, the program first, until
/// it returns true. Returns whether it did. Not to be nested.
///
/// glibc does not reset the lock of dl_iterate_phdr in a forked child. Ours around it, which
/// a fork takes, keeps a fork from falling into the middle of an iteration; where it fell into
/// the middle of another thread's dlopen, nobody is asked any more: see leave_loader_alone().
template <typename Each>
bool find_module(Each each) {
  if (is_loader_left_alone()) return false;
  const auto step = [](dl_phdr_info* info, std::size_t, void* data) -> int {
    return (*static_cast<Each*>(data))(Module(*info)) ? 1 : 0;
  };
  Locked locked(locks.modules);
  return dl_iterate_phdr(step, &each) != 0;
}

/// The address of `symbol` in the first module that defines it, or nullptr.
void* find_symbol(std::string_view symbol);

/// The program's path; read once.
const char* program_path();

/// Whether this is the module that the shim itself is in.
bool is_shim(const Module& module);

/// The addresses of the shim's own code.
Range shim_text();

/// How often a module has been loaded so far: a failed look-up is worth repeating only
/// when this has changed.
unsigned long long load_count();

/// How often a module has been unloaded: what is known of an address is worth doubting when
/// this has changed.
unsigned long long unload_count();

/// The same for who is about to unload one, or has just done so: it need not wait for threads that
/// look through the modules, and must not where the program itself does that.
unsigned long long unload_count_unlocked();

}  // namespace lanyard::stack
