// LANYARD_OPTIONS: a mistake gives one line, and what was taken is in range.
#include <string>

#include "runtime/record/options.h"
#include "tests/fuzz/temporary.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lanyard;
  const std::string text(reinterpret_cast<const char*>(data), size);
  record::Options options;
  char buffer[4096];
  Text error(buffer, sizeof buffer);
  if (!record::parse_options(text.c_str(), options, error)) {
    fuzz::require(fuzz::is_one_line(error.view()), "a complaint is no line");
    return 0;
  }
  fuzz::require(error.view().empty(), "a complaint of right options");
  fuzz::require(options.exitcode <= 255 && options.stack_depth >= 1 && options.stack_depth <= 128,
                "an option is out of range");
  return 0;
}
