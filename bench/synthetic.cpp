#include "bench/synthetic.h"

#include <string>
#include <utility>

namespace lanyard::bench {
namespace {

using contract::Handle;
using summary::Event;
using summary::Function;
using summary::Kind;
using summary::Module;
using summary::Place;
using summary::Root;
using summary::Sort;

constexpr std::size_t kFanOut = 8;     // calls of a function that only calls
constexpr std::size_t kSharedBy = 40;  // parts that use one singleton
constexpr std::uint32_t kObject = 0;   // the local that most functions speak of
constexpr std::uint32_t kThread = 1;   // and the thread beside it

Place place(Root root, std::uint32_t index, std::vector<std::string> path = {}) {
  Place result;
  result.root = root;
  result.index = index;
  result.path = std::move(path);
  return result;
}

Place named(Root root, const std::string& key, std::vector<std::string> path = {}) {
  Place result = place(root, 0, std::move(path));
  result.key = key;
  return result;
}

/// A function as a list of events, each followed by the next.
class Body {
 public:
  explicit Body(const std::string& key, Sort sort = Sort::plain) {
    function_.key = function_.name = key;
    function_.sort = sort;
    function_.locals = {"object", "thread"};
    function_.parameters = {"first", "second"};
    function_.events.resize(2);
  }

  Event& add(Kind kind) {
    const auto index = static_cast<std::uint32_t>(function_.events.size());
    function_.events[last_].next.push_back(index);
    last_ = index;
    Event& event = function_.events.emplace_back();
    event.kind = kind;
    event.where = {1, index, 1};
    return event;
  }
  void of(Kind kind, Place what) { add(kind).place = std::move(what); }
  void create(Place where) {
    Event& event = add(Kind::create);
    event.place = std::move(where);
    event.handle = Handle::connection;
  }
  void use(Place what, const std::string& api = "sqlite3_exec") {
    Event& event = add(Kind::use);
    event.place = std::move(what);
    event.handle = Handle::connection;
    event.name = api;
    event.ends = api == "sqlite3_close";
  }
  Event& call(const std::string& callee, std::vector<Place> arguments, Place receiver = {}) {
    Event& event = add(Kind::call);
    event.callee = event.name = callee;
    event.arguments = std::move(arguments);
    event.receiver = std::move(receiver);
    return event;
  }
  void spawn(const std::string& entry, std::vector<Place> arguments, Place thread) {
    Event& event = add(Kind::spawn);
    event.callee = entry;
    event.arguments = std::move(arguments);
    event.thread = std::move(thread);
  }
  void join(Place thread) { add(Kind::join).thread = std::move(thread); }
  void flow(Place to, Place from) {
    function_.flows.push_back({std::move(to), std::move(from), false, true});
  }
  /// What follows the last event is that event, too.
  void loop() { function_.events[last_].next.push_back(2); }
  Function& function() { return function_; }
  Function end() {
    function_.events[last_].next.push_back(1);
    return std::move(function_);
  }

 private:
  Function function_;
  std::uint32_t last_ = 0;
};

/// One part of a program, in a file of its own.
class Part {
 public:
  explicit Part(std::size_t number) : number_(number) {
    const std::string file = "part" + std::to_string(number) + ".cpp";
    module_.file = file;
    module_.files = {"", file};
  }

  Module take() {
    chain();
    holder();
    singleton();
    pool();
    threads();
    cycle();
    interfaces();
    entry();
    return std::move(module_);
  }

  std::string key(const std::string& name) const {
    return "part" + std::to_string(number_) + "::" + name;
  }

 private:
  void add(Body& body) { module_.functions.push_back(body.end()); }

  /// A handle passed down a chain of calls.
  void chain() {
    constexpr int kLength = 10;
    for (int i = 0; i != kLength; ++i) {
      Body body(key("chain" + std::to_string(i)));
      if (i + 1 != kLength) body.call(key("chain" + std::to_string(i + 1)), {parameter()});
      body.use(parameter());
      if (i % 3 == 0) body.use(parameter(), "sqlite3_errmsg");
      add(body);
    }
  }

  /// A class with a connection in a field, and a lock.
  void holder() {
    const Place db = self("Holder::db"), lock = self("Holder::lock");
    Body made = method("Holder", Sort::constructor);
    made.create(db);
    add(made);
    for (int i = 0; i != 8; ++i) {
      Body body = method("step" + std::to_string(i), Sort::method);
      if (i % 2 == 0) body.of(Kind::lock, lock);
      body.call(key("chain" + std::to_string(i)), {db});
      body.use(db, i % 4 == 0 ? "sqlite3_last_insert_rowid" : "sqlite3_exec");
      if (i % 2 == 0) body.of(Kind::unlock, lock);
      add(body);
    }
    Body ended = method("~Holder", Sort::destructor);
    ended.use(db, "sqlite3_close");
    add(ended);
    Body user(key("hold"));
    user.call(key("Holder"), {}, object());
    for (int i = 0; i != 8; ++i) user.call(key("step" + std::to_string(i)), {}, object());
    user.loop();
    user.call(key("~Holder"), {}, object());
    add(user);
  }

  /// Users of a connection that a whole group of parts shares.
  void singleton() {
    const std::string name = "database" + std::to_string(number_ / kSharedBy);
    const Place global = named(Root::global, name);
    module_.globals.emplace_back(name, name);
    Body open(key("open_once"));
    open.create(global);
    add(open);
    for (int i = 0; i != 6; ++i) {
      Body body(key("user" + std::to_string(i)));
      body.function().locals.emplace_back("db");
      body.flow(object(), global);
      body.call(key("chain" + std::to_string(i)), {object()});
      if (i == 0) body.use(global, "sqlite3_changes");
      add(body);
    }
  }

  /// A pool: jobs are put in a queue, threads run them.
  void pool() {
    const std::vector<std::string> stored{"Pool::jobs", summary::kCalled};
    Body add_job = method("Pool::add", Sort::method);
    add_job.of(Kind::lock, self("Pool::lock"));
    add_job.flow(place(Root::self, 0, {"Pool::jobs"}), parameter());
    add_job.of(Kind::unlock, self("Pool::lock"));
    add(add_job);
    Body run = method("Pool::run", Sort::method);
    run.add(Kind::call).place = self("Pool::jobs");
    run.loop();
    add(run);
    Body start = method("Pool::start", Sort::method);
    Event& spawn = start.add(Kind::spawn);
    spawn.callee = key("Pool::run");
    spawn.receiver = self();
    spawn.thread = self("Pool::threads");
    spawn.many = true;
    add(start);
    Body stop = method("Pool::stop", Sort::method);
    stop.join(self("Pool::threads"));
    add(stop);
    for (int i = 0; i != 4; ++i) {
      const std::string job = key("job" + std::to_string(i));
      Body body(job, Sort::lambda);
      body.call(key("chain" + std::to_string(i)), {self("db")});
      add(body);
      Body user(key("give" + std::to_string(i)));
      const Place closure = place(Root::value, 0);
      if (i % 2 == 0) user.create(object());
      user.flow(place(Root::value, 0, {summary::kCalled}), named(Root::function, job));
      user.flow(place(Root::value, 0, {"db"}), i % 2 == 0 ? object() : parameter(1));
      user.call(key("Pool::add"), {closure}, parameter());
      add(user);
    }
    Body owner(key("pooled"));
    owner.call(key("Pool::start"), {}, object());
    for (int i = 0; i != 4; ++i)
      owner.call(key("give" + std::to_string(i)), {object(), place(Root::local, kThread)});
    owner.call(key("Pool::stop"), {}, object());
    add(owner);
  }

  /// Threads with a connection, waited for or not.
  void threads() {
    Body work(key("work"));
    work.call(key("chain0"), {parameter()});
    add(work);
    for (int i = 0; i != 4; ++i) {
      Body body(key("start" + std::to_string(i)));
      body.create(object());
      body.spawn(key("work"), {object()}, place(Root::local, kThread));
      if (i % 2 == 0) body.use(object());
      if (i != 3) body.join(place(Root::local, kThread));
      body.use(object(), "sqlite3_close");
      add(body);
    }
    Body background(key("background"));
    const std::string name = "database" + std::to_string(number_ / kSharedBy);
    background.spawn(key("user1"), {named(Root::global, name)}, {});
    add(background);
  }

  void cycle() {
    constexpr int kLength = 5;
    for (int i = 0; i != kLength; ++i) {
      Body body(key("cycle" + std::to_string(i)));
      body.call(key("cycle" + std::to_string((i + 1) % kLength)), {parameter()});
      body.call(key("chain" + std::to_string(i)), {parameter()});
      add(body);
    }
  }

  void interfaces() {
    const std::string base = "Interface" + std::to_string(number_ / kSharedBy) + "::run";
    Body body = method("Implementation::run", Sort::method);
    body.function().overrides = {base};
    body.call(key("chain5"), {self("Implementation::db")});
    add(body);
    Body caller(key("dispatch"));
    caller.call(base, {}, object()).dispatched = true;
    add(caller);
  }

  void entry() {
    Body body(key("entry"));
    body.function().visible = true;
    for (const char* each : {"open_once", "hold", "pooled", "background", "dispatch"})
      body.call(key(each), {});
    for (int i = 0; i != 4; ++i) body.call(key("start" + std::to_string(i)), {});
    for (int i = 0; i != 6; ++i) body.call(key("user" + std::to_string(i)), {});
    body.create(object());
    body.call(key("cycle0"), {object()});
    add(body);
  }

  Body method(const std::string& name, Sort sort) const {
    Body body(key(name), sort);
    body.function().class_key = body.function().class_name = key("Holder");
    if (name.compare(0, 6, "Pool::") == 0)
      body.function().class_key = body.function().class_name = key("Pool");
    if (name.compare(0, 14, "Implementation") == 0)
      body.function().class_key = body.function().class_name = key("Implementation");
    return body;
  }

  static Place self() { return place(Root::self, 0); }
  static Place self(const std::string& field) { return place(Root::self, 0, {field}); }
  static Place parameter(std::uint32_t index = 0) { return place(Root::parameter, index); }
  static Place object() { return place(Root::local, kObject); }

  std::size_t number_;
  Module module_;
};

/// A tree of functions above `callees`, each of which calls some; its top is `main`.
Module callers_of(std::vector<std::string> callees) {
  Module module;
  module.file = "main.cpp";
  module.files = {"", "main.cpp"};
  for (int level = 0; callees.size() != 1 || level == 0; ++level) {
    std::vector<std::string> above;
    for (std::size_t i = 0; i < callees.size(); i += kFanOut) {
      Body body("level" + std::to_string(level) + "::" + std::to_string(i));
      for (std::size_t k = i; k != i + kFanOut && k != callees.size(); ++k)
        body.call(callees[k], {});
      above.push_back(body.function().key);
      body.function().is_main = callees.size() <= kFanOut;
      module.functions.push_back(body.end());
    }
    callees = std::move(above);
  }
  return module;
}

}  // namespace

std::vector<Module> synthetic(std::size_t functions, Caller caller) {
  std::vector<Module> modules;
  std::vector<std::string> entries;
  for (std::size_t made = 0; made < functions || modules.empty();) {
    Part part(modules.size());
    entries.push_back(part.key("entry"));
    modules.push_back(part.take());
    made += modules.back().functions.size();
  }
  if (caller == Caller::main) modules.push_back(callers_of(std::move(entries)));
  return modules;
}

}  // namespace lanyard::bench
