#include "cli/project.h"

#include "cli/paths.h"

namespace lanyard::cli {

void add_config_option(CLI::App& app, std::string& config) {
  app.add_option("--config", config,
                 "The project's settings (the nearest .lanyard.yaml in or above its folder)")
      ->type_name("FILE");
}

std::optional<model::Settings> read_project(const std::string& config, const std::string& folder,
                                            std::string& error) {
  const std::string file =
      config.empty() ? model::find_project_file(absolute_path(folder)) : config;
  model::Settings settings;
  if (!file.empty()) error = model::load_project_file(file, settings);
  if (!error.empty()) return std::nullopt;
  return settings;
}

std::optional<Suppressions> read_suppressions(const std::string& file,
                                              const model::Settings& project, std::string& error) {
  if (file.empty() && project.suppressions_file.empty())
    return Suppressions::of_lines(project.suppressions);
  return Suppressions::read(file.empty() ? project.suppressions_file : file, error);
}

void apply_project(const model::Settings& project, BaselineOptions& options) {
  if (options.file.empty()) options.file = project.baseline;
}

}  // namespace lanyard::cli
