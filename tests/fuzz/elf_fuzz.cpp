// Programs and modules as the command and the shim look into them: their files may be anything.
#include <string>

#include "cli/elf.h"
#include "runtime/hook/sqlite_in_file.h"
#include "tests/fuzz/temporary.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lanyard;
  static const fuzz::Temporary file(fuzz::own_path("elf"));
  static char buffer[96 * 1024];  // as much as the shim has
  file.write(data, size);
  cli::build_id(file.path());
  const auto why = cli::why_not_preloadable(file.path(), file.path());
  fuzz::require(!why || fuzz::is_line(*why), "a reason is no line");
  hook::file_has_sqlite(file.path().c_str(), buffer, sizeof buffer);
  return 0;
}
