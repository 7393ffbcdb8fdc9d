#include "cli/identity.h"

#include <elf.h>
#include <link.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>

#include "cli/findings.h"

namespace lanyard::cli {
namespace {

constexpr char kOwnFile[] = "/proc/self/exe";

// The build id in a segment of notes, as hex, or "".
std::string build_id_in(const char* at, std::size_t size) {
  constexpr std::size_t kAlignment = 4;
  const auto aligned = [](std::size_t length) { return (length + kAlignment - 1) & -kAlignment; };
  ElfW(Nhdr) note;
  while (size >= sizeof note) {
    std::memcpy(&note, at, sizeof note);
    const std::size_t name = sizeof note, bytes = name + aligned(note.n_namesz);
    const std::size_t whole = bytes + aligned(note.n_descsz);
    if (whole > size) break;
    if (note.n_type == NT_GNU_BUILD_ID && std::string_view(at + name) == ELF_NOTE_GNU) {
      constexpr char kDigits[] = "0123456789abcdef";
      std::string id;
      for (std::size_t i = 0; i != note.n_descsz; ++i) {
        const auto byte = static_cast<unsigned char>(at[bytes + i]);
        id += {kDigits[byte / 16], kDigits[byte % 16]};
      }
      return id;
    }
    at += whole;
    size -= whole;
  }
  return "";
}

// The first object that is told is the program itself.
int first_build_id(dl_phdr_info* object, std::size_t, void* result) {
  auto& id = *static_cast<std::string*>(result);
  for (std::size_t i = 0; i != object->dlpi_phnum && id.empty(); ++i) {
    const auto& segment = object->dlpi_phdr[i];
    if (segment.p_type == PT_NOTE)
      id = build_id_in(reinterpret_cast<const char*>(object->dlpi_addr + segment.p_vaddr),
                       segment.p_memsz);
  }
  return 1;
}

}  // namespace

std::string identity() {
  std::string id;
  dl_iterate_phdr(first_build_id, &id);
  struct stat status = {};
  if (id.empty() && stat(kOwnFile, &status) == 0)
    id = std::to_string(status.st_size) + "-" + std::to_string(status.st_mtim.tv_sec) + "." +
         std::to_string(status.st_mtim.tv_nsec);
  return Tool().version + " " + id;
}

std::string own_path() {
  std::error_code unknown;
  const std::filesystem::path path = std::filesystem::read_symlink(kOwnFile, unknown);
  return unknown ? Tool().name : path.string();
}

}  // namespace lanyard::cli
