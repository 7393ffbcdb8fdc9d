// What the checker knows of libraries: which calls start threads, join them, take locks.
//
// The rows are data (checker/model/*.yaml), in a form that a project can add to. This
// file says what a row means and finds the row of a name; it knows neither SQLite,
// which is contract/'s, nor Clang.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace lanyard::model {

/// Which operand of a call a row speaks of: an argument's position from 0, or one of
/// the values below.
using Operand = int;
inline constexpr Operand kNone = -1;
inline constexpr Operand kThis = -2;
inline constexpr Operand kReturned = -3;

/// What has to happen for a row to apply.
enum class Trigger { call, construct, destroy, check };

/// What the row says happens then.
enum class Effect { spawn, join, lock, fork, stop, exit, at_exit };

struct Row {
  Effect effect = Effect::spawn;
  Trigger trigger = Trigger::call;
  std::string name;         // qualified, without template arguments
  Operand entry = kNone;    // spawn: what runs on the new thread
  Operand passes = kNone;   // spawn: the first of the arguments that go to the entry
  Operand thread = kNone;   // spawn, join: the object that stands for the thread
  std::string skips;        // spawn: type of an optional leading argument
  std::string unless;       // spawn: its value, lock: the type of an argument, that disable
  std::string hands;        // spawn: type of an entry's parameter that the library fills
  Operand takes = kNone;    // lock: held afterwards
  Operand gives = kNone;    // lock: not held afterwards
  Operand answers = kNone;  // fork: what is 0 in the child
};

/// All rows, found by name. Immutable once filled, so threads can share one.
class Library {
 public:
  /// The rows that come with Lanyard. The data is part of the program, so a mistake in
  /// it is a bug: the program ends with the message that add() gives.
  static const Library& built_in();

  /// Adds the rows of a YAML text. `name` is what messages call it. Returns "" or one
  /// line `NAME:LINE:COLUMN: reason`; rows before the mistake are not added either.
  std::string add(std::string_view text, std::string_view name);

  /// The row of a qualified name, or nullptr. Ask with the last part of the name first:
  /// building a qualified name costs more than this look-up.
  const Row* find(Trigger trigger, std::string_view qualified_name) const;

  /// Whether a row speaks of the class with this qualified name, or of its methods, or the
  /// data names it as a C type that stands for a thread or a lock.
  bool has_class(const std::string& qualified_name) const {
    return classes_.count(qualified_name) != 0;
  }

  /// A hash of all texts that were added, in their order: equal for equal libraries.
  std::uint64_t digest() const { return digest_; }

  /// Whether any row's name ends in `::word`, or is `word`.
  bool mentions(std::string_view word) const;

 private:
  std::uint64_t digest_ = 0;
  std::unordered_map<std::string, std::vector<Row>> rows_;  // by the name's last part
  std::unordered_set<std::string> classes_;
};

}  // namespace lanyard::model
