// CPython 3.13: most of the layout is published by the interpreter itself, at the start of
// _PyRuntime, for debuggers and profilers: a release that moves a field says so.
//
// Include/internal/pycore_runtime.h (_Py_DebugOffsets) and, for what is not in there,
// Include/cpython/{code,object}.h, Include/internal/pycore_dict.h of 3.13.0.
#include <cstdint>
#include <cstring>

#include "runtime/stack/python_layout.h"

namespace lanyard::stack {

namespace {

/// _Py_DebugOffsets, as far as it is read here. Each part starts with its structure's size.
struct Published {
  char cookie[8];
  std::uint64_t version;  // PY_VERSION_HEX
  std::uint64_t free_threaded;
  std::uint64_t runtime_state[3];
  std::uint64_t interpreter_state[13];
  struct {
    std::uint64_t size, previous, next, interpreter, current_frame, thread_id, native_thread_id;
    std::uint64_t datastack_chunk, status;
  } thread_state;
  struct {
    std::uint64_t size, previous, executable, instr_ptr, localsplus, owner;
  } interpreter_frame;
  struct {
    std::uint64_t size, filename, name, qualname, linetable, firstlineno, argcount;
    std::uint64_t localsplusnames, localspluskinds, co_code_adaptive;
  } code_object;
  struct {
    std::uint64_t size, ob_type;
  } object;
  struct {
    std::uint64_t size, tp_name, tp_repr, tp_flags;
  } type_object;
  std::uint64_t tuple_object[3];
  std::uint64_t list_object[3];
  struct {
    std::uint64_t size, ma_keys, ma_values;
  } dict_object;
  std::uint64_t float_object[2];
  std::uint64_t long_object[3];
  struct {
    std::uint64_t size, ob_size, ob_sval;
  } bytes_object;
  struct {
    std::uint64_t size, state, length, asciiobject_size;
  } unicode_object;
};

}  // namespace

bool read_layout_3_13(const void* runtime, Layout& layout) {
  Published published;
  std::memcpy(static_cast<void*>(&published), runtime, sizeof(published));
  if (std::memcmp(published.cookie, "xdebugpy", sizeof(published.cookie)) != 0 ||
      published.version >> 16 != 0x030d || published.free_threaded)
    return false;
  layout = {
      .position = Layout::Position::pointer,
      .lines = Layout::Lines::locations,
      .attributes = Layout::Attributes::values_behind,
      .entries = Layout::Entries::shim_frames,
      .has_cframes = false,
      .thread = {.frame = published.thread_state.current_frame, .cframe = Layout::kNone},
      .cframe = {.frame = Layout::kNone, .previous = Layout::kNone},
      .frame = {.code = published.interpreter_frame.executable,
                .previous = published.interpreter_frame.previous,
                .position = published.interpreter_frame.instr_ptr,
                .globals = 24,
                .is_entry = Layout::kNone,
                .owner = published.interpreter_frame.owner,
                .locals = published.interpreter_frame.localsplus},
      .code = {.flags = 48,
               .first_line = published.code_object.firstlineno,
               .local_count = 72,
               .file = published.code_object.filename,
               .name = published.code_object.name,
               .qualname = published.code_object.qualname,
               .lines = published.code_object.linetable,
               .first_traceable = 184,
               .instructions = published.code_object.co_code_adaptive},
      .object = {.type = published.object.ob_type,
                 .type_flags = published.type_object.tp_flags,
                 .type_keys = 880,
                 .dict_keys = published.dict_object.ma_keys,
                 .dict_values = published.dict_object.ma_values,
                 .bytes_size = published.bytes_object.ob_size,
                 .bytes_text = published.bytes_object.ob_sval,
                 .string_state = published.unicode_object.state,
                 .string_length = published.unicode_object.length,
                 .ascii_text = published.unicode_object.asciiobject_size,
                 // PyCompactUnicodeObject adds the length and the text in UTF-8.
                 .wide_text = published.unicode_object.asciiobject_size + 16},
  };
  return true;
}

}  // namespace lanyard::stack
