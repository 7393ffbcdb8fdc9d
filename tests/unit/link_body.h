// Summaries that are written by hand, for the tests of the link step.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "checker/link/link.h"

namespace lanyard::link {

using contract::Handle;
using summary::Event;
using summary::Function;
using summary::Kind;
using summary::Module;
using summary::Place;
using summary::Root;

inline Place place(Root root, std::uint32_t index, std::vector<std::string> path = {}) {
  Place result;
  result.root = root;
  result.index = index;
  result.path = std::move(path);
  return result;
}
inline Place local(std::uint32_t index, std::vector<std::string> path = {}) {
  return place(Root::local, index, std::move(path));
}
inline Place parameter(std::uint32_t index, std::vector<std::string> path = {}) {
  return place(Root::parameter, index, std::move(path));
}
inline Place self(std::vector<std::string> path = {}) {
  return place(Root::self, 0, std::move(path));
}
inline Place global(const std::string& key) {
  Place result = place(Root::global, 0);
  result.key = key;
  return result;
}

/// Writes a function as a list of events, each followed by the next. Lines count the
/// events, so that a test can say which one a finding points to.
class Body {
 public:
  explicit Body(const std::string& key) {
    function_.key = function_.name = key;
    function_.visible = true;
    function_.events.resize(2);
  }

  std::uint32_t add(Event event) {
    const auto index = static_cast<std::uint32_t>(function_.events.size());
    event.where = {1, index, 1};
    function_.events.push_back(std::move(event));
    if (linked_) function_.events[last_].next.push_back(index);
    linked_ = true;
    last_ = index;
    return index;
  }
  std::uint32_t create(Place where) {
    Event event;
    event.kind = Kind::create;
    event.place = std::move(where);
    event.handle = Handle::connection;
    return add(std::move(event));
  }
  std::uint32_t use(Place what) {
    Event event;
    event.kind = Kind::use;
    event.place = std::move(what);
    event.handle = Handle::connection;
    event.name = "sqlite3_exec";
    return add(std::move(event));
  }
  std::uint32_t spawn(const std::string& entry, Place thread, std::vector<Place> arguments) {
    Event event;
    event.kind = Kind::spawn;
    event.callee = entry;
    event.thread = std::move(thread);
    event.arguments = std::move(arguments);
    return add(std::move(event));
  }
  std::uint32_t call(const std::string& callee, std::vector<Place> arguments, Place receiver = {}) {
    Event event;
    event.kind = Kind::call;
    event.callee = callee;
    event.receiver = std::move(receiver);
    event.arguments = std::move(arguments);
    return add(std::move(event));
  }
  std::uint32_t of(Kind kind, Place what) {
    Event event;
    event.kind = kind;
    (kind == Kind::join ? event.thread : event.place) = std::move(what);
    return add(std::move(event));
  }
  void edge(std::uint32_t from, std::uint32_t to) { function_.events[from].next.push_back(to); }
  void flow(Place to, Place from) { function_.flows.push_back({std::move(to), std::move(from)}); }
  /// The next event does not follow this one.
  void cut() { linked_ = false; }
  Function& function() { return function_; }
  Function end() {
    if (linked_) edge(last_, 1);
    return function_;
  }

 private:
  Function function_;
  std::uint32_t last_ = 0;
  bool linked_ = true;
};

inline Module module(const std::string& file, std::vector<Function> functions) {
  Module result;
  result.file = file;
  result.files = {"", file};
  result.functions = std::move(functions);
  return result;
}

inline Function worker() {
  Body body("worker");
  body.use(parameter(0));
  return body.end();
}

}  // namespace lanyard::link
