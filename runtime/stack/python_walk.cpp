// Reading the calling thread's frames by a layout; see python_walk.h.
#include "runtime/stack/python_walk.h"

#include "runtime/base/hash.h"
#include "runtime/stack/python_3_11.h"
#include "runtime/stack/python_3_12.h"
#include "runtime/stack/python_3_9.h"
#include "runtime/stack/python_lines.h"
#include "runtime/stack/python_objects.h"

namespace lanyard::stack {

// Inlined into whoever knows the layout, whose offsets are constants then: the walk that comes
// with each statement is twice as fast by it.
#define LANYARD_FOLDED [[gnu::always_inline]] inline

namespace {

constexpr unsigned char kOwnedByGenerator = 1, kOwnedByCStack = 3;  // _PyInterpreterFrame.owner
constexpr std::size_t kLongestWalk = 10000;  // frames, against a chain that does not end
// PyCodeObject.co_flags: a generator, a coroutine, an asynchronous generator.
constexpr std::uint32_t kSuspends = 0x20 | 0x80 | 0x200;
constexpr std::size_t kStringHash = 24;  // PyASCIIObject.hash; -1 until it is asked for

/// One frame of the chain.
struct Visited {
  const char* frame;
  const char* code = nullptr;  // nullptr: the interpreter's own frame on the C stack
  std::ptrdiff_t offset = 0;   // of the instruction, in bytes from the code's start
};

LANYARD_FOLDED const char* innermost(const Layout& layout, const Frames& frames) {
  if (layout.thread.frame != Layout::kNone)
    return field<const char*>(frames.state, layout.thread.frame);
  const char* cframe = field<const char*>(frames.state, layout.thread.cframe);
  return cframe ? field<const char*>(cframe, layout.cframe.frame) : nullptr;
}

LANYARD_FOLDED std::ptrdiff_t offset_of(const Layout& layout, const char* frame, const char* code) {
  if (layout.position == Layout::Position::pointer)
    return field<const char*>(frame, layout.frame.position) - (code + layout.code.instructions);
  const std::ptrdiff_t last = field<int>(frame, layout.frame.position);
  return layout.position == Layout::Position::bytes ? last : 2 * last;
}

/// A frame that has not reached its first traceable instruction is not on any traceback
/// (_PyFrame_IsIncomplete).
LANYARD_FOLDED bool is_incomplete(const Layout& layout, const Visited& visited,
                                  unsigned char owner) {
  return layout.code.first_traceable != Layout::kNone && owner != kOwnedByGenerator &&
         visited.offset < std::ptrdiff_t{2} * field<int>(visited.code, layout.code.first_traceable);
}

/// Calls `visit` for each frame outwards, until it returns false.
template <typename Visit>
LANYARD_FOLDED void each_frame(const Layout& layout, const Frames& frames, Visit visit) {
  const char* frame = innermost(layout, frames);
  for (std::size_t i = 0; frame && i < kLongestWalk; ++i) {
    const unsigned char owner =
        layout.frame.owner == Layout::kNone ? 0 : field<unsigned char>(frame, layout.frame.owner);
    Visited visited{frame};
    if (owner != kOwnedByCStack) {
      visited.code = field<const char*>(frame, layout.frame.code);
      if (field<const char*>(visited.code, layout.object.type) != frames.code_type) return;
      visited.offset = offset_of(layout, frame, visited.code);
    }
    if (!visited.code || !is_incomplete(layout, visited, owner))
      if (!visit(visited)) return;
    frame = field<const char*>(frame, layout.frame.previous);
  }
}

/// Finds the function that the interpreter ran for a dying object: the outermost one of those
/// that run further in than the object's death. One without a name gives way to what it calls.
class FinalizerSearch {
 public:
  FinalizerSearch(const Frames& frames, const Death& death)
      : frames_(frames), layout_(frames.layout), death_(death), calls_(calls_inside()) {}

  /// To be called for each frame, outwards.
  void visit(const Visited& visited) {
    ++seen_;
    if (!death_.at) return;
    if (!visited.code) {
      if (is_inside(visited.frame)) take();
      return;
    }
    const std::string_view unnamed = "<lambda>";
    ++coded_;
    last_ = visited.code;
    const char* name = field<const char*>(last_, layout_.code.name);
    if (!is_string(layout_.object, name, Kept::by_frame, unnamed)) named_ = last_;
    const bool ends_call = layout_.entries == Layout::Entries::every_frame ||
                           (layout_.entries == Layout::Entries::flagged &&
                            field<unsigned char>(visited.frame, layout_.frame.is_entry));
    if (!ends_call || !calls_) return;
    --calls_;
    if (!calls_) take();
  }

  /// The function's code object, or nullptr.
  const char* found() const {
    // Where only calls are counted, they must all have been seen.
    const bool is_counted = layout_.entries == Layout::Entries::every_frame && !layout_.has_cframes;
    return is_counted && seen_ != death_.calls ? nullptr : found_;
  }

  /// How many frames run further in than the death; all, where that cannot be told.
  std::size_t inside() const { return found_ && !found() ? coded_ : inside_; }

  std::string_view kind() const {
    const char* name = field<const char*>(found_, layout_.code.name);
    if (is_string(layout_.object, name, Kept::by_frame, "__del__")) return "a __del__ method";
    if (field<std::uint32_t>(outermost_, layout_.code.flags) & kSuspends)
      return "a generator that is closed";
    return death_.runs_callbacks ? "a weakref callback" : "";
  }

 private:
  void take() {
    outermost_ = last_;
    inside_ = coded_;
    found_ = named_ ? named_ : last_;
  }

  /// Whether something on the C stack lies between this function and the death.
  bool is_inside(const void* address) const {
    const auto at = reinterpret_cast<std::uintptr_t>(address);
    return at > reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)) && at < death_.at;
  }

  /// How many calls of the interpreter run further in than the death, where the frames do not
  /// tell.
  std::size_t calls_inside() const {
    if (!death_.at || layout_.entries == Layout::Entries::shim_frames) return 0;
    if (!layout_.has_cframes) return death_.calls_inside;
    std::size_t calls = 0;
    const char* cframe = field<const char*>(frames_.state, layout_.thread.cframe);
    for (; cframe && is_inside(cframe); ++calls)
      cframe = field<const char*>(cframe, layout_.cframe.previous);
    return calls;
  }

  const Frames& frames_;
  const Layout& layout_;
  const Death& death_;
  std::size_t calls_;
  std::size_t seen_ = 0;
  std::size_t coded_ = 0;   // frames of Python code among them
  std::size_t inside_ = 0;  // of these, further in than the death
  const char* last_ = nullptr;
  const char* named_ = nullptr;
  const char* found_ = nullptr;
  const char* outermost_ = nullptr;
};

std::string_view function_of(const Layout& layout, const char* code, PythonText& text) {
  const bool is_qualified = layout.code.qualname != Layout::kNone;
  const char* qualname = is_qualified ? field<const char*>(code, layout.code.qualname) : nullptr;
  return copy_string(layout.object,
                     qualname ? qualname : field<const char*>(code, layout.code.name),
                     Kept::by_frame, text);
}

PythonFrame describe(const Layout& layout, const Visited& visited, PythonText& text) {
  const char* table = field<const char*>(visited.code, layout.code.lines);
  PythonFrame frame;
  frame.function = function_of(layout, visited.code, text);
  frame.file = copy_string(layout.object, field<const char*>(visited.code, layout.code.file),
                           Kept::by_frame, text);
  frame.line = line_at(layout.lines,
                       reinterpret_cast<const unsigned char*>(table + layout.object.bytes_text),
                       field<std::size_t>(table, layout.object.bytes_size),
                       field<std::uint32_t>(visited.code, layout.code.first_line), visited.offset);
  return frame;
}

/// What threading.Thread calls itself, when `bottom` is the bottom frame of its thread:
/// CPython tells the system of no name before 3.14.
std::string_view thread_name(const Layout& layout, const Visited& bottom, PythonText& text) {
  if (!bottom.code ||
      !is_string(layout.object, field<const char*>(bottom.code, layout.code.name), Kept::by_frame,
                 "_bootstrap") ||
      field<int>(bottom.code, layout.code.local_count) < 1)
    return {};
  const char* self = field<const char*>(bottom.frame, layout.frame.locals);
  return copy_string(layout.object, attribute(layout, self, "_name"), Kept::by_nobody, text);
}

/// Finds out, once, what deallocates instances of classes written in Python: by the instances
/// that the import system has put into a module.
void find_deallocator(const Frames& frames) {
  if (knows_deallocator()) return;
  const Layout& layout = frames.layout;
  each_frame(frames.layout, frames, [&](const Visited& visited) {
    if (!visited.code) return true;
    const char* globals = field<const char*>(visited.frame, layout.frame.globals);
    for (const std::string_view name : {"__spec__", "__loader__"})
      if (const std::uintptr_t found = deallocator_of(layout, item(layout, globals, name)))
        know_deallocator(found);
    return !knows_deallocator();
  });
}

/// What tells a code object from a later one at its address.
LANYARD_FOLDED std::uint64_t fingerprint_of(const Layout& layout, const char* code) {
  const char* name = field<const char*>(code, layout.code.name);
  const char* file = field<const char*>(code, layout.code.file);
  const char* table = field<const char*>(code, layout.code.lines);
  const auto size = field<std::size_t>(table, layout.object.bytes_size);
  const char* lines = table + layout.object.bytes_text;
  std::uint64_t ends = size;
  if (size < sizeof(ends))  // a function of one line
    for (std::size_t i = 0; i < size; ++i) ends = ends << 8 ^ field<unsigned char>(lines, i);
  else
    ends ^= field<std::uint64_t>(lines, 0) ^ field<std::uint64_t>(lines, size - sizeof(ends)) << 1;
  return reinterpret_cast<std::uintptr_t>(code) + reinterpret_cast<std::uintptr_t>(file) +
         field<std::uint64_t>(name, kStringHash) + field<std::uint64_t>(file, kStringHash) * 3 +
         ends * 5 + field<std::uint32_t>(code, layout.code.first_line);
}

/// See fingerprint_python().
LANYARD_FOLDED std::uint64_t fingerprint_by(const Layout& layout, const Frames& frames,
                                            std::size_t depth) {
  std::uint64_t hash = 0;
  each_frame(layout, frames, [&](const Visited& visited) __attribute__((always_inline)) {
    if (!visited.code) return true;
    const auto offset = static_cast<std::uint64_t>(visited.offset);
    hash = mix(hash, fingerprint_of(layout, visited.code) + (offset << 40));
    return --depth != 0;
  });
  return hash;
}

template <const Layout&... kLayouts>
std::uint64_t fingerprint_by_one_of(const Frames& frames, std::size_t depth) {
  std::uint64_t hash = 0;
  const auto take = [&](const Layout& layout) __attribute__((always_inline)) {
    if (&frames.layout != &layout) return false;
    hash = fingerprint_by(layout, frames, depth);
    return true;
  };
  const bool is_one = (take(kLayouts) || ...);
  return is_one ? hash : fingerprint_by(frames.layout, frames, depth);
}

}  // namespace

void walk(const Frames& frames, PythonStack& stack, PythonText& text, const Death& death) {
  const Layout& layout = frames.layout;
  find_deallocator(frames);
  FinalizerSearch search(frames, death);
  Visited bottom{nullptr};
  each_frame(frames.layout, frames, [&](const Visited& visited) {
    search.visit(visited);
    if (!visited.code) return true;
    bottom = visited;
    if (stack.count < stack.capacity) stack.frames[stack.count++] = describe(layout, visited, text);
    return true;
  });
  if (bottom.code) stack.thread_name = thread_name(layout, bottom, text);
  stack.inside = search.inside();
  if (!search.found()) return;
  stack.finalizer = function_of(layout, search.found(), text);
  stack.finalizer_kind = search.kind();
}

std::uint64_t fingerprint(const Frames& frames, std::size_t depth) {
  return fingerprint_by_one_of<kLayout3_12, kLayout3_11, kLayout3_10, kLayout3_9>(frames, depth);
}

}  // namespace lanyard::stack
