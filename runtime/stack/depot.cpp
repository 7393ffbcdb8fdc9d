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

/// A string kept once.
struct Word {
  const Word* next;
  std::uint64_t hash;
  std::string_view text;
};

constinit Arena arena;
constinit const Stack* stacks[kBuckets] = {};
constinit const Word* words[kBuckets] = {};

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

bool describe(std::uintptr_t pc, Frame& frame) {
  LooseFrame loose;
  resolve(&pc, 1, &loose);
  if (!loose.module) return false;
  Locked locked(locks.depot);
  frame = keep_frame(loose, pc);
  return true;
}

}  // namespace lanyard::stack
