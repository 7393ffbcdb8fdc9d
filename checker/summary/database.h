// The commands of a compile_commands.json.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checker/summary/unit.h"

namespace lanyard::summary {

/// Loads BUILD/compile_commands.json: every file, sorted, and several commands of one file
/// where they differ in what the preprocessor is told. Commands that do not are one, with the
/// targets of all. A relative "directory" counts from BUILD. On failure returns nothing and sets
/// `error` to one line that names the database and says what to do.
std::optional<std::vector<Command>> load_database(const std::string& build, std::string& error);

/// Whether a command compiles C, C++ or a language that contains one of them, by its -x or the
/// file's name. Databases also list assembler, Fortran and what else the build compiles.
bool is_c_family(const Command& command);

/// The innermost folder that holds all of the commands' files.
std::string common_folder(const std::vector<Command>& commands);

}  // namespace lanyard::summary
