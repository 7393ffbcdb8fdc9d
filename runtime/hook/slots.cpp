// The words through which a module reaches what others define; see slots.h.
#include "runtime/hook/slots.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>

#include "runtime/base/text.h"

namespace lanyard::hook {

namespace {

#if defined(__x86_64__)
constexpr std::uint32_t kJumpSlot = R_X86_64_JUMP_SLOT, kGlobDat = R_X86_64_GLOB_DAT,
                        kAbsolute = R_X86_64_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kJumpSlot = R_AARCH64_JUMP_SLOT, kGlobDat = R_AARCH64_GLOB_DAT,
                        kAbsolute = R_AARCH64_ABS64;
#endif

std::uintptr_t page_size() { return static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE)); }

/// Reads /proc/self/maps, character by character.
class Maps {
 public:
  Maps() : file_(open("/proc/self/maps", O_RDONLY | O_CLOEXEC)) {}
  ~Maps() {
    if (file_ >= 0) close(file_);
  }
  Maps(const Maps&) = delete;
  Maps& operator=(const Maps&) = delete;

  /// The mapping that `address` is in; one that is empty where there is none, or nobody can say.
  Mapping mapping_of(std::uintptr_t address) {
    for (;;) {
      const stack::Range range{number(), number()};
      if (!range.end) return {};
      const int protection = (next() == 'r' ? PROT_READ : 0) | (next() == 'w' ? PROT_WRITE : 0) |
                             (next() == 'x' ? PROT_EXEC : 0);
      if (range.contains(address)) return {range, protection};
      for (int c = next(); c != '\n'; c = next())
        if (c < 0) return {};
    }
  }

 private:
  /// A hexadecimal number and the character after it; 0 at the end of the file.
  std::uintptr_t number() {
    std::uintptr_t value = 0;
    for (int c = next(); c >= 0; c = next()) {
      if (c >= '0' && c <= '9')
        value = value * 16 + static_cast<unsigned>(c - '0');
      else if (c >= 'a' && c <= 'f')
        value = value * 16 + static_cast<unsigned>(c - 'a' + 10);
      else
        return value;
    }
    return 0;
  }

  int next() {
    if (at_ == size_) {
      at_ = 0;
      do size_ = file_ < 0 ? 0 : read(file_, buffer_, sizeof(buffer_));
      while (size_ < 0 && errno == EINTR);
      if (size_ <= 0) return size_ = 0, -1;
    }
    return buffer_[at_++];
  }

  int file_;
  ssize_t at_ = 0, size_ = 0;
  char buffer_[1024];
};

}  // namespace

bool read_slot(const stack::Module& module, const ElfW(Rela) & relocation, const ElfW(Sym) & symbol,
               const char* name, Slot& slot) {
  switch (ELF64_R_TYPE(relocation.r_info)) {
    case kJumpSlot: slot.kind = SlotKind::call; break;
    case kGlobDat: slot.kind = SlotKind::address; break;
    case kAbsolute:
      if (relocation.r_addend) return false;  // not the symbol's own address
      slot.kind = SlotKind::data;
      break;
    default: return false;
  }
  const std::uintptr_t address = module.base() + relocation.r_offset;
  if (address % sizeof(void*)) return false;  // a packed structure's: it cannot be one store
  slot.is_weak = symbol.st_info >> 4 == STB_WEAK;
  slot.is_defined = symbol.st_shndx != SHN_UNDEF;
  slot.symbol = name;
  slot.word = reinterpret_cast<std::atomic<void*>*>(address);
  return true;
}

/// What the kernel says, since the program or another tool may have changed it; without
/// /proc, what the dynamic linker leaves.
bool SlotWriter::open(const stack::Module& module, std::uintptr_t page) {
  close();
  if (!mapping_.pages.contains(page)) mapping_ = Maps().mapping_of(page);
  if (!mapping_.pages.end)
    mapping_ = {{page, page + page_size()},
                module.relro().contains(page) ? PROT_READ : PROT_READ | PROT_WRITE};
  if (!mapping_.can_be_written() &&
      mprotect(reinterpret_cast<void*>(page), page_size(), mapping_.protection | PROT_WRITE))
    return false;
  page_ = page;
  return true;
}

void SlotWriter::close() {
  if (page_ && !mapping_.can_be_written())
    mprotect(reinterpret_cast<void*>(page_), page_size(), mapping_.protection);
  page_ = 0;
}

bool SlotWriter::write(const stack::Module& module, const Slot& slot, void* target) {
  const auto address = reinterpret_cast<std::uintptr_t>(slot.word);
  const std::uintptr_t page = address & ~(page_size() - 1);
  if (page != page_ && !open(module, page)) return false;
  slot.word->store(target, std::memory_order_release);
  return true;
}

unsigned redirect(const stack::Module& module, std::string_view symbol, void* target) {
  unsigned count = 0;
  SlotWriter writer;
  each_slot(module, [&](const Slot& slot) {
    if (slot.kind == SlotKind::data || symbol != slot.symbol) return;
    if (slot.value() == target || writer.write(module, slot, target)) ++count;
  });
  return count;
}

}  // namespace lanyard::hook
