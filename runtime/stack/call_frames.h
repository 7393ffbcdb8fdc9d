// How to get from a frame to its caller's: what a module's call frame information says of one
// address (DWARF 5, 6.4; .eh_frame and .eh_frame_hdr as in the Linux Standard Base, 10.6).
//
// Only what nearly all code of x86-64 is described by is taken for an answer. The rest (a frame
// that a signal interrupted, an address that is computed, a saved register that is elsewhere) is
// none, and so is whatever is damaged or cut: nothing outside the given bytes is read.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/stack/module.h"

namespace lanyard::stack {

/// The caller's frame, by the registers of a frame of x86-64. The return address stands 8 bytes
/// below the canonical frame address (CFA), which is what rsp will be in the caller.
struct FrameRule {
  bool is_by_rbp;     // the CFA is rbp and something, not rsp and something
  std::uint32_t cfa;  // what is to be added, a multiple of 8
  std::uint32_t rbp;  // how far below the CFA the caller's rbp is saved, a multiple of 8; 0: it is
                      // in rbp still

  // What a rule can say at the most. A frame by rbp is made by the function's first instructions,
  // so that its CFA is near; and what is saved is saved at the top of a frame.
  static constexpr std::uint32_t kMostCfa = 1 << 20;
  static constexpr std::uint32_t kMostCfaByRbp = 128;
  static constexpr std::uint32_t kMostRbp = 248;
};

/// Reads the rule for the instruction at `pc`. `index` is where the .eh_frame_hdr stands, and
/// `readable` what may be read: the segment around it. Returns false where there is no such rule.
/// Takes no lock, allocates nothing.
bool read_rule(std::uintptr_t index, const Range& readable, std::uintptr_t pc, FrameRule& rule);

}  // namespace lanyard::stack
