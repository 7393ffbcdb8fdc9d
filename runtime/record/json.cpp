// A violation as one line of JSON.
#include "runtime/hook/entries.h"
#include "runtime/record/violation.h"

namespace lanyard::record {

namespace {

Text& key(Text& text, std::string_view name) { return text.json(name).add(':'); }

void add_frame(Text& text, const stack::Frame& frame) {
  key(text.add('{'), "module").json(frame.module);
  key(text.add(','), "build_id").json(frame.build_id);
  key(text.add(','), "offset").number(frame.offset);
  key(text.add(','), "symbol").json(frame.symbol).add('}');
}

void add_frames(Text& text, const stack::Stack* stack, std::size_t frames) {
  key(text, "native").add('[');
  for (std::size_t i = 0; stack && i < stack->native_count && i < frames; ++i)
    add_frame(i ? text.add(',') : text, stack->native[i]);
  key(text.add("],"), "python").add('[');
  for (std::size_t i = 0; stack && i < stack->python_count && i < frames; ++i) {
    const stack::PythonFrame& frame = stack->python[i];
    key((i ? text.add(',') : text).add('{'), "function").json(frame.function);
    key(text.add(','), "file").json(frame.file);
    key(text.add(','), "line").number(frame.line).add('}');
  }
  text.add(']');
}

void add_stack(Text& text, const stack::Stack* stack, std::size_t frames) {
  add_frames(text.add(','), stack, frames);
}

/// What a ThreadId and a ThreadName have both.
template <typename Thread>
void add_id(Text& text, const Thread& thread) {
  key(text, "thread").add('{');
  key(text, "id").number(thread.number);
  key(text.add(','), "name").json(thread.name);
  key(text.add(','), "tid").number(thread.kernel_id);
}

void add_thread(Text& text, const track::ThreadName& thread, std::size_t frames) {
  add_id(text, thread);
  if (thread.has_ended) key(text.add(','), "ended").add("true");
  if (thread.starter.number) {
    add_id(key(text.add(','), "started").add('{'), thread.starter);
    key(text.add("},"), "entry");
    add_frame(text, thread.function ? thread.function->native[0] : stack::Frame{});
    add_stack(text, thread.started, frames);
    text.add('}');
  }
  text.add('}');
}

void add_connection(Text& text, const track::Known& known) {
  key(text, "connection");
  if (known.has_connection) {
    key(text.add('{'), "id").number(known.connection.id);
    key(text.add(','), "file").json(known.connection.file);
    key(text.add(','), "mode").json(contract::name(known.connection.mode)).add('}');
  } else {
    text.add("null");
  }
}

void add_handle(Text& text, const Violation& violation, std::size_t frames) {
  const track::Known& known = violation.known;
  key(text, "handle").add('{');
  key(text, "id").number(known.id);
  key(text.add(','), "kind").json(contract::name(known.kind));
  if (violation.has_sql) key(text.add(','), "sql").json(violation.sql);
  if (violation.has_caller) add_frame(key(text.add(','), "caller"), violation.caller);
  if (known.created) {
    add_frames(key(text.add(','), "created").add('{'), known.created, frames);
    text.add('}');
  }
  add_connection(text.add(','), known);
  text.add('}');
}

void add_home(Text& text, const track::Known& known, std::size_t frames) {
  add_thread(key(text, "home").add('{'), track::home_now(known), frames);
  if (!known.has_connection) {
    add_stack(text, nullptr, 0);
  } else {
    add_stack(text, known.connection.created, frames);
    key(text.add(','), "opened_by").json(hook::opener_name(known.connection.opened_by));
  }
  text.add('}');
}

void add_other(Text& text, const Party& other, std::size_t frames) {
  add_thread(key(text, "other").add('{'), track::name_now(other.thread), frames);
  add_stack(text, other.stack, frames);
  key(text.add(','), "api").json(other.api);
  key(text.add(','), "role").json(other.role).add('}');
}

void add_fork(Text& text, const ForkSite& fork, std::size_t frames) {
  key(key(text, "fork").add('{'), "pid").number(fork.pid);
  key(text.add(','), "via").json(fork.via);
  add_stack(text, fork.stack, frames);
  text.add('}');
}

void add_candidates(Text& text, const Candidates& candidates, std::size_t frames) {
  key(text, "candidates").add('[');
  for (std::size_t i = 0; i < candidates.count; ++i) {
    if (i) text.add(',');
    add_connection(text.add('{'), candidates.known[i]);
    add_home(text.add(','), candidates.known[i], frames);
    text.add('}');
  }
  text.add(']');
}

}  // namespace

void render_json(const Violation& violation, std::size_t frames, Text& text,
                 std::size_t& count_at) {
  key(text.add('{'), "type").json("violation");
  key(text.add(','), "id").number(violation.id);
  key(text.add(','), "rule").json(violation.rule);
  key(text.add(','), "api").json(violation.api);
  key(text.add(','), "count");
  count_at = text.size();
  add_handle(text.number(1, kCountWidth).add(','), violation, frames);
  key(text.add(','), "use");
  add_thread(text.add('{'), violation.use.thread, frames);
  add_stack(text, violation.use.stack, frames);
  add_home(text.add("},"), violation.known, frames);
  if (violation.other) add_other(text.add(','), *violation.other, frames);
  if (violation.fork) add_fork(text.add(','), *violation.fork, frames);
  if (violation.candidates && violation.candidates->count)
    add_candidates(text.add(','), *violation.candidates, frames);
  key(text.add(','), "at_exit").add(violation.use.at_exit ? "true" : "false");
  if (violation.use.in_collector) key(text.add(','), "gc").add("true");
  if (const stack::Stack* use = violation.use.stack; use && !use->finalizer.empty())
    key(text.add(','), "finalizer").json(use->finalizer);
  if (!violation.unread_python.empty())
    key(text.add(','), "unread_python").json(violation.unread_python);
  text.add("}\n");
}

}  // namespace lanyard::record
