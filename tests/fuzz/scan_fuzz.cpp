// Source files as the scan reads them, and what the scan keeps from run to run: the same bytes as
// either. What is kept has a checksum, which is made right first.
#include <string>

#include "checker/scan/files.h"
#include "checker/scan/text.h"
#include "tests/fuzz/temporary.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lanyard;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const scan::Text found = scan::scan(text);
  for (const scan::Word word : found.uses)
    fuzz::require(scan::contains(found.names, word), "a use is no name");
  scan::Files files;
  files.load(scan::sealed(text));
  files.load(text);
  return 0;
}
