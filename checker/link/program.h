// All functions of the modules that are linked, found by key.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "checker/link/effects.h"
#include "checker/summary/summary.h"

namespace lanyard::link {

/// A function and the module that its sources' files are listed in.
struct Member {
  const summary::Function* function = nullptr;
  const summary::Module* module = nullptr;
};

class Program {
 public:
  explicit Program(const std::vector<summary::Module>& modules);

  /// The function of a key, or nullptr if no module has its body.
  const Member* find(const std::string& key) const;

  /// The functions that a call of `key` can run: it, and if the call is dispatched at run
  /// time also what overrides it.
  std::vector<const Member*> targets(const std::string& key, bool dispatched) const;

  /// All functions, by key.
  const std::map<std::string, Member>& members() const { return members_; }

  /// Keys of the functions that call, construct or start a function.
  const std::vector<std::string>& callers(const std::string& key) const;

  /// Whether a function is used as a value: a callback, a thread's entry.
  bool is_taken(const std::string& key) const { return taken_.count(key) != 0; }

  /// What a global holds from the start: functions and other globals (a table of them, in C); and
  /// what ends the objects of the type that it holds, whoever put that there.
  const std::vector<summary::Flow>& initial(const std::string& key) const;

  /// The same of these globals, and of those that they lead to, but for those in `seen`, which
  /// they are added to.
  std::vector<summary::Flow> initial_of(std::vector<std::string> keys,
                                        std::set<std::string>& seen) const;

  /// The same of all globals that the function speaks of.
  std::vector<summary::Flow> initial_in(const summary::Function& function,
                                        std::set<std::string>& seen) const;

  /// A function that the program registers, to be run when something happens to the process.
  struct Handler {
    std::string callee;
    Place receiver;
  };
  /// When it exits.
  const std::vector<Handler>& at_exit() const { return at_exit_; }
  /// When it was forked, in the child.
  const std::vector<Handler>& at_fork() const { return at_fork_; }

  /// The mode that the library as a whole is in, where all that speaks of it agrees, and
  /// the call of sqlite3_config that says so, if one does.
  struct Library {
    contract::Mode mode = contract::Mode::unknown;
    Spot config;
  };
  const Library& library() const { return library_; }

  /// The mode of a connection that was opened with flags that ask for `opened`
  /// (sqlite.org/threadsafe.html: without mutexes in the library no flag brings them back).
  contract::Mode mode_of(contract::Mode opened) const;

  /// How people write a global.
  std::string global_name(const std::string& key) const;

  static Location location(const summary::Module& module, const summary::Source& source);

 private:
  void note_types(const summary::Function& function);
  void note_initial(const summary::Function& initialiser);

  std::map<std::string, Member> members_;
  std::map<std::string, std::vector<std::string>> overriders_;
  std::map<std::string, std::vector<std::string>> callers_;
  std::set<std::string> taken_;
  std::map<std::string, std::string> globals_;
  std::map<std::string, std::vector<summary::Flow>> initial_;
  std::vector<Handler> at_exit_, at_fork_;
  Library library_;
};

}  // namespace lanyard::link
