#include "checker/link/harness.h"

#include <algorithm>

namespace lanyard::link {

using summary::Event;
using summary::Function;
using summary::Kind;
using summary::Sort;

namespace {

/// Builds a function that consists of calls.
class Maker {
 public:
  explicit Maker(std::string name) {
    made_.name = std::move(name);
    made_.events.resize(2);
  }

  std::uint32_t add(const Function* callee, std::uint32_t after) {
    Event& event = made_.events.emplace_back();
    if (callee) {
      event.kind = Kind::call;
      event.callee = callee->key;
      event.name = callee->name;
      event.receiver = object_;
    }
    const auto index = static_cast<std::uint32_t>(made_.events.size()) - 1;
    edge(after, index);
    return index;
  }

  void edge(std::uint32_t from, std::uint32_t to) { made_.events[from].next.push_back(to); }

  /// Any of these, in any order, any number of times. Returns the event before and after.
  std::uint32_t any_of(const std::vector<const Function*>& callees, std::uint32_t after) {
    const std::uint32_t hub = add(nullptr, after);
    for (const Function* each : callees) edge(add(each, hub), hub);
    return hub;
  }

  void give_object(const std::string& name) {
    object_.root = Root::local;
    made_.locals.push_back(name);
  }

  Function take() { return std::move(made_); }

 private:
  Function made_;
  Place object_;
};

struct Class {
  std::vector<const Function*> constructors, methods;
  const Function* destructor = nullptr;
};

bool leaves_threads(const EffectsByKey& known, const std::string& key) {
  const auto found = known.find(key);
  return found != known.end() && !found->second.running.empty();
}

/// Whether a function that is no method of the class calls this one.
bool has_outside_caller(const Program& program, const Function& function) {
  for (const std::string& key : program.callers(function.key)) {
    const Member* caller = program.find(key);
    if (caller && caller->function->class_key != function.class_key) return true;
  }
  return false;
}

Function class_harness(const std::string& name, const Class& parts) {
  Maker maker("a user of " + name);
  maker.give_object(name);
  std::vector<std::uint32_t> starts;
  starts.reserve(parts.constructors.size());
  for (const Function* each : parts.constructors) starts.push_back(maker.add(each, 0));
  std::uint32_t hub = 0;
  if (starts.empty()) {
    hub = maker.any_of(parts.methods, 0);
  } else {
    hub = maker.any_of(parts.methods, starts.front());
    for (std::size_t i = 1; i != starts.size(); ++i) maker.edge(starts[i], hub);
  }
  maker.edge(parts.destructor ? maker.add(parts.destructor, hub) : hub, 1);
  return maker.take();
}

void add_classes(const Program& program, const EffectsByKey& known, std::deque<Harness>& to) {
  std::map<std::string, Class> classes;
  for (const auto& [key, member] : program.members()) {
    const Function& function = *member.function;
    if (function.class_key.empty()) continue;
    Class& parts = classes[function.class_key];
    if (function.sort == Sort::constructor)
      parts.constructors.push_back(&function);
    else if (function.sort == Sort::destructor)
      parts.destructor = &function;
    else if (function.sort == Sort::method && function.visible)
      parts.methods.push_back(&function);
  }
  for (const auto& [key, parts] : classes) {
    const auto is_loose = [&](const Function* each) {
      return leaves_threads(known, each->key) && !has_outside_caller(program, *each);
    };
    const bool starts_loose =
        std::any_of(parts.methods.begin(), parts.methods.end(), is_loose) ||
        std::any_of(parts.constructors.begin(), parts.constructors.end(), is_loose);
    if (!starts_loose) continue;
    const Function* any =
        parts.methods.empty() ? parts.constructors.front() : parts.methods.front();
    to.push_back({class_harness(any->class_name, parts), true});
  }
}

/// Whether what a function does goes beyond itself.
bool has_effects(const EffectsByKey& known, const std::string& key) {
  const auto found = known.find(key);
  if (found == known.end()) return false;
  const Effects& effects = found->second;
  return !effects.uses.empty() || !effects.creates.empty() || !effects.readings.empty() ||
         !effects.running.empty() || !effects.pending.empty() || !effects.forks.empty() ||
         !effects.inherited.empty();
}

void add_program(const Program& program, const EffectsByKey& known, std::deque<Harness>& to) {
  std::vector<const Function*> initialisers, free, mains;
  bool has_main = false;
  for (const auto& [key, member] : program.members()) {
    const Function& function = *member.function;
    has_main |= function.is_main;
    if (function.is_main && has_effects(known, key)) mains.push_back(&function);
    if (function.sort == Sort::initialiser)
      initialisers.push_back(&function);
    else if (function.visible && program.callers(key).empty() && !program.is_taken(key) &&
             (function.sort == Sort::plain || function.sort == Sort::method))
      free.push_back(&function);
  }
  // A main that does nothing to what others can reach is as good as none: but it is there, so
  // that nobody else calls the program's functions.
  if (mains.empty()) mains.push_back(nullptr);
  for (const Function* main : mains) {
    Maker maker(has_main ? "main" : "a user of this library");
    std::uint32_t last = 0;
    for (const Function* each : initialisers) last = maker.add(each, last);
    if (!has_main) last = maker.any_of(free, last);
    maker.edge(main ? maker.add(main, last) : last, 1);
    to.push_back({maker.take(), !has_main});
  }
}

}  // namespace

std::deque<Harness> harnesses(const Program& program, const EffectsByKey& known) {
  std::deque<Harness> result;
  add_classes(program, known, result);
  add_program(program, known, result);
  return result;
}

}  // namespace lanyard::link
