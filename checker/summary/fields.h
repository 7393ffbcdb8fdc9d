// The fields of everything in summary.h, listed once.
//
// Whatever has to touch all of a summary (facts/ writes, reads and prints it, link/ renames
// keys in it) goes through these lists, so that a field can be forgotten in one place only,
// and there the compiler counts them.
#pragma once

#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "checker/summary/summary.h"

namespace lanyard::summary {

template <typename Struct, typename Member>
struct Field {
  std::string_view name;
  Member Struct::* member;
};

template <typename Struct, typename Member>
constexpr Field<Struct, Member> field(std::string_view name, Member Struct::* member) {
  return {name, member};
}

/// The fields of a structure, in the order in which files hold them.
template <typename Struct>
struct Fields;

template <>
struct Fields<Source> {
  static constexpr auto list = std::make_tuple(
      field("file", &Source::file), field("line", &Source::line), field("column", &Source::column));
};

template <>
struct Fields<Place> {
  static constexpr auto list =
      std::make_tuple(field("root", &Place::root), field("index", &Place::index),
                      field("key", &Place::key), field("path", &Place::path),
                      field("subscripts", &Place::subscripts), field("element", &Place::element));
};

template <>
struct Fields<Flow> {
  static constexpr auto list =
      std::make_tuple(field("to", &Flow::to), field("from", &Flow::from),
                      field("names", &Flow::names), field("through", &Flow::through));
};

template <>
struct Fields<Event> {
  static constexpr auto list = std::make_tuple(
      field("kind", &Event::kind), field("where", &Event::where), field("place", &Event::place),
      field("parent", &Event::parent), field("thread", &Event::thread),
      field("under", &Event::under), field("receiver", &Event::receiver),
      field("result", &Event::result), field("callee", &Event::callee), field("name", &Event::name),
      field("arguments", &Event::arguments), field("kinds", &Event::kinds),
      field("handle", &Event::handle), field("mode", &Event::mode), field("sql", &Event::sql),
      field("nomutex", &Event::nomutex), field("ends", &Event::ends),
      field("guessed", &Event::guessed), field("dispatched", &Event::dispatched),
      field("handles", &Event::handles), field("many", &Event::many), field("next", &Event::next));
};

template <>
struct Fields<Capture> {
  static constexpr auto list =
      std::make_tuple(field("name", &Capture::name), field("how", &Capture::how));
};

template <>
struct Fields<Function> {
  static constexpr auto list = std::make_tuple(
      field("key", &Function::key), field("name", &Function::name),
      field("class_key", &Function::class_key), field("class_name", &Function::class_name),
      field("where", &Function::where), field("sort", &Function::sort),
      field("is_main", &Function::is_main), field("visible", &Function::visible),
      field("address_taken", &Function::address_taken), field("overrides", &Function::overrides),
      field("parameters", &Function::parameters), field("locals", &Function::locals),
      field("captures", &Function::captures), field("events", &Function::events),
      field("flows", &Function::flows), field("any_thread", &Function::any_thread),
      field("holds", &Function::holds));
};

template <>
struct Fields<NoLint> {
  static constexpr auto list =
      std::make_tuple(field("where", &NoLint::where), field("kind", &NoLint::kind),
                      field("checks", &NoLint::checks));
};

template <>
struct Fields<Module> {
  static constexpr auto list =
      std::make_tuple(field("file", &Module::file), field("files", &Module::files),
                      field("functions", &Module::functions), field("mode", &Module::mode),
                      field("globals", &Module::globals), field("targets", &Module::targets),
                      field("nolint", &Module::nolint));
};

/// Whether a type is a structure with a list of fields.
template <typename T, typename = void>
struct HasFields : std::false_type {};
template <typename T>
struct HasFields<T, std::void_t<decltype(Fields<T>::list)>> : std::true_type {};

/// Calls `visit(name, member)` for every field of an object, which may be const.
template <typename Struct, typename Visit>
void each_field(Struct& object, Visit&& visit) {
  std::apply([&](const auto&... each) { (visit(each.name, object.*(each.member)), ...); },
             Fields<std::remove_const_t<Struct>>::list);
}

/// The words for enumerators. The compiler warns of one that is missing here; a value that
/// is none gets the word of the first.
constexpr std::string_view name(Root root) {
  switch (root) {
    case Root::parameter: return "parameter";
    case Root::self: return "self";
    case Root::local: return "local";
    case Root::value: return "value";
    case Root::global: return "global";
    case Root::per_thread: return "per_thread";
    case Root::returned: return "returned";
    case Root::function: return "function";
    case Root::argument: return "argument";
    case Root::none: break;
  }
  return "none";
}

constexpr std::string_view name(Kind kind) {
  switch (kind) {
    case Kind::define: return "define";
    case Kind::create: return "create";
    case Kind::use: return "use";
    case Kind::call: return "call";
    case Kind::spawn: return "spawn";
    case Kind::join: return "join";
    case Kind::lock: return "lock";
    case Kind::unlock: return "unlock";
    case Kind::signal: return "signal";
    case Kind::wait: return "wait";
    case Kind::fork: return "fork";
    case Kind::parent: return "parent";
    case Kind::child: return "child";
    case Kind::stop: return "stop";
    case Kind::exit: return "exit";
    case Kind::at_exit: return "at_exit";
    case Kind::at_fork: return "at_fork";
    case Kind::rebind: return "rebind";
    case Kind::setup: return "setup";
    case Kind::pass: break;
  }
  return "pass";
}

constexpr std::string_view name(Capture::How how) {
  switch (how) {
    case Capture::How::by_reference: return "by_reference";
    case Capture::How::initialised: return "initialised";
    case Capture::How::self: return "self";
    case Capture::How::by_value: break;
  }
  return "by_value";
}

constexpr std::string_view name(Sort sort) {
  switch (sort) {
    case Sort::method: return "method";
    case Sort::constructor: return "constructor";
    case Sort::destructor: return "destructor";
    case Sort::lambda: return "lambda";
    case Sort::initialiser: return "initialiser";
    case Sort::plain: break;
  }
  return "plain";
}

namespace counting {

struct Anything {
  template <typename T>
  operator T() const;  // NOLINT(google-explicit-constructor): it stands in for any initialiser
};
template <std::size_t>
using Each = Anything;

template <typename Struct, typename Indices, typename = void>
struct Takes : std::false_type {};
template <typename Struct, std::size_t... Index>
struct Takes<Struct, std::index_sequence<Index...>, std::void_t<decltype(Struct{Each<Index>{}...})>>
    : std::true_type {};

/// Whether the list has as many fields as the structure.
template <typename Struct>
constexpr bool is_complete() {
  constexpr std::size_t size = std::tuple_size_v<decltype(Fields<Struct>::list)>;
  return Takes<Struct, std::make_index_sequence<size>>::value &&
         !Takes<Struct, std::make_index_sequence<size + 1>>::value;
}

}  // namespace counting

static_assert(counting::is_complete<Source>(), "a field of Source is missing in Fields<Source>");
static_assert(counting::is_complete<Place>(), "a field of Place is missing in Fields<Place>");
static_assert(counting::is_complete<Flow>(), "a field of Flow is missing in Fields<Flow>");
static_assert(counting::is_complete<Event>(), "a field of Event is missing in Fields<Event>");
static_assert(counting::is_complete<Capture>(), "a field of Capture is missing in Fields<Capture>");
static_assert(counting::is_complete<Function>(),
              "a field of Function is missing in Fields<Function>");
static_assert(counting::is_complete<NoLint>(), "a field of NoLint is missing in Fields<NoLint>");
static_assert(counting::is_complete<Module>(), "a field of Module is missing in Fields<Module>");

}  // namespace lanyard::summary
