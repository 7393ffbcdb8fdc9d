// The Ninja graph of one lint: a facts action for each translation unit, and the link.
#pragma once

#include <string>
#include <vector>

#include "checker/summary/unit.h"

namespace lanyard::cli {

/// The files of the graph, in the folder that Ninja runs in.
inline constexpr char kGraphFile[] = "build.ninja";
inline constexpr char kKeyFile[] = "key";  // changes with Lanyard, and with the project's rules
inline constexpr char kReportFile[] = "linked.json";
inline constexpr char kWantsFile[] = "wants.json";

/// A fact file that the graph makes.
struct FactsAction {
  const summary::Command* command;
  std::string output;  // relative to the folder
};

struct Graph {
  std::string lanyard;                    // the program that all actions run
  std::vector<std::string> launcher;      // what is put before each facts action
  std::string root;                       // the project's folder
  std::string config;                     // its settings, if they were named
  std::vector<std::string> link_options;  // of the link verb
  std::vector<FactsAction> actions;
};

/// An output for each command, in their order: names that stay the same as long as the files
/// do, whatever the flags are.
std::vector<FactsAction> facts_actions(const std::vector<summary::Command>& commands);

/// Where an action writes the places of files that its facts name otherwise; see --locations.
std::string locations_file(const std::string& output);

/// The text of build.ninja.
std::string graph_text(const Graph& graph);

}  // namespace lanyard::cli
