// The modules loaded into the process; see module.h. The tables' layout is that of the
// System V gABI; DT_GNU_HASH is as glibc's elf/dl-lookup.c reads it.
#include "runtime/stack/module.h"

#include <unistd.h>
#include <climits>
#include <cstring>

#include "runtime/base/lock.h"
#include "runtime/base/text.h"

namespace lanyard::stack {

namespace {

constinit char path_of_program[PATH_MAX] = "";
constinit std::atomic<bool> left_alone{false};

bool is_code_or_data(const ElfW(Sym) & symbol) {
  const unsigned type = symbol.st_info & 15;
  return symbol.st_shndx != SHN_UNDEF && symbol.st_value &&
         (type == STT_FUNC || type == STT_OBJECT);
}

}  // namespace

Module::Module(const dl_phdr_info& info)
    : base_(info.dlpi_addr),
      name_(info.dlpi_name),
      headers_(info.dlpi_phdr),
      header_count_(info.dlpi_phnum),
      unloads_(info.dlpi_subs) {
  for (std::size_t i = 0; i < header_count_; ++i) {
    const ElfW(Phdr)& header = headers_[i];
    const std::uintptr_t begin = base_ + header.p_vaddr;
    if (header.p_type == PT_DYNAMIC) dynamic_ = reinterpret_cast<const ElfW(Dyn)*>(begin);
    if (header.p_type == PT_GNU_EH_FRAME) unwind_index_ = begin;
    if (header.p_type == PT_GNU_RELRO) relro_ = {begin, begin + header.p_memsz};
    if (header.p_type != PT_LOAD || !(header.p_flags & PF_X)) continue;
    if (!text_.begin) text_.begin = begin;
    text_.end = begin + header.p_memsz;
  }
  read_dynamic();
}

void Module::read_dynamic() {
  // glibc relocates these pointers in place for most modules and leaves them as file
  // addresses in a few (the vDSO): whichever is below the base needs the base added.
  const auto pointer = [&](const ElfW(Dyn) & entry) {
    const std::uintptr_t value = entry.d_un.d_ptr;
    return value < base_ ? value + base_ : value;
  };
  std::uintptr_t soname = 0;
  bool has_soname = false;
  std::size_t relative = 0;
  auto& [plain, plt] = relocations_;
  for (const ElfW(Dyn)* entry = dynamic_; entry && entry->d_tag != DT_NULL; ++entry)
    switch (entry->d_tag) {
      case DT_SYMTAB: symbols_ = reinterpret_cast<const ElfW(Sym)*>(pointer(*entry)); break;
      case DT_STRTAB: strings_ = reinterpret_cast<const char*>(pointer(*entry)); break;
      case DT_GNU_HASH: gnu_hash_ = reinterpret_cast<const std::uint32_t*>(pointer(*entry)); break;
      case DT_VERSYM: versions_ = reinterpret_cast<const ElfW(Half)*>(pointer(*entry)); break;
      case DT_HASH: hash_ = reinterpret_cast<const std::uint32_t*>(pointer(*entry)); break;
      case DT_SONAME:
        soname = entry->d_un.d_val;
        has_soname = true;
        break;
      case DT_RELA: plain.first = reinterpret_cast<const ElfW(Rela)*>(pointer(*entry)); break;
      case DT_RELASZ: plain.count = entry->d_un.d_val / sizeof(ElfW(Rela)); break;
      case DT_RELACOUNT: relative = entry->d_un.d_val; break;
      case DT_JMPREL: plt.first = reinterpret_cast<const ElfW(Rela)*>(pointer(*entry)); break;
      case DT_PLTRELSZ: plt.count = entry->d_un.d_val / sizeof(ElfW(Rela)); break;
      default: break;
    }
  // The linker puts the relative ones first, which name no symbol and may be very many.
  if (relative <= plain.count) plain = {plain.first + relative, plain.count - relative};
  if (!plain.first) plain.count = 0;
  if (!plt.first) plt.count = 0;
  if (has_soname && strings_) soname_ = strings_ + soname;
}

const char* Module::path() const { return name_ && *name_ ? name_ : program_path(); }

std::string_view Module::soname() const { return soname_ ? soname_ : base_name(path()); }

bool Module::contains(std::uintptr_t address) const {
  for (std::size_t i = 0; i < header_count_; ++i) {
    const ElfW(Phdr)& header = headers_[i];
    if (header.p_type == PT_LOAD && address - (base_ + header.p_vaddr) < header.p_memsz)
      return true;
  }
  return false;
}

Range Module::segment(std::uintptr_t address) const {
  for (std::size_t i = 0; i < header_count_; ++i) {
    const ElfW(Phdr)& header = headers_[i];
    const std::uintptr_t begin = base_ + header.p_vaddr;
    if (header.p_type == PT_LOAD && header.p_flags & PF_R && address - begin < header.p_filesz)
      return {begin, begin + header.p_filesz};
  }
  return {};
}

const ElfW(Sym) * Module::look_up(const SymbolName& symbol) const {
  if (!symbols_ || !strings_) return nullptr;
  const auto matches = [&](std::uint32_t index) {
    return is_code_or_data(symbols_[index]) && !is_hidden(index) &&
           symbol.text == strings_ + symbols_[index].st_name;
  };
  if (gnu_hash_) {
    const std::uint32_t bucket_count = gnu_hash_[0], first = gnu_hash_[1];
    const auto* bloom = reinterpret_cast<const ElfW(Addr)*>(gnu_hash_ + 4);
    const std::uint32_t* buckets =
        gnu_hash_ + 4 + gnu_hash_[2] * (sizeof(ElfW(Addr)) / sizeof(std::uint32_t));
    const std::uint32_t* chain = buckets + bucket_count;
    const std::uint32_t wanted = symbol.hash;
    // Most modules define nothing of what they are asked for: the filter says so at once.
    constexpr unsigned kBits = sizeof(ElfW(Addr)) * 8;
    const ElfW(Addr) word = bloom[wanted / kBits & (gnu_hash_[2] - 1)];
    const std::uint32_t shifted = wanted >> (gnu_hash_[3] & 31);
    if (!(word >> wanted % kBits & word >> shifted % kBits & 1)) return nullptr;
    std::uint32_t index = bucket_count ? buckets[wanted % bucket_count] : 0;
    if (index < first) return nullptr;
    for (;; ++index) {
      const std::uint32_t hash = chain[index - first];
      if ((hash | 1) == (wanted | 1) && matches(index)) return &symbols_[index];
      if (hash & 1) return nullptr;
    }
  }
  for (std::uint32_t index = 0; hash_ && index < hash_[1]; ++index)
    if (matches(index)) return &symbols_[index];
  return nullptr;
}

void* Module::find(const SymbolName& symbol) const {
  const ElfW(Sym)* found = look_up(symbol);
  return found ? reinterpret_cast<void*>(base_ + found->st_value) : nullptr;
}

Range Module::extent(const SymbolName& symbol) const {
  const ElfW(Sym)* found = look_up(symbol);
  if (!found) return {};
  return {base_ + found->st_value, base_ + found->st_value + found->st_size};
}

std::size_t Module::symbol_count() const {
  if (hash_) return hash_[1];
  if (!gnu_hash_) return 0;
  const std::uint32_t bucket_count = gnu_hash_[0], first = gnu_hash_[1];
  const std::uint32_t* buckets =
      gnu_hash_ + 4 + gnu_hash_[2] * (sizeof(ElfW(Addr)) / sizeof(std::uint32_t));
  const std::uint32_t* chain = buckets + bucket_count;
  std::uint32_t last = 0;
  for (std::uint32_t i = 0; i < bucket_count; ++i)
    if (buckets[i] > last) last = buckets[i];
  if (last < first) return first;
  while (!(chain[last - first] & 1)) ++last;
  return last + 1;
}

const char* Module::symbol_at(std::uintptr_t address) const {
  if (!symbols_ || !strings_) return nullptr;
  const std::size_t count = symbol_count();
  for (std::size_t i = 0; i < count; ++i) {
    const ElfW(Sym)& symbol = symbols_[i];
    if (is_code_or_data(symbol) && address - (base_ + symbol.st_value) < symbol.st_size)
      return strings_ + symbol.st_name;
  }
  return nullptr;
}

const r_debug* Module::debugger_state() const {
  for (const ElfW(Dyn)* entry = dynamic_; entry && entry->d_tag != DT_NULL; ++entry)
    if (entry->d_tag == DT_DEBUG) return reinterpret_cast<const r_debug*>(entry->d_un.d_ptr);
  return nullptr;
}

std::string_view Module::build_id() const {
  for (std::size_t i = 0; i < header_count_; ++i) {
    const ElfW(Phdr)& header = headers_[i];
    if (header.p_type != PT_NOTE) continue;
    const char* at = reinterpret_cast<const char*>(base_ + header.p_vaddr);
    const char* end = at + header.p_memsz;
    while (at + sizeof(ElfW(Nhdr)) <= end) {
      const auto* note = reinterpret_cast<const ElfW(Nhdr)*>(at);
      const char* owner = at + sizeof(*note);
      const char* bytes = owner + ((note->n_namesz + 3) & ~3u);
      if (note->n_type == NT_GNU_BUILD_ID && note->n_namesz == 4 && !std::memcmp(owner, "GNU", 4))
        return {bytes, note->n_descsz};
      at = bytes + ((note->n_descsz + 3) & ~3u);
    }
  }
  return {};
}

void* find_symbol(std::string_view symbol) {
  void* found = nullptr;
  find_module([&](const Module& module) { return (found = module.find(symbol)) != nullptr; });
  return found;
}

const char* program_path() {
  Locked locked(locks.program_path);
  if (!*path_of_program) {
    const ssize_t length = readlink("/proc/self/exe", path_of_program, PATH_MAX - 1);
    path_of_program[length > 0 ? length : 0] = '\0';
  }
  return path_of_program;
}

bool is_shim(const Module& module) {
  return module.contains(reinterpret_cast<std::uintptr_t>(&is_shim));
}

Range shim_text() {
  static constinit std::atomic<std::uintptr_t> begin{0}, end{0};
  if (!end.load(std::memory_order_acquire)) {
    find_module([&](const Module& module) {
      if (!is_shim(module)) return false;
      begin.store(module.text().begin, std::memory_order_relaxed);
      end.store(module.text().end, std::memory_order_release);
      return true;
    });
  }
  return {begin.load(std::memory_order_relaxed), end.load(std::memory_order_relaxed)};
}

namespace {

struct Counts {
  unsigned long long loads = 0, unloads = 0;
};

/// Without the lock of the modules.
Counts counts() {
  Counts found;
  const auto step = [](dl_phdr_info* info, std::size_t size, void* data) -> int {
    if (size > offsetof(dl_phdr_info, dlpi_subs))
      *static_cast<Counts*>(data) = {info->dlpi_adds, info->dlpi_subs};
    return 1;
  };
  dl_iterate_phdr(step, &found);
  return found;
}

Counts locked_counts() {
  if (is_loader_left_alone()) return {};
  Locked locked(locks.modules);
  return counts();
}

}  // namespace

void leave_loader_alone() { left_alone.store(true, std::memory_order_relaxed); }

bool is_loader_left_alone() { return left_alone.load(std::memory_order_relaxed); }

unsigned long long load_count() { return locked_counts().loads; }

unsigned long long unload_count() { return locked_counts().unloads; }

unsigned long long unload_count_unlocked() { return counts().unloads; }

}  // namespace lanyard::stack
