#include "checker/link/program.h"

#include <algorithm>
#include <functional>
#include <set>
#include <tuple>

#include "checker/link/aliases.h"

namespace lanyard::link {

using contract::Mode;
using summary::Kind;

Program::Program(const std::vector<summary::Module>& modules) {
  // An inline function stands in several modules; whichever order they come in, the one
  // of the first file counts.
  std::vector<const summary::Module*> sorted;
  sorted.reserve(modules.size());
  for (const summary::Module& each : modules) sorted.push_back(&each);
  std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) {
    return std::tie(a->file, a->targets) < std::tie(b->file, b->targets);
  });
  for (const summary::Module* module : sorted) {
    for (const summary::Function& function : module->functions)
      members_.try_emplace(function.key, Member{&function, module});
    for (const auto& [key, name] : module->globals) globals_.try_emplace(key, name);
    if (library_.mode == Mode::unknown || module->mode == Mode::single_thread)
      library_.mode = module->mode;
  }
  // What is configured at run time wins over what was compiled in, but no mutex can come
  // back that was left out.
  std::set<Mode> configured;
  if (library_.mode != Mode::single_thread) {
    for (const auto& [key, member] : members_)
      for (const summary::Event& event : member.function->events)
        if (event.kind == Kind::setup && event.mode != Mode::unknown &&
            configured.insert(event.mode).second)
          library_.config = {location(*member.module, event.where), member.function->name};
    if (configured.size() == 1) library_.mode = *configured.begin();
    if (configured.size() > 1) library_ = {};
  }
  for (const auto& [key, member] : members_) {
    for (const std::string& base : member.function->overrides) overriders_[base].push_back(key);
    for (const summary::Event& event : member.function->events) {
      if (event.kind == Kind::spawn && !event.callee.empty()) taken_.insert(event.callee);
      if ((event.kind == Kind::at_exit || event.kind == Kind::at_fork) && !event.callee.empty()) {
        taken_.insert(event.callee);
        auto& handlers = event.kind == Kind::at_exit ? at_exit_ : at_fork_;
        handlers.push_back({event.callee, event.receiver});
      }
      if (!event.callee.empty()) callers_[event.callee].push_back(key);
      for (const Place& argument : event.arguments)
        if (argument.root == Root::function) taken_.insert(argument.key);
    }
    note_types(*member.function);
    for (const summary::Flow& flow : member.function->flows)
      if (flow.from.root == Root::function) taken_.insert(flow.from.key);
    if (member.function->sort == summary::Sort::initialiser) note_initial(*member.function);
  }
}

/// A list in a list is a value of its own that goes to its part of the global.
void Program::note_initial(const summary::Function& initialiser) {
  // The inner lists come first, so a list's number is below that of the one around it.
  std::map<std::uint32_t, Places, std::greater<>> lists;
  for (const summary::Flow& flow : initialiser.flows)
    if (flow.from.root == Root::value && flow.from.path.empty())
      lists[flow.from.index].insert(flow.to);
  const auto named = [&](const Place& place) -> Places {
    if (place.root == Root::global) return {place};
    Places names;
    const auto list = lists.find(place.index);
    if (place.root != Root::value || list == lists.end()) return names;
    for (const Place& around : list->second)
      if (const Place part = extended(around, place.path);
          part.root == Root::global && names.size() != limit::places)
        names.insert(part);
    return names;
  };
  for (auto& [index, around] : lists) {
    Places names;
    for (const Place& each : around)
      if (each.root != Root::value || each.index > index) names.merge(named(each));
    around = std::move(names);
  }
  for (const summary::Flow& flow : initialiser.flows) {
    if (flow.from.root != Root::function && flow.from.root != Root::global) continue;
    for (const Place& name : named(flow.to)) {
      std::vector<summary::Flow>& initial = initial_[name.key];
      if (initial.size() == limit::table) continue;
      initial.push_back(flow);
      initial.back().to = name;
    }
  }
}

/// A global that is given a type of objects has it in every function: types are made once, when the
/// program is loaded, by a function that has nothing to do with those that make the objects.
void Program::note_types(const summary::Function& function) {
  const auto says_end = [](const summary::Flow& flow) {
    return flow.from.root == Root::function && !flow.to.path.empty() &&
           flow.to.path.back() == summary::kEnd;
  };
  if (std::none_of(function.flows.begin(), function.flows.end(), says_end)) return;
  Aliases aliases;
  for (const summary::Flow& flow : function.flows) aliases.add(flow);
  aliases.close();
  for (const summary::Flow& flow : function.flows) {
    if (flow.to.root != Root::global) continue;
    const Place end = says_end(flow) ? flow.to : extended(flow.to, {summary::kEnd});
    if (!end) continue;
    for (const Place& origin : aliases.resolve(end).origins)
      if (origin.root == Root::function) initial_[end.key].push_back({end, origin, false, false});
  }
}

const Member* Program::find(const std::string& key) const {
  const auto found = members_.find(key);
  return found == members_.end() ? nullptr : &found->second;
}

std::vector<const Member*> Program::targets(const std::string& key, bool dispatched) const {
  std::vector<const Member*> result;
  std::vector<std::string> waiting{key};
  for (std::size_t i = 0; i != waiting.size(); ++i) {
    if (const Member* member = find(waiting[i])) result.push_back(member);
    const auto found = overriders_.find(waiting[i]);
    if (!dispatched || found == overriders_.end()) continue;
    for (const std::string& each : found->second) {
      if (waiting.size() == limit::targets) break;
      if (std::find(waiting.begin(), waiting.end(), each) == waiting.end()) waiting.push_back(each);
    }
  }
  return result;
}

const std::vector<std::string>& Program::callers(const std::string& key) const {
  static const std::vector<std::string> nobody;
  const auto found = callers_.find(key);
  return found == callers_.end() ? nobody : found->second;
}

Mode Program::mode_of(Mode opened) const {
  if (library_.mode == Mode::single_thread || opened == Mode::unknown) return library_.mode;
  return opened;
}

const std::vector<summary::Flow>& Program::initial(const std::string& key) const {
  static const std::vector<summary::Flow> nothing;
  const auto found = initial_.find(key);
  return found == initial_.end() ? nothing : found->second;
}

std::vector<summary::Flow> Program::initial_of(std::vector<std::string> keys,
                                               std::set<std::string>& seen) const {
  std::vector<summary::Flow> found;
  while (!keys.empty()) {
    const std::string key = std::move(keys.back());
    keys.pop_back();
    if (!seen.insert(key).second) continue;
    for (const summary::Flow& flow : initial(key)) {
      found.push_back(flow);
      if (flow.from.root == Root::global) keys.push_back(flow.from.key);
    }
  }
  return found;
}

std::vector<summary::Flow> Program::initial_in(const summary::Function& function,
                                               std::set<std::string>& seen) const {
  std::vector<std::string> keys;
  const auto note = [&](const Place& place) {
    if (place.root == Root::global) keys.push_back(place.key);
  };
  for (const summary::Flow& flow : function.flows) {
    note(flow.to);
    note(flow.from);
  }
  for (const summary::Event& event : function.events) {
    note(event.place);
    note(event.receiver);
    note(event.under);
    for (const Place& each : event.arguments) note(each);
  }
  return initial_of(std::move(keys), seen);
}

std::string Program::global_name(const std::string& key) const {
  const auto found = globals_.find(key);
  return found == globals_.end() ? "a global" : found->second;
}

Location Program::location(const summary::Module& module, const summary::Source& source) {
  Location result;
  if (source.line == 0 || source.file >= module.files.size()) return result;
  result.file = module.files[source.file];
  result.line = source.line;
  result.column = source.column;
  return result;
}

}  // namespace lanyard::link
