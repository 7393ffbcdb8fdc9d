// Who called the calling thread's function, some frames outwards, at a cost that a program which
// makes a statement for each query does not feel.
//
// The first time that an address is met, the rule of its frame is read from its module's call frame
// information, and kept in a table by the address: a frame is some 30 instructions then, without a
// lock or a system call. The walk ends where there is no rule: at the outermost frame, at one that
// a signal interrupted, in code without tables (hand-written, made at run time). It reads nothing
// but what rules say of frames that lie one above the other, within a megabyte and the end of the
// thread's stack, where that is known.
//
// x86-64 only. Rules of aarch64 are others (x29 and x30 are saved where a function likes), so that
// there the one frame is known which the call returns to.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lanyard::stack {

/// The frames of a walk, innermost first: return addresses.
struct Callers {
  static constexpr std::size_t kMost = 8;

  std::uintptr_t addresses[kMost];
  std::size_t count = 0;

  /// The same number as fingerprint_callers() gives for them.
  std::uint64_t fingerprint(std::uint64_t epoch) const;
};

/// A number that tells the callers of a function, at most `depth` of them, from others; 0 where the
/// rule of one of the frames is not known yet, or this machine has no rules. `frame` is the
/// function's __builtin_frame_address(0), on the calling thread's stack. `depth` is not 0.
std::uint64_t fingerprint_callers(const void* frame, std::size_t depth, std::uint64_t epoch);

/// Walks the same frames by the modules' own tables, and keeps the rules. Takes the lock of the
/// modules.
void walk_callers(const void* frame, std::size_t depth, Callers& found);

/// Forgets all rules.
void forget_rules();

/// Says for a scope that a module may be unloaded, and another one loaded in its place. Meanwhile
/// nothing is believed of what is known of addresses, and nothing more is kept: the calling thread
/// may run the module's destructors, and others what was loaded there.
class Unloading {
 public:
  Unloading();
  ~Unloading();
  Unloading(const Unloading&) = delete;
  Unloading& operator=(const Unloading&) = delete;

  /// A module is gone: begins an epoch, and forgets all rules.
  void forget();
};

/// Whether a module is being unloaded by some thread.
bool is_unloading();

/// The number of the epoch. What was found out of an address in one holds for no other. To be asked
/// after is_unloading().
std::uint64_t epoch();

}  // namespace lanyard::stack
