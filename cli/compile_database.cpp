#include "cli/compile_database.h"

#include <filesystem>

namespace lanyard::cli {

void add_build_option(CLI::App& app, std::string& build) {
  app.add_option("-p", build, "The folder of compile_commands.json (build if it has one, else .)")
      ->type_name("BUILD");
}

std::string build_folder(const std::string& option) {
  namespace fs = std::filesystem;
  std::error_code unknown;
  const fs::path file = option;
  if (file.filename() == "compile_commands.json" && fs::is_regular_file(file, unknown))
    return file.has_parent_path() ? file.parent_path().string() : ".";
  if (!option.empty()) return option;
  return fs::exists("build/compile_commands.json", unknown) ? "build" : ".";
}

}  // namespace lanyard::cli
