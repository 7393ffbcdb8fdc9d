// Where one release of CPython keeps what a report tells: offsets in bytes, and the few ways
// in which the releases differ otherwise. One file a layout (python_3_9.h and so on) says
// where it is from; python_walk.cpp reads frames by it.
//
// All are those of a 64-bit machine and of a build that is neither a debug nor a free-threaded
// one: python.cpp refuses those. tests/hosts/python_frames.py holds them against every
// interpreter on the machine.
#pragma once

#include <cstddef>

namespace lanyard::stack {

struct Layout {
  static constexpr std::size_t kNone = ~std::size_t{0};

  /// How the place in the code is kept: f_lasti in bytes or in instructions, or a pointer.
  enum class Position { bytes, instructions, pointer };

  /// How lines are encoded: see python_lines.h.
  enum class Lines { lnotab, linetable, locations };

  /// Where an instance keeps its attributes: in the dict at tp_dictoffset; in front of the
  /// object, values or dict in words of their own or in one with a tag; or behind it.
  enum class Attributes { dict, values_before, tagged_before, values_behind };

  /// What tells that C called a frame's function: each frame is a call of the interpreter's own,
  /// a flag says so, or a frame that stands on the C stack lies above it.
  enum class Entries { every_frame, flagged, shim_frames };

  Position position;
  Lines lines;
  Attributes attributes;
  Entries entries;
  bool has_cframes;  // PyThreadState.cframe: one on the C stack for each call of the interpreter

  struct Thread {
    std::size_t frame;   // the innermost frame, or kNone: the cframe has it
    std::size_t cframe;  // or kNone
  } thread;
  struct CFrame {
    std::size_t frame;  // or kNone
    std::size_t previous;
  } cframe;
  struct Frame {
    std::size_t code, previous, position, globals;
    std::size_t is_entry;  // or kNone
    std::size_t owner;     // or kNone, in a frame that is an object
    std::size_t locals;
  } frame;
  struct Code {
    std::size_t flags, first_line, local_count, file, name;
    std::size_t qualname;  // or kNone
    std::size_t lines;
    std::size_t first_traceable;  // or kNone
    std::size_t instructions;     // where the code itself starts, for Position::pointer
  } code;
  struct Object {
    std::size_t type, type_flags, type_keys;
    std::size_t dict_keys, dict_values;
    std::size_t bytes_size, bytes_text;
    std::size_t string_state, string_length, ascii_text, wide_text;
  } object;
};

/// 3.13 publishes its layout: reads it from `runtime`, the address of _PyRuntime. False when
/// what stands there is not a layout of 3.13, or one of a free-threaded build.
bool read_layout_3_13(const void* runtime, Layout& layout);

/// Where objects keep what is read of them in the releases up to 3.11.
inline constexpr Layout::Object kObjectsUntil3_11 = {
    .type = 8,
    .type_flags = 168,
    .type_keys = 872,
    .dict_keys = 32,
    .dict_values = 40,
    .bytes_size = 16,
    .bytes_text = 32,
    .string_state = 32,
    .string_length = 16,
    .ascii_text = 48,
    .wide_text = 72,
};

}  // namespace lanyard::stack
