// Which objects lead to a handle: it is in one of their fields, or a callable that uses one is.
//
// Coarse on purpose: an object is one, whatever its fields, and what is ever put into another
// object leads where that leads. This decides what is worth reading, not what is wrong.
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "checker/link/program.h"
#include "checker/link/scope.h"

namespace lanyard::link {

/// The objects of one function, in groups that can lead to each other.
class Groups {
 public:
  /// The number of the group that a place's object is in.
  int of(const Place& place);
  bool unite(int a, int b);
  int top(int group) const;

  /// Handles are reached from here: seen in this function or below it.
  bool is_inner(int group) const { return inner_[top(group)]; }
  bool is_carrier(int group) const { return inner_[top(group)] || outer_[top(group)]; }
  bool set_inner(int group);
  /// A caller puts something there that leads to a handle.
  bool set_outer(int group);

  using Object = std::tuple<Root, std::uint32_t, std::string>;
  const std::map<Object, int>& objects() const { return numbers_; }

 private:
  std::map<Object, int> numbers_;
  std::vector<int> above_;
  std::vector<bool> inner_, outer_;
};

/// The groups of all functions of a program, at rest: calls, globals and the fields of classes
/// have told each other all that they can.
class Carriers {
 public:
  Carriers(const Program& program, const EffectsByKey& known);

  /// Whether a caller can tell that the function has to do with handles: by what leads to one, or
  /// by what running it does, however it comes by the handle.
  bool concerns_callers(const std::string& function) const;
  /// Whether a call's function is given, or answers, what leads to a handle.
  bool crosses(const std::string& function, const summary::Event& call) const;
  /// Whether the function has to do with handles at all.
  bool concerns(const std::string& function) const;
  const std::set<std::string>& globals() const { return globals_; }

 private:
  bool visit(const summary::Function& function);
  bool bind(Groups& mine, const summary::Event& call, const Member& target);
  bool settle(Groups& mine);

  const Program& program_;
  const EffectsByKey& known_;
  mutable std::map<std::string, Groups> groups_;  // by the function's key
  std::set<std::string> globals_, classes_;       // that lead to handles
};

}  // namespace lanyard::link
