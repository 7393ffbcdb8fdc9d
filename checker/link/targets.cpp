#include "checker/link/targets.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <type_traits>

#include "checker/summary/fields.h"

namespace lanyard::link {
namespace {

using summary::Function;
using summary::Module;
using summary::Source;

template <typename T>
struct IsList : std::false_type {};
template <typename T>
struct IsList<std::vector<T>> : std::true_type {};

/// Calls `leaf` with every string, number and Source that a value is made of.
template <typename T, typename Leaf>
void each_leaf(T& value, const Leaf& leaf) {
  using Plain = std::remove_const_t<T>;
  if constexpr (IsList<Plain>::value) {
    for (auto& each : value) each_leaf(each, leaf);
  } else if constexpr (std::is_same_v<Plain, std::pair<std::string, std::string>>) {
    each_leaf(value.first, leaf);
    each_leaf(value.second, leaf);
  } else if constexpr (summary::HasFields<Plain>::value && !std::is_same_v<Plain, Source>) {
    summary::each_field(value, [&](std::string_view, auto& member) { each_leaf(member, leaf); });
  } else {
    leaf(value);
  }
}

/// What a function says, so that equal ones can be known in modules that count files otherwise.
std::string text_of(const Function& function, const Module& module) {
  std::string text;
  each_leaf(function, [&](const auto& leaf) {
    using T = std::decay_t<decltype(leaf)>;
    if constexpr (std::is_same_v<T, std::string>) {
      text.append(leaf);
    } else if constexpr (std::is_same_v<T, Source>) {
      if (leaf.file < module.files.size()) text.append(module.files[leaf.file]);
      text += ":" + std::to_string(leaf.line) + ":" + std::to_string(leaf.column);
    } else {
      text.append(std::to_string(static_cast<std::uint64_t>(leaf)));
    }
    text.push_back('\n');
  });
  return text;
}

/// Every string in a function, so every key that it names.
std::set<std::string> strings_of(const Function& function) {
  std::set<std::string> found;
  each_leaf(function, [&](const auto& leaf) {
    if constexpr (std::is_same_v<std::decay_t<decltype(leaf)>, std::string>) found.insert(leaf);
  });
  return found;
}

using Targets = std::set<std::string>;

bool share(const Targets& group, const std::vector<std::string>& targets) {
  return std::any_of(targets.begin(), targets.end(),
                     [&](const std::string& each) { return group.count(each) != 0; });
}

/// The modules that define one name, in groups that no target belongs to two of.
struct Name {
  struct Group {
    Targets targets;
    std::string text;               // a function: of the first definition
    std::set<std::string> members;  // a class: its methods; a global: who names it
  };
  std::vector<Group> groups;
  std::set<std::string> mentions;
  std::string class_key;
  bool is_known = true;  // the targets of all its modules
  bool is_function = false;
  bool is_split = false;

  void add(const Module& module, std::string text) {
    is_known &= !module.targets.empty();
    Group added{Targets(module.targets.begin(), module.targets.end()), std::move(text), {}};
    std::vector<Group> others;
    for (Group& each : groups) {
      if (!share(each.targets, module.targets)) {
        others.push_back(std::move(each));
        continue;
      }
      added.targets.insert(each.targets.begin(), each.targets.end());
      added.text = std::move(each.text);
      added.members.insert(each.members.begin(), each.members.end());
    }
    others.push_back(std::move(added));
    groups = std::move(others);
  }

  void add_member(const Module& module, const std::string& key) {
    for (Group& each : groups)
      if (share(each.targets, module.targets)) each.members.insert(key);
  }

  static bool includes(const Group& a, const Group& b) {
    return std::includes(a.members.begin(), a.members.end(), b.members.begin(), b.members.end());
  }

  bool can_split() const { return is_known && groups.size() > 1; }

  bool differs() const {
    const Group& first = groups.front();
    return std::any_of(groups.begin(), groups.end(), [&](const Group& each) {
      // One class from a header can have more methods in one program than in another. Two
      // classes have some each that the other has not.
      return each.text != first.text || (!includes(each, first) && !includes(first, each));
    });
  }
};

class Separation {
 public:
  explicit Separation(const std::vector<Module>& modules) {
    for (const Module& each : modules) sorted_.push_back(&each);
    std::sort(sorted_.begin(), sorted_.end(), [](const Module* a, const Module* b) {
      return std::tie(a->file, a->targets) < std::tie(b->file, b->targets);
    });
    for (const Module* module : sorted_)
      for (const Function& function : module->functions)
        if (function.is_main) programs_.insert(module->targets.begin(), module->targets.end());
    collect();
    decide();
  }

  bool is_needed() const {
    return std::any_of(names_.begin(), names_.end(),
                       [](const auto& each) { return each.second.is_split; });
  }

  void rename(Module& module) const {
    const auto change = [&](auto& leaf) {
      if constexpr (std::is_same_v<std::decay_t<decltype(leaf)>, std::string>) {
        const auto found = names_.find(leaf);
        if (found != names_.end() && found->second.is_split)
          leaf += suffix(found->second, module.targets);
      }
    };
    each_leaf(module.functions, change);
    each_leaf(module.globals, change);
    std::sort(module.globals.begin(), module.globals.end());
  }

 private:
  /// Where the definitions of a function are.
  struct Defined {
    unsigned count = 0;
    Targets targets;
    bool is_known = true;  // the targets of all its modules
  };
  using Definitions = std::map<std::string, Defined>;

  void collect() {
    Definitions definitions;
    for (const Module* module : sorted_)
      for (const Function& each : module->functions) {
        Defined& defined = definitions[each.key];
        ++defined.count;
        defined.is_known &= !module->targets.empty();
        defined.targets.insert(module->targets.begin(), module->targets.end());
      }
    const auto unseen = unseen_in(definitions);
    for (const Module* module : sorted_) {
      std::set<std::string> shared;
      for (const Function& each : module->functions) {
        if (!each.class_key.empty()) shared.insert(each.class_key);
        // Most keys have one definition: their texts are not needed.
        if (definitions[each.key].count > 1 || unseen.count(each.key) != 0) define(each, *module);
      }
      for (const auto& [key, written] : module->globals) shared.insert(key);
      for (const std::string& key : shared) {
        Name& name = names_[key];
        name.add(*module, "");
        // What a library has too, the programs share.
        for (const std::string& each : module->targets) name.is_known &= programs_.count(each) != 0;
      }
    }
    for (const auto& [key, modules] : unseen)
      for (const Module* module : modules) names_[key].add(*module, "");
    for (const Module* module : sorted_)
      for (const Function& each : module->functions) add_member(each, *module);
  }

  bool are_programs(const Targets& targets) const {
    return !targets.empty() &&
           std::includes(programs_.begin(), programs_.end(), targets.begin(), targets.end());
  }

  /// The functions that only other programs than a module's define, with such modules: nobody can
  /// link to those, so each has one of its own that is not seen, be it in a file that was not read.
  std::map<std::string, std::vector<const Module*>> unseen_in(
      const Definitions& definitions) const {
    std::map<std::string, std::vector<const Module*>> found;
    if (programs_.size() < 2) return found;
    for (const Module* module : sorted_) {
      if (!are_programs({module->targets.begin(), module->targets.end()})) continue;
      std::set<std::string> named;
      for (const Function& each : module->functions) named.merge(strings_of(each));
      for (const std::string& key : named) {
        const auto defined = definitions.find(key);
        if (defined != definitions.end() && defined->second.is_known &&
            are_programs(defined->second.targets) &&
            !share(defined->second.targets, module->targets))
          found[key].push_back(module);
      }
    }
    return found;
  }

  /// Notes that a function belongs to its class, and to the globals that it names.
  void add_member(const Function& function, const Module& module) {
    for (const std::string& key : strings_of(function)) {
      const auto found = names_.find(key);
      if (found == names_.end() || key == function.key || !found->second.can_split()) continue;
      if (found->second.is_function) continue;
      found->second.add_member(module, function.key);
    }
  }

  void define(const Function& function, const Module& module) {
    Name& name = names_[function.key];
    name.add(module, text_of(function, module));
    name.class_key = function.class_key;
    name.is_function = true;
    name.mentions.merge(strings_of(function));
  }

  bool is_split(const std::string& key) const {
    const auto found = names_.find(key);
    return found != names_.end() && found->second.is_split;
  }

  /// A name is split where its definitions differ; then so is its class, all of the class,
  /// and whoever names any of these, for each of two equal texts means another thing by it.
  void decide() {
    for (auto& [key, name] : names_) name.is_split = name.can_split() && name.differs();
    for (bool grown = true; grown;) {
      grown = false;
      for (auto& [key, name] : names_) {
        if (!name.can_split()) continue;
        if (!name.is_split)
          name.is_split = std::any_of(name.mentions.begin(), name.mentions.end(),
                                      [&](const std::string& each) { return is_split(each); });
        if (!name.is_split || name.class_key.empty()) continue;
        Name& its_class = names_[name.class_key];
        grown |= its_class.can_split() && !its_class.is_split;
        its_class.is_split = its_class.can_split();
      }
    }
  }

  /// What the key of a split name gets, in a module of these targets.
  std::string suffix(const Name& name, const std::vector<std::string>& targets) const {
    const auto of = [](const Name::Group& group) { return "@" + *group.targets.begin(); };
    for (const Name::Group& each : name.groups)
      if (share(each.targets, targets)) return of(each);
    for (const Name::Group& each : name.groups)
      if (std::none_of(each.targets.begin(), each.targets.end(),
                       [&](const std::string& target) { return programs_.count(target) != 0; }))
        return of(each);
    return of(name.groups.front());
  }

  std::vector<const Module*> sorted_;
  Targets programs_;
  std::map<std::string, Name> names_;
};

}  // namespace

std::optional<std::vector<Module>> separated(const std::vector<Module>& modules) {
  const bool is_told = std::any_of(modules.begin(), modules.end(),
                                   [](const Module& each) { return !each.targets.empty(); });
  if (!is_told) return std::nullopt;
  const Separation separation(modules);
  if (!separation.is_needed()) return std::nullopt;
  std::vector<Module> result = modules;
  for (Module& each : result) separation.rename(each);
  return result;
}

}  // namespace lanyard::link
