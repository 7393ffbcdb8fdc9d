// Stacks as they are kept; see depot.h.
#include "runtime/stack/depot.h"

#include <cstring>

#include "runtime/base/hash.h"
#include "runtime/base/lock.h"
#include "runtime/base/memory.h"
#include "runtime/base/text.h"
#include "runtime/stack/module.h"

namespace lanyard::stack {

namespace {

constexpr std::size_t kBuckets = 1024;
constexpr std::size_t kLongestSymbol = 512;  // bytes of a mangled name that are kept
constexpr std::size_t kMostCallers = 65536;  // stacks of those that are kept

/// A string kept once.
struct Word {
  const Word* next;
  std::uint64_t hash;
  std::string_view text;
};

/// A frame as it was described in an epoch, by its address. To look through a module's symbols is
/// dear, and most stacks have most frames in common.
struct Known {
  Known* next;
  std::uintptr_t pc;
  std::uint64_t epoch;
  Frame frame;
};

constinit Arena arena;
constinit const Stack* stacks[kBuckets] = {};
constinit const Word* words[kBuckets] = {};
constinit Known* known_frames[kBuckets] = {};
constinit std::size_t callers_kept = 0;

std::uint64_t mix_text(std::uint64_t hash, std::string_view text) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return mix(hash, text.size());
}

std::uint64_t mix_frame(std::uint64_t hash, const PythonFrame& frame) {
  return mix(mix_text(mix_text(hash, frame.function), frame.file), frame.line);
}

/// Keeps a string; "" when memory is spent. Under the lock.
std::string_view keep_text(std::string_view text) {
  const std::uint64_t hash = mix_text(0, text);
  const Word*& bucket = words[hash % kBuckets];
  for (const Word* word = bucket; word; word = word->next)
    if (word->hash == hash && word->text == text) return word->text;
  auto* word = static_cast<Word*>(arena.allocate(sizeof(Word)));
  auto* bytes = static_cast<char*>(arena.allocate(text.size() + 1));
  if (!word || !bytes) return {};
  std::memcpy(bytes, text.data(), text.size());
  *word = {bucket, hash, {bytes, text.size()}};
  bucket = word;
  return word->text;
}

const Stack* find(std::uint64_t hash) {
  for (const Stack* stack = stacks[hash % kBuckets]; stack; stack = stack->next)
    if (stack->hash == hash) return stack;
  return nullptr;
}

/// A frame whose strings still are the module's own.
struct LooseFrame {
  const char* module;
  std::string_view build_id;  // raw bytes
  std::uint64_t offset;
  const char* symbol;
};

/// Resolves addresses in one pass over the modules. One that no module holds keeps a
/// nullptr module.
void resolve(const std::uintptr_t* pcs, std::size_t count, LooseFrame* frames) {
  std::memset(static_cast<void*>(frames), 0, count * sizeof(LooseFrame));
  std::size_t left = count;
  find_module([&](const Module& module) {
    for (std::size_t i = 0; i < count; ++i) {
      if (frames[i].module || !module.contains(pcs[i])) continue;
      frames[i] = {module.path(), module.build_id(), pcs[i] - module.base(),
                   module.symbol_at(pcs[i])};
      --left;
    }
    return left == 0;
  });
}

/// Under the lock.
Frame keep_frame(const LooseFrame& loose, std::uintptr_t pc) {
  char digits[128];
  Text build_id(digits, sizeof(digits));
  for (const char byte : loose.build_id) build_id.hex(static_cast<unsigned char>(byte), 2);
  Frame frame;
  frame.module = keep_text(loose.module ? loose.module : "");
  frame.build_id = keep_text(build_id.view());
  frame.offset = loose.module ? loose.offset : pc;
  frame.symbol = keep_text(loose.symbol ? cut(loose.symbol, kLongestSymbol) : "");
  return frame;
}

/// The bucket of an address's frame, and the frame. Under the lock.
Known*& bucket_of(std::uintptr_t pc) { return known_frames[mix(0, pc) % kBuckets]; }

Known* find_frame(std::uintptr_t pc) {
  Known* known = bucket_of(pc);
  while (known && known->pc != pc) known = known->next;
  return known;
}

/// Under the lock.
void remember(std::uintptr_t pc, std::uint64_t now, const Frame& frame) {
  Known* known = find_frame(pc);
  if (!known) {
    known = static_cast<Known*>(arena.allocate(sizeof(Known)));
    if (!known) return;
    Known*& bucket = bucket_of(pc);
    known->next = bucket;
    known->pc = pc;
    bucket = known;
  }
  known->epoch = now;
  known->frame = frame;
}

/// The frames of a walk that are outside the shim.
struct Outside {
  explicit Outside(const Callers& callers) {
    const Range shim = shim_text();
    for (std::size_t i = 0; i < callers.count; ++i)
      if (!shim.contains(callers.addresses[i])) pcs[count++] = callers.addresses[i] - 1;
  }

  /// Describes those that were not yet in this epoch, and drops those in no module.
  void describe(std::uint64_t now) {
    const bool is_sure = !is_unloading();
    std::uintptr_t fresh[Callers::kMost];
    std::size_t fresh_count = 0;
    {
      Locked locked(locks.depot);
      for (std::size_t i = 0; i < count; ++i) {
        const Known* known = find_frame(pcs[i]);
        is_known[i] = is_sure && known && known->epoch == now;
        if (is_known[i])
          frames[i] = known->frame;
        else
          fresh[fresh_count++] = pcs[i];
      }
    }
    LooseFrame loose[Callers::kMost];
    if (fresh_count) resolve(fresh, fresh_count, loose);
    Locked locked(locks.depot);
    std::size_t left = 0;
    const LooseFrame* next = loose;
    for (std::size_t i = 0; i < count; ++i) {
      if (!is_known[i]) {
        frames[i] = keep_frame(*next++, pcs[i]);
        if (is_sure) remember(pcs[i], now, frames[i]);
      }
      if (!frames[i].module.empty()) frames[left++] = frames[i];
    }
    count = left;
  }

  /// By what is said of the frames: each text is kept once.
  std::uint64_t hash() const {
    std::uint64_t hash = mix(0, count);
    for (std::size_t i = 0; i < count; ++i) {
      const auto& [module, build_id, offset, symbol] = frames[i];
      for (const std::string_view text : {module, build_id, symbol})
        hash = mix(hash, reinterpret_cast<std::uintptr_t>(text.data()));
      hash = mix(hash, offset);
    }
    return hash;
  }

  std::uintptr_t pcs[Callers::kMost];
  Frame frames[Callers::kMost];
  bool is_known[Callers::kMost];
  std::size_t count = 0;
};

}  // namespace

Capture::Capture(char* buffer, std::size_t size, std::size_t depth, bool with_python,
                 bool with_native)
    : native(reinterpret_cast<std::uintptr_t*>(buffer), depth),
      python(reinterpret_cast<PythonFrame*>(buffer + depth * sizeof(std::uintptr_t)), depth) {
  const std::size_t used = depth * (sizeof(std::uintptr_t) + sizeof(PythonFrame));
  if (with_native) walk_native(native);
  PythonText text(buffer + used, size - used);
  if (with_python) walk_python(python, text, native.death);
  for (std::size_t i = 0; i < native.count; ++i) {
    if (native.in_collector && i == native.death.frames) place = hash;
    hash = mix(hash, native.pcs[i]);
  }
  if (!place) place = hash;
  for (std::size_t i = 0; i < python.count; ++i) {
    hash = mix_frame(hash, python.frames[i]);
    if (!native.in_collector || i < python.inside)
      python_place = mix_frame(python_place, python.frames[i]);
  }
  hash = mix_text(hash, python.finalizer);
  place = mix_text(mix(place, python_place), python.finalizer);
}

const Stack* keep(const Capture& capture) {
  {
    Locked locked(locks.depot);
    if (const Stack* known = find(capture.hash)) return known;
  }
  Scratch scratch;
  if (!scratch.data()) return nullptr;
  auto* loose = reinterpret_cast<LooseFrame*>(scratch.data());
  resolve(capture.native.pcs, capture.native.count, loose);
  Locked locked(locks.depot);
  if (const Stack* known = find(capture.hash)) return known;
  auto* stack = static_cast<Stack*>(arena.allocate(sizeof(Stack)));
  auto* native = static_cast<Frame*>(arena.allocate(capture.native.count * sizeof(Frame)));
  auto* python =
      static_cast<PythonFrame*>(arena.allocate(capture.python.count * sizeof(PythonFrame)));
  if (!stack || !native || !python) return nullptr;
  for (std::size_t i = 0; i < capture.native.count; ++i)
    native[i] = keep_frame(loose[i], capture.native.pcs[i]);
  for (std::size_t i = 0; i < capture.python.count; ++i) {
    const PythonFrame& frame = capture.python.frames[i];
    python[i] = {keep_text(frame.function), keep_text(frame.file), frame.line};
  }
  const Stack*& bucket = stacks[capture.hash % kBuckets];
  *stack = {capture.hash,
            bucket,
            capture.native.count,
            capture.python.count,
            native,
            python,
            keep_text(capture.python.finalizer),
            capture.python.finalizer_kind};
  bucket = stack;
  return stack;
}

const Stack* keep(std::uintptr_t pc) {
  const std::uint64_t hash = mix(0, pc);
  {
    Locked locked(locks.depot);
    if (const Stack* known = find(hash)) return known;
  }
  LooseFrame loose;
  resolve(&pc, 1, &loose);
  Locked locked(locks.depot);
  if (const Stack* known = find(hash)) return known;
  auto* stack = static_cast<Stack*>(arena.allocate(sizeof(Stack)));
  auto* frame = static_cast<Frame*>(arena.allocate(sizeof(Frame)));
  if (!stack || !frame) return nullptr;
  *frame = keep_frame(loose, pc);
  const Stack*& bucket = stacks[hash % kBuckets];
  *stack = {};
  stack->hash = hash;
  stack->next = bucket;
  stack->native_count = 1;
  stack->native = frame;
  return bucket = stack;
}

const Stack* keep(const Callers& callers, std::uint64_t now) {
  Outside outside(callers);
  outside.describe(now);
  if (!outside.count) return nullptr;
  const std::uint64_t hash = outside.hash();
  Locked locked(locks.depot);
  if (const Stack* known = find(hash)) return known;
  if (callers_kept == kMostCallers) return nullptr;
  auto* stack = static_cast<Stack*>(arena.allocate(sizeof(Stack)));
  auto* native = static_cast<Frame*>(arena.allocate(outside.count * sizeof(Frame)));
  if (!stack || !native) return nullptr;
  std::memcpy(static_cast<void*>(native), outside.frames, outside.count * sizeof(Frame));
  ++callers_kept;
  const Stack*& bucket = stacks[hash % kBuckets];
  *stack = {};
  stack->hash = hash;
  stack->next = bucket;
  stack->native_count = outside.count;
  stack->native = native;
  return bucket = stack;
}

bool describe(std::uintptr_t pc, Frame& frame) {
  LooseFrame loose;
  resolve(&pc, 1, &loose);
  if (!loose.module) return false;
  Locked locked(locks.depot);
  frame = keep_frame(loose, pc);
  return true;
}

}  // namespace lanyard::stack
