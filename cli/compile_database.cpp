#include "cli/compile_database.h"

#include <filesystem>

namespace lanyard::cli {

void add_build_option(CLI::App& app, std::string& build) {
  app.add_option("-p", build, "The folder of compile_commands.json (build if it has one, else .)")
      ->type_name("BUILD");
}

std::string build_folder(const std::string& option) {
  if (!option.empty()) return option;
  std::error_code unknown;
  return std::filesystem::exists("build/compile_commands.json", unknown) ? "build" : ".";
}

}  // namespace lanyard::cli
