// What one source file says before anybody parses it: what it includes, and which names it has.
//
// A scan of the text cannot tell what a name means, nor which branch of an #if is taken. So it
// answers with too much rather than too little: it exists to leave out files that cannot matter.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lanyard::scan {

/// A name, as a number. Two names can have one number; then a file is read without a need.
using Word = std::uint32_t;
using Words = std::vector<Word>;  // sorted, each once

Word word(std::string_view name);

struct Include {
  std::string name;
  bool quoted = false;
  bool next = false;  // #include_next
};

struct Text {
  std::vector<Include> includes;
  /// It includes what only a preprocessor can tell, or imports a module.
  bool is_opaque = false;
  Words names;        // all identifiers of its code
  Words uses;         // those that stand there for more than a mere declaration
  Words definitions;  // of functions that may have their bodies here
};

/// Scans the text of a C or C++ file.
Text scan(std::string_view text);

bool contains(const Words& words, Word word);

}  // namespace lanyard::scan
