// What one function does with handles, threads and locks: the language that the
// rooms of the checker speak.
//
// summary/ writes it from Clang's AST, link/ reads it and knows nothing else, facts/
// stores it. So it is plain data: no Clang, no LLVM, no pointers, and nothing in it
// depends on which translation units exist besides its own.
//
// Names of objects. A Place is a root and a path of fields, e.g. parameter 0, field
// `Context::db`. A pointer, a reference and a smart pointer all name the object they
// point to, and a container and its elements are one place, so `ctx->db`, `ctx.db` and
// `(*ctx).db` are the same place. A handle is known by the place that holds it.
#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "contract/contract.h"

namespace lanyard::summary {

/// A place in a source file: an index into Module::files, and line and column from 1.
/// Line 0 means that nobody knows.
struct Source {
  std::uint32_t file = 0;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

enum class Root : std::uint8_t {
  none,        // not an object that we follow: a number, a literal
  parameter,   // parameter `index`
  self,        // `this`; in a lambda, the closure, whose fields are the captures
  local,       // local variable `index`
  value,       // what an expression makes: a call's result, a temporary, a `new`
  global,      // variable `key`, the same one for every thread
  per_thread,  // thread_local variable `key`
  returned,    // what the function returns
  function,    // function `key` itself, as a value
  argument,    // what a bound callable (std::bind) gets as argument `index` when it is called
};

/// The field that holds what a callable object calls: see Flow.
inline constexpr const char* kCalled = "()";

/// The field of a callback's context that holds the pointer it was registered with.
inline constexpr const char* kUserData = "user data";

/// The field of a connection that is its own mutex: what sqlite3_db_mutex answers.
inline constexpr const char* kMutex = "sqlite3::mutex";

/// The field of a lock that those take who let others in that take it too: readers. Who
/// takes the lock itself keeps them all out.
inline constexpr const char* kShared = "shared";

/// The field of a queue that is the lock which what it runs holds meanwhile: the queue itself
/// where one thing runs at a time, the readers' side of its field kWide where several do.
inline constexpr const char* kTurn = "turn";
inline constexpr const char* kWide = "wide";

/// The field of a queue that stands for the threads with what was sent there.
inline constexpr const char* kSent = "sent";

/// The field that holds what a collector runs, on a thread of its own, to end an object; of a type
/// of objects, what it runs for each of them.
inline constexpr const char* kEnd = "end";

/// Before a field's name: the object that has the field, seen from the field. C reaches
/// it by offsetof (container_of); `x.f` and then this of `f` is `x` again.
inline constexpr char kAround = '^';

struct Place {
  Root root = Root::none;
  std::uint32_t index = 0;
  std::string key;
  std::vector<std::string> path;  // fields, outermost first, as `Class::field`
  /// The locals that subscripted it: `all[i]` is the place `all`, subscript `i`. They do
  /// not tell places apart; they tell when the same words name another element.
  std::vector<std::uint32_t> subscripts;
  /// One of a container's elements, and nobody can tell which: two such places may hold
  /// two handles. Does not tell places apart either.
  bool element = false;

  explicit operator bool() const { return root != Root::none; }
  friend bool operator==(const Place& a, const Place& b) {
    return std::tie(a.root, a.index, a.key, a.path) == std::tie(b.root, b.index, b.key, b.path);
  }
  friend bool operator!=(const Place& a, const Place& b) { return !(a == b); }
  friend bool operator<(const Place& a, const Place& b) {
    return std::tie(a.root, a.index, a.key, a.path) < std::tie(b.root, b.index, b.key, b.path);
  }
};

/// `to` gets what `from` holds, by assignment, initialisation, capture or return.
/// A callable object's `()` field gets the function that calling it runs; its fields
/// `#0`, `#1`… get the arguments bound to it (std::bind).
struct Flow {
  Place to;
  Place from;
  /// `to` is another name of `from` itself (a reference, an address), so that writing
  /// through `to` changes `from`. Otherwise only the value is the same.
  bool names = false;
  /// `to` is written through a pointer or a reference, so whoever passed it sees it.
  bool through = false;
};

enum class Kind : std::uint8_t {
  pass,     // nothing: the entry, the exit, a branch
  define,   // `place` gets a new value, so that its name now means another object; with
            // `element` it steps to the next one
  create,   // SQLite stores a new handle of kind `handle` in `place`, derived from `parent`
  use,      // `name` uses the handle in `place`
  call,     // runs `callee`, or the callable in `place` where `callee` is empty
  spawn,    // starts `callee`, or the callable in `place`, on a thread kept in `thread`
  join,     // waits for the thread in `thread` to end
  lock,     // takes the lock in `place`, for the guard object in `receiver` if there is one
  unlock,   // gives it back; `place` may be the guard
  signal,   // whoever waits for the synchroniser in `place` may go on
  wait,     // somebody has signalled the synchroniser in `place`
  fork,     // from here on there are two processes, and `place` is 0 in the child; without
            // a place only the child goes on
  parent,   // the child of the fork that answered `place` does not come here; the child of
            // no fork at all, where there is no place
  child,    // the process that made the child with the answer `place` does not come here
  stop,     // nothing follows: the thread or the process ends, or becomes another program
  exit,     // nothing follows: the process ends after doing what it has at_exit
  at_exit,  // `callee`, or the callable in `place`, runs when the process exits
  at_fork,  // `callee`, or the callable in `place`, runs in the child of each fork that `handles`
  rebind,   // this thread is the home of the handle in `place` from here on (lanyard_rebind)
  setup,    // `name` sets the library up or shuts it down; sqlite3_config asks for `mode`
};

struct Event {
  Kind kind = Kind::pass;
  Source where;
  Place place;
  Place parent;    // create: the connection that it derives from, or none
  Place thread;    // spawn, join: the object that stands for the thread, or none
  Place under;     // spawn: the lock that it runs under (its queue's), or none
  Place receiver;  // call, spawn: the object that a method runs on
  Place result;    // call: where the value that it returns goes
  /// call, spawn: the key of the function. create, use: that of a method of an opaque
  /// class which the model names: the event counts only where nobody has its body.
  std::string callee;
  std::string name;              // use: the function that uses it; call: the callee, for people
  std::vector<Place> arguments;  // call, spawn
  std::vector<contract::Handle> kinds;               // call, spawn: which of them are handles
  contract::Handle handle = contract::Handle::none;  // create, use
  contract::Mode mode = contract::Mode::unknown;     // create, setup: what its flags say
  contract::Sql sql = contract::Sql::unknown;        // create, use: of its constant text
  Source nomutex;                                    // create: SQLITE_OPEN_NOMUTEX in its flags
  bool ends = false;                                 // use: the handle is released
  bool guessed = false;             // use: a function without a body is given the handle
  bool dispatched = false;          // call: virtual, so overriders may run instead
  bool handles = false;             // fork: the child runs what is registered by at_fork
  bool many = false;                // spawn: several threads run it at once
  std::vector<std::uint32_t> next;  // the events that can follow
};

/// How a lambda holds one of its captures; it is the field `name` of the closure.
struct Capture {
  enum class How : std::uint8_t { by_value, by_reference, initialised, self };
  std::string name;
  How how = How::by_value;
};

enum class Sort : std::uint8_t {
  plain,        // a function that is no method of an object
  method,       //
  constructor,  //
  destructor,   //
  lambda,       // the call operator of a closure
  initialiser,  // not a function: the dynamic initialisation of a file's globals
};

struct Function {
  std::string key;         // the same in all TUs for external linkage, unique otherwise
  std::string name;        // as a person writes it: "Service::start"
  std::string class_key;   // the class of a method, constructor or destructor
  std::string class_name;  //
  Source where;
  Sort sort = Sort::plain;
  bool is_main = false;
  bool visible = false;                 // code that we do not see may call it
  bool address_taken = false;           // used as a value in its own TU
  std::vector<std::string> overrides;   // keys of the virtual methods it overrides
  std::vector<std::string> parameters;  // their names
  std::vector<std::string> locals;      // their names, by Place::index
  std::vector<Capture> captures;
  std::vector<Event> events;  // [0] is the entry, [1] the exit
  std::vector<Flow> flows;
  /// Handles that any thread may use, as lanyard_any_thread and annotations say; sorted.
  std::vector<Place> any_thread;
  /// Locks that its callers hold, as Clang's thread-safety attributes say; sorted.
  std::vector<Place> holds;
};

/// A NOLINT comment.
struct NoLint {
  Source where;
  std::string kind;    // what follows the word: nothing, NEXTLINE, BEGIN or END
  std::string checks;  // the list in parentheses, without spaces; "*" where there is none
};

/// One translation unit.
struct Module {
  std::string file;                // the main file
  std::vector<std::string> files;  // as NameFile in summarise.h says; [0] is unknown
  std::vector<Function> functions;
  /// What SQLITE_THREADSAFE says on the command line.
  contract::Mode mode = contract::Mode::unknown;
  /// How people write the globals that places name by key: (key, name), sorted by key.
  std::vector<std::pair<std::string, std::string>> globals;
  /// The programs and libraries that the object is linked into, where the build tells; sorted.
  std::vector<std::string> targets;
  /// Those of all files that the module names, in the order of the files and their lines.
  std::vector<NoLint> nolint;
};

}  // namespace lanyard::summary
