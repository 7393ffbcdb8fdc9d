// Walking up the callers; see callers.h.
#include "runtime/stack/callers.h"

#include <atomic>

#include "runtime/base/hash.h"
#include "runtime/stack/call_frames.h"
#include "runtime/stack/module.h"

namespace lanyard::stack {

namespace {

constinit std::atomic<std::uint64_t> epochs{0};
constinit std::atomic<unsigned> unloads_now{0};

constexpr std::uint64_t add(std::uint64_t fingerprint, std::uintptr_t address) {
  return (fingerprint ^ address) * kSpread;
}

constexpr std::uint64_t finish(std::uint64_t fingerprint) {
  fingerprint ^= fingerprint >> 32;
  return fingerprint ? fingerprint : 1;
}

}  // namespace

std::uint64_t Callers::fingerprint(std::uint64_t epoch) const {
  std::uint64_t fingerprint = epoch;
  for (std::size_t i = 0; i < count; ++i) fingerprint = add(fingerprint, addresses[i]);
  return finish(fingerprint);
}

std::uint64_t epoch() { return epochs.load(std::memory_order_acquire); }

bool is_unloading() { return unloads_now.load(std::memory_order_acquire); }

Unloading::Unloading() { unloads_now.fetch_add(1, std::memory_order_acq_rel); }

// Who sees that it is over sees the new epoch, and no rule of the last one.
Unloading::~Unloading() { unloads_now.fetch_sub(1, std::memory_order_release); }

void Unloading::forget() {
  epochs.fetch_add(1, std::memory_order_relaxed);
  forget_rules();
}

#if defined(__x86_64__) && defined(__LP64__)

namespace {

/// A rule in the low bits of a word: whether it is by rbp, where rbp is saved, and the CFA, both in
/// units of 8 bytes.
class PackedRule {
 public:
  static constexpr unsigned kBits = 26;

  static std::uint64_t pack(const FrameRule& rule) {
    return static_cast<std::uint64_t>(rule.cfa / 8) << kCfaShift | rule.rbp / 8 << 1 |
           (rule.is_by_rbp ? 1 : 0);
  }

  /// Ends the walk: its CFA is beyond any limit.
  static constexpr std::uint64_t end() { return kMost & ~((std::uint64_t{1} << kCfaShift) - 1); }

  explicit PackedRule(std::uint64_t word) : word_(word) {}

  bool is_by_rbp() const { return word_ & 1; }
  std::uintptr_t cfa() const { return (word_ >> kCfaShift) * 8; }
  std::uintptr_t rbp() const { return (word_ & kRbpMask) * 4; }

 private:
  static constexpr unsigned kCfaShift = 6;
  static constexpr std::uint64_t kRbpMask = 0x3e;
  static constexpr std::uint64_t kMost = (std::uint64_t{1} << kBits) - 1;
  static_assert(FrameRule::kMostRbp / 8 << 1 == kRbpMask);
  static_assert(FrameRule::kMostCfa / 8 < kMost >> kCfaShift);

  std::uint64_t word_;
};

constexpr std::uintptr_t kFarthest = FrameRule::kMostCfa;  // from the first frame to the last one

/// Rules by address. A word holds the rest of the address beside the rule, so that it is one or the
/// other, whoever writes: an address of a program has 47 bits, which are spread by a product (of an
/// odd number, so that no two give the same), 9 say in which line of words it is, and 38 are kept.
///
/// The address 0, and others that no code has, would find rule 0 in an empty word. It leads
/// nowhere, so that the fingerprint is none that a walk has found.
class Rules {
 public:
  /// Leaves the rule in `rule`; false where it is not known.
  [[gnu::always_inline]] bool find(std::uintptr_t address, std::uint64_t& rule) const {
    const std::uint64_t spread = address * kFactor;
    const Word* const line = words_ + (spread >> kIndexShift) * kWays;
    for (std::size_t way = 0; way < kWays; ++way) {
      rule = line[way].load(std::memory_order_relaxed) ^ spread << kIndexBits;
      if (rule < std::uint64_t{1} << PackedRule::kBits) [[likely]]
        return true;
    }
    return false;
  }

  /// In its own word, or an empty one, or else in one that the address says.
  void keep(std::uintptr_t address, std::uint64_t rule) {
    if (address >> kAddressBits || is_unloading()) return;
    const std::uint64_t spread = address * kFactor, rest = spread << kIndexBits;
    Word* const line = words_ + (spread >> kIndexShift) * kWays;
    Word* word = line + (rest >> PackedRule::kBits) % kWays;
    for (std::size_t way = kWays; way; --way) {
      const std::uint64_t before = line[way - 1].load(std::memory_order_relaxed);
      if (!before || before >> PackedRule::kBits == rest >> PackedRule::kBits)
        word = line + way - 1;
    }
    word->store(rest | rule, std::memory_order_relaxed);
    is_empty_.store(false, std::memory_order_release);
  }

  /// Writes nothing where nothing is: most processes that unload never call SQLite.
  void forget() {
    if (is_empty_.exchange(true, std::memory_order_acquire)) return;
    for (Word& word : words_) word.store(0, std::memory_order_relaxed);
  }

 private:
  using Word = std::atomic<std::uint64_t>;
  static constexpr unsigned kAddressBits = 47, kIndexBits = 9, kIndexShift = 64 - kIndexBits;
  static constexpr std::size_t kWays = 8;  // a cache line of them
  static constexpr std::uint64_t kFactor = kSpread << (64 - kAddressBits);
  static_assert(64 - kAddressBits + kIndexBits == PackedRule::kBits);

  alignas(kWays * sizeof(Word)) Word words_[kWays << kIndexBits] = {};
  std::atomic<bool> is_empty_{true};
};

constinit Rules rules;

/// Where the first thread's stack ends, as the dynamic linker says (__libc_stack_end).
constinit std::atomic<std::uintptr_t> first_stack_end{0};

void find_first_stack_end() {
  if (first_stack_end.load(std::memory_order_relaxed)) return;
  const void* const end = find_symbol("__libc_stack_end");
  const auto value = end ? *static_cast<const std::uintptr_t*>(end) : UINTPTR_MAX;
  first_stack_end.store(value, std::memory_order_relaxed);
}

/// A frame that is walked to, and how far the walk may go.
struct Climb {
  explicit Climb(const void* frame) {
    const auto* const saved = static_cast<const std::uintptr_t*>(frame);
    rbp = saved[0];
    address = saved[1];
    rsp = reinterpret_cast<std::uintptr_t>(saved + 2);
    limit = rsp + kFarthest;
    // Of a thread that the C library gave its stack, its own data is at the end. The program may
    // have switched to another stack since; then neither bounds it.
    lower(reinterpret_cast<std::uintptr_t>(__builtin_thread_pointer()));
    lower(first_stack_end.load(std::memory_order_relaxed));
  }

  /// Goes to the caller's. False where that cannot be a frame: rbp may be anything in code that
  /// does not keep what its tables say.
  [[gnu::always_inline]] bool go_up(PackedRule rule) {
    std::uintptr_t cfa = rsp + rule.cfa();
    if (rule.is_by_rbp()) {
      cfa = rbp + rule.cfa();
      if (cfa <= rsp || cfa % 8) return false;
    }
    if (cfa > limit) return false;
    if (rule.rbp()) rbp = *reinterpret_cast<const std::uintptr_t*>(cfa - rule.rbp());
    address = *reinterpret_cast<const std::uintptr_t*>(cfa - 8);
    rsp = cfa;
    return true;
  }

  std::uintptr_t rsp, rbp;
  std::uintptr_t address;  // that the frame goes on at
  std::uintptr_t limit;

 private:
  void lower(std::uintptr_t end) {
    if (end > rsp && end < limit) limit = end;
  }
};

/// The tables of the module that the last frame was in: most often the next one is, too.
class Tables {
 public:
  /// Reads the rule for the call before a return address.
  bool read(std::uintptr_t address, FrameRule& rule) {
    if (!text_.contains(address - 1) && !find(address - 1)) return false;
    return index_ && read_rule(index_, readable_, address - 1, rule);
  }

 private:
  bool find(std::uintptr_t pc) {
    return find_module([&](const Module& module) {
      if (!module.text().contains(pc)) return false;
      text_ = module.text();
      index_ = module.unwind_index();
      readable_ = module.segment(index_);
      return true;
    });
  }

  Range text_, readable_;
  std::uintptr_t index_ = 0;
};

}  // namespace

std::uint64_t fingerprint_callers(const void* frame, std::size_t depth, std::uint64_t epoch) {
  Climb at(frame);
  std::uint64_t fingerprint = add(epoch, at.address);
  while (--depth) {
    std::uint64_t rule;
    if (!rules.find(at.address, rule)) return 0;
    if (!at.go_up(PackedRule(rule))) break;
    fingerprint = add(fingerprint, at.address);
  }
  return finish(fingerprint);
}

void walk_callers(const void* frame, std::size_t depth, Callers& found) {
  find_first_stack_end();
  Climb at(frame);
  Tables tables;
  found.count = 0;
  found.addresses[found.count++] = at.address;
  while (found.count < depth) {
    FrameRule rule;
    const bool is_read = tables.read(at.address, rule);
    const std::uint64_t packed = is_read ? PackedRule::pack(rule) : PackedRule::end();
    rules.keep(at.address, packed);
    if (!at.go_up(PackedRule(packed))) break;
    found.addresses[found.count++] = at.address;
  }
}

void forget_rules() { rules.forget(); }

#else

std::uint64_t fingerprint_callers(const void*, std::size_t, std::uint64_t) { return 0; }

void walk_callers(const void*, std::size_t, Callers& found) { found.count = 0; }

void forget_rules() {}

#endif

}  // namespace lanyard::stack
