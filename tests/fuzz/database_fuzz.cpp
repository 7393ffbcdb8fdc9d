// compile_commands.json: a mistake gives one line that names the file.
#include <sys/stat.h>

#include <string>

#include "checker/summary/database.h"
#include "tests/fuzz/temporary.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lanyard;
  static const std::string folder = fuzz::own_path("build");
  static const bool is_made = mkdir(folder.c_str(), 0700) == 0;
  fuzz::require(is_made, "no folder");
  static const fuzz::Temporary file(folder + "/compile_commands.json");
  file.write(data, size);
  std::string error;
  const auto commands = summary::load_database(folder, error);
  if (!commands) {
    fuzz::require(fuzz::is_line(error), "a complaint is no line: " + error);
    return 0;
  }
  if (!commands->empty()) summary::common_folder(*commands);
  return 0;
}
