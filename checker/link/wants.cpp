#include "checker/link/wants.h"

#include <algorithm>
#include <cctype>

#include "checker/link/carriers.h"

namespace lanyard::link {

using summary::Event;
using summary::Function;
using summary::Kind;
using summary::Sort;

namespace {

bool is_identifier(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char each) {
    return std::isalnum(each) != 0 || each == '_' || each >= 0x80;
  });
}

/// A want for a name as people write it, `ns::Class::method`. An operator, a constructor and a
/// destructor are called without being named: then it is the class that is. False for what has
/// no name that a text would hold.
bool set_name(const std::string& written, Want& want) {
  std::vector<std::string> parts(1);
  for (std::size_t i = 0; i != written.size(); ++i) {
    if (written.compare(i, 2, "::") == 0) {
      parts.emplace_back();
      ++i;
    } else {
      parts.back().push_back(written[i]);
    }
  }
  const std::string last = std::move(parts.back());
  parts.pop_back();
  constexpr std::string_view kOperator = "operator";
  const bool is_operator =
      last.compare(0, kOperator.size(), kOperator) == 0 && !is_identifier(last);
  const bool is_destructor = !last.empty() && last.front() == '~';
  if (is_operator || is_destructor) {
    if (parts.empty()) return false;
    want.name = std::move(parts.back());
    parts.pop_back();
  } else {
    want.name = last;
  }
  if (!is_identifier(want.name)) return false;
  for (std::string& each : parts)
    if (is_identifier(each) && each != want.name) want.scopes.push_back(std::move(each));
  return true;
}

/// Whether a key is of something that no other unit can name.
bool is_internal(const std::string& key, const summary::Module& module) {
  const std::string end = "@" + module.file;
  return key.size() > end.size() && key.compare(key.size() - end.size(), end.size(), end) == 0;
}

class Collector {
 public:
  Collector(const Program& program, const EffectsByKey& known)
      : program_(program), known_(known), carriers_(program, known) {
    for (const auto& [key, member] : program.members())
      for (const Event& event : member.function->events)
        configures_ |= event.kind == Kind::setup && event.mode != contract::Mode::unknown;
  }

  std::set<Want> take() {
    bool has_main = false;
    for (const auto& [key, member] : program_.members()) {
      has_main |= member.function->is_main;
      callers(*member.function, *member.module);
      if (carriers_.concerns(key)) definitions(*member.function, *member.module);
    }
    for (const auto& [key, member] : program_.members()) globals(*member.module);
    if (!has_main) found_.insert({Want::Kind::main, "main", {}});
    return std::move(found_);
  }

 private:
  /// Whether what the function does can break a rule together with what its callers do.
  bool concerns_callers(const Function& function) const {
    if (carriers_.concerns_callers(function.key)) return true;
    const auto found = known_.find(function.key);
    if (found == known_.end()) return false;
    const Effects& effects = found->second;
    if (!effects.forks.empty() || !effects.inherited.empty()) return true;
    const bool mode_matters =
        configures_ || program_.library().mode == contract::Mode::single_thread;
    return mode_matters && (effects.touches || effects.initialises || has_setup(function));
  }

  static bool has_setup(const Function& function) {
    return std::any_of(function.events.begin(), function.events.end(),
                       [](const Event& each) { return each.kind == Kind::setup; });
  }

  void callers(const Function& function, const summary::Module& module) {
    if (function.sort == Sort::lambda || function.sort == Sort::initialiser || function.is_main)
      return;
    if (is_internal(function.key, module) || !concerns_callers(function)) return;
    Want want;
    if (!set_name(function.name, want)) return;
    // Who calls it through a base does not name its class.
    if (!function.overrides.empty()) want.scopes.clear();
    found_.insert(std::move(want));
  }

  void definitions(const Function& function, const summary::Module& module) {
    const bool is_near =
        std::any_of(function.events.begin(), function.events.end(), [](const Event& each) {
          return each.kind == Kind::create || each.kind == Kind::use || each.kind == Kind::spawn ||
                 each.kind == Kind::fork;
        });
    for (const Event& event : function.events) {
      if (event.callee.empty() || is_internal(event.callee, module)) continue;
      // A virtual call runs the override of whoever has one.
      if (!event.dispatched && program_.find(event.callee)) continue;
      Want want;
      want.kind =
          carriers_.crosses(function.key, event) ? Want::Kind::definition : Want::Kind::order;
      if (want.kind == Want::Kind::order && !is_near) continue;
      if (set_name(event.name, want)) found_.insert(std::move(want));
    }
  }

  void globals(const summary::Module& module) {
    if (!seen_.insert(&module).second) return;
    for (const auto& [key, written] : module.globals) {
      Want want;
      if (carriers_.globals().count(key) != 0 && !is_internal(key, module) &&
          set_name(written, want))
        found_.insert(std::move(want));
    }
  }

  const Program& program_;
  const EffectsByKey& known_;
  const Carriers carriers_;
  bool configures_ = false;
  std::set<const summary::Module*> seen_;
  std::set<Want> found_;
};

}  // namespace

std::set<Want> wants(const Program& program, const EffectsByKey& known) {
  return Collector(program, known).take();
}

std::string_view name(Want::Kind kind) {
  switch (kind) {
    case Want::Kind::definition: return "definition";
    case Want::Kind::order: return "order";
    case Want::Kind::main: return "main";
    case Want::Kind::caller: break;
  }
  return "caller";
}

}  // namespace lanyard::link
