// A project's .lanyard.yaml: a mistake gives one line with its place, and the rows of a right one
// can be asked for.
#include <string>

#include "checker/model/model.h"
#include "checker/model/read.h"
#include "tests/fuzz/temporary.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lanyard;
  const std::string text(reinterpret_cast<const char*>(data), size);
  model::Settings settings;
  const std::string error = model::read(text, ".lanyard.yaml", settings);
  if (!error.empty()) {
    fuzz::require(fuzz::is_one_line(error), "a complaint is no line: " + error);
    fuzz::require(error.rfind(".lanyard.yaml:", 0) == 0, "a complaint has no place: " + error);
    return 0;
  }
  model::Library library;
  library.add(settings.rules);
  for (const model::Row& row : settings.rules.rows)
    fuzz::require(!library.find(row.trigger, row.name).empty(), "a row is not found");
  return 0;
}
