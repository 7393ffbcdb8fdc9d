// Walking up the callers; see callers.h.
#include "runtime/stack/callers.h"

#include <atomic>

#include "runtime/base/hash.h"
#include "runtime/stack/call_frames.h"
#include "runtime/stack/module.h"

namespace lanyard::stack {

namespace {

constinit std::atomic<std::uint64_t> unloads_begun{0};
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

std::uint64_t epoch() { return unloads_begun.load(std::memory_order_acquire); }

bool is_unloading() { return unloads_now.load(std::memory_order_acquire); }

// Who sees the new epoch sees that it is being unloaded, until it is over.
Unloading::Unloading() {
  unloads_now.fetch_add(1, std::memory_order_relaxed);
  unloads_begun.fetch_add(1, std::memory_order_release);
  forget_rules();
}

Unloading::~Unloading() { unloads_now.fetch_sub(1, std::memory_order_release); }

#if defined(__x86_64__) && defined(__LP64__)

namespace {

/// A rule in the low bits of a word: whether it is by rbp, where rbp is saved, and the CFA, both in
/// units of 8 bytes.
class PackedRule {
 public:
  static constexpr unsigned kBits = 29;

  /// Ends the walk: its CFA is beyond any limit.
  static constexpr std::uint64_t kEnd = ((std::uint64_t{1} << kBits) - 1) & ~std::uint64_t{0x7ff};

  static std::uint64_t pack(const FrameRule& rule) {
    return static_cast<std::uint64_t>(rule.cfa / 8) << kCfaShift | rule.rbp / 8 << 1 |
           (rule.is_by_rbp ? 1 : 0);
  }

  explicit PackedRule(std::uint64_t word) : word_(word) {}

  bool is_by_rbp() const { return word_ & 1; }
  std::uintptr_t cfa() const { return (word_ >> kCfaShift) * 8; }
  std::uintptr_t rbp() const { return (word_ & kRbpMask) * 4; }

 private:
  static constexpr unsigned kCfaShift = 11;
  static constexpr std::uint64_t kRbpMask = 0x7fe;
  static_assert(FrameRule::kMostRbp / 8 <= kRbpMask >> 1);

  std::uint64_t word_;
};

constexpr std::uintptr_t kFarthest = FrameRule::kMostCfa;  // from the first frame to the last one
static_assert(PackedRule::kEnd >> 11 << 3 > kFarthest);

/// Rules by address. A word holds the rest of the address beside the rule, so that it is one or the
/// other, whoever writes: an address of a program has 47 bits, which are spread by a product (of an
/// odd number, so that no two give the same), 12 say which word it is, and 35 are kept in it.
///
/// The address 0, and others that no code has, would find rule 0 in an empty word. It leads nowhere,
/// so that the fingerprint is none that a walk has found.
class Rules {
 public:
  /// Leaves the rule in `rule`; false where it is not known.
  bool find(std::uintptr_t address, std::uint64_t& rule) const {
    const std::uint64_t spread = address * kFactor;
    rule = words_[spread >> kIndexShift].load(std::memory_order_relaxed) ^ spread << kIndexBits;
    return rule < std::uint64_t{1} << PackedRule::kBits;
  }

  void keep(std::uintptr_t address, std::uint64_t rule) {
    if (address >> kAddressBits || is_unloading()) return;
    const std::uint64_t spread = address * kFactor;
    words_[spread >> kIndexShift].store(spread << kIndexBits | rule, std::memory_order_relaxed);
    is_empty_.store(false, std::memory_order_release);
  }

  /// Writes nothing where nothing is: most processes that unload never call SQLite.
  void forget() {
    if (is_empty_.exchange(true, std::memory_order_acquire)) return;
    for (std::atomic<std::uint64_t>& word : words_) word.store(0, std::memory_order_relaxed);
  }

 private:
  static constexpr unsigned kAddressBits = 47, kIndexBits = 12, kIndexShift = 64 - kIndexBits;
  static constexpr std::uint64_t kFactor = kSpread << (64 - kAddressBits);
  static_assert(64 - kAddressBits + kIndexBits == PackedRule::kBits);

  std::atomic<std::uint64_t> words_[std::size_t{1} << kIndexBits] = {};
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

/// Reads the rule for the call before a return address.
bool read_rule_of_call(std::uintptr_t address, FrameRule& rule) {
  bool is_read = false;
  find_module([&](const Module& module) {
    if (!module.contains(address - 1)) return false;
    const std::uintptr_t index = module.unwind_index();
    is_read = index && read_rule(index, module.segment(index), address - 1, rule);
    return true;
  });
  return is_read;
}

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
  found.count = 0;
  found.addresses[found.count++] = at.address;
  while (found.count < depth) {
    FrameRule rule;
    const bool is_read = read_rule_of_call(at.address, rule);
    const std::uint64_t packed = is_read ? PackedRule::pack(rule) : PackedRule::kEnd;
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
