// What of call frame information makes a rule, instruction by instruction, and what makes none: as
// an assembler writes it for functions whose code does not matter.
#include <gtest/gtest.h>

#include <ostream>
#include <vector>

#include "runtime/stack/call_frames.h"
#include "runtime/stack/module.h"

#if defined(__x86_64__)

// A function whose frame is as said: the rule is asked for at NAME_at, its last byte.
#define FORM(name, directives)             \
  ".globl " #name                          \
  "_at\n"                                  \
  ".cfi_startproc\n" directives "\n" #name \
  "_at: nop\n"                             \
  ".cfi_endproc\n"

asm(".pushsection .text\n"                                                                  //
    FORM(entered, "nop")                                                                    //
    FORM(pushed, ".cfi_def_cfa_offset 16\n.cfi_offset rbp, -16")                            //
    FORM(framed, ".cfi_offset rbp, -16\n.cfi_def_cfa rbp, 16")                              //
    FORM(by_another_register, ".cfi_def_cfa rbx, 16")                                       //
    FORM(moved, ".cfi_def_cfa_offset 64\n.cfi_offset rbp, -16\n.cfi_def_cfa_register rbp")  //
    FORM(signalled, ".cfi_signal_frame")                                                    //
    FORM(outermost, ".cfi_undefined rip")                                                   //
    FORM(returns_by_register, ".cfi_register rip, rbx")                                     //
    FORM(returns_elsewhere, ".cfi_offset rip, -16")                                         //
    FORM(rbp_in_register, ".cfi_register rbp, rbx")                                         //
    FORM(rbp_lost, ".cfi_undefined rbp")                                                    //
    FORM(rbp_in_itself, ".cfi_undefined rbp\n.cfi_same_value rbp")                          //
    FORM(rbp_restored, ".cfi_undefined rbp\n.cfi_restore rbp")                              //
    FORM(rbp_beyond, ".cfi_def_cfa_offset 16\n.cfi_offset rbp, -24")                        //
    FORM(rbp_above, ".cfi_def_cfa_offset 16\n.cfi_offset rbp, 16")                          //
    FORM(rbp_at_return_address, ".cfi_def_cfa_offset 16\n.cfi_offset rbp, -8")              //
    FORM(another_lost, ".cfi_undefined r12\n.cfi_register rbx, r12")                        //
    FORM(remembered, ".cfi_def_cfa_offset 32\n.cfi_offset rbp, -16\nnop\n"
                     ".cfi_remember_state\n.cfi_def_cfa_offset 8\n.cfi_restore rbp")  //
    FORM(brought_back, ".cfi_def_cfa_offset 32\n.cfi_offset rbp, -16\nnop\n"
                       ".cfi_remember_state\nnop\n.cfi_def_cfa rbx, 8\n.cfi_restore rbp\nnop\n"
                       ".cfi_restore_state")                                           //
    FORM(brought_back_from_nothing, ".cfi_escape 0x0b")                              //
    FORM(after_256, ".skip 255\n.cfi_def_cfa_offset 24\n.skip 256")                    //
    FORM(after_65536, ".cfi_def_cfa_offset 16\n.skip 65536\n.cfi_def_cfa_offset 24")   //
    FORM(not_yet, "nop\n.cfi_remember_state") "nop\n"                                  //
    FORM(odd, ".cfi_def_cfa_offset 12")                                                //
    FORM(none, ".cfi_def_cfa_offset 0")                                                //
    FORM(negative, ".cfi_def_cfa_offset -8")                                           //
    FORM(largest, ".cfi_def_cfa_offset 0x100000")                                      //
    FORM(too_large, ".cfi_def_cfa_offset 0x100008")                                    //
    FORM(far_by_rbp, ".cfi_def_cfa rbp, 136")                                          //
    // Instructions by their numbers: DWARF 5, 7.24.
    FORM(computed, ".cfi_escape 0x0f, 3, 0x77, 8, 6")                                       //
    FORM(computed_and_given, ".cfi_escape 0x0f, 3, 0x77, 8, 6\n.cfi_escape 0x0c, 7, 24")    //
    FORM(computed_and_half_given, ".cfi_escape 0x0f, 3, 0x77, 8, 6\n.cfi_escape 0x0e, 24")  //
    FORM(signed_both, ".cfi_escape 0x12, 7, 0x7d")                                          //
    FORM(signed_offset, ".cfi_escape 0x13, 0x7c")                                           //
    FORM(rbp_extended, ".cfi_def_cfa_offset 24\n.cfi_escape 0x05, 6, 2")                    //
    FORM(rbp_signed, ".cfi_def_cfa_offset 24\n.cfi_escape 0x11, 6, 2")                      //
    FORM(rbp_restored_extended, ".cfi_undefined rbp\n.cfi_escape 0x06, 6")                  //
    FORM(rbp_computed, ".cfi_escape 0x10, 6, 2, 0x77, 8")                                   //
    FORM(rbp_value, ".cfi_escape 0x14, 6, 2")                                               //
    FORM(rbp_value_signed, ".cfi_escape 0x15, 6, 2")                                        //
    FORM(rbp_value_computed, ".cfi_escape 0x16, 6, 2, 0x77, 8")                             //
    FORM(another_computed, ".cfi_escape 0x10, 3, 2, 0x77, 8")                               //
    FORM(with_arguments, ".cfi_escape 0x2e, 0x90, 1")                                       //
    FORM(large_register, ".cfi_escape 0x07, 0x86, 0x80, 0x80, 0x80, 0x10")
    "without_any: nop\n.globl without_any\n"
    ".popsection\n");

namespace lanyard::stack {

bool operator==(const FrameRule& a, const FrameRule& b) {
  return a.is_by_rbp == b.is_by_rbp && a.cfa == b.cfa && a.rbp == b.rbp;
}

std::ostream& operator<<(std::ostream& out, const FrameRule& rule) {
  return out << (rule.is_by_rbp ? "rbp+" : "rsp+") << rule.cfa << ", rbp at -" << rule.rbp;
}

namespace {

constexpr FrameRule kNone{false, 0, 0};

FrameRule by_rsp(std::uint32_t cfa, std::uint32_t rbp = 0) { return {false, cfa, rbp}; }
FrameRule by_rbp(std::uint32_t cfa, std::uint32_t rbp) { return {true, cfa, rbp}; }

/// kNone where there is no rule.
FrameRule rule_at(const void* place) {
  const auto pc = reinterpret_cast<std::uintptr_t>(place);
  FrameRule rule = kNone;
  bool is_read = false;
  find_module([&](const Module& module) {
    if (!module.contains(pc)) return false;
    is_read = read_rule(module.unwind_index(), module.segment(module.unwind_index()), pc, rule);
    return true;
  });
  return is_read ? rule : kNone;
}

#define EXPECT_RULE(name, rule)              \
  do {                                       \
    extern const char name[] asm(#name);     \
    EXPECT_EQ(rule_at(name), rule) << #name; \
  } while (false)

TEST(Frame, IsByTheStackOrByRbp) {
  EXPECT_RULE(entered_at, by_rsp(8));
  EXPECT_RULE(pushed_at, by_rsp(16, 16));
  EXPECT_RULE(framed_at, by_rbp(16, 16));
  EXPECT_RULE(moved_at, by_rbp(64, 16));
  EXPECT_RULE(signed_both_at, by_rsp(24));
  EXPECT_RULE(signed_offset_at, by_rsp(32));
  EXPECT_RULE(largest_at, by_rsp(0x100000));
  EXPECT_RULE(with_arguments_at, by_rsp(8));
  EXPECT_RULE(computed_and_given_at, by_rsp(24));
}

TEST(Frame, OfAnotherKindHasNoRule) {
  EXPECT_RULE(by_another_register_at, kNone);
  EXPECT_RULE(signalled_at, kNone);
  EXPECT_RULE(computed_at, kNone);
  EXPECT_RULE(computed_and_half_given_at, kNone);
  EXPECT_RULE(odd_at, kNone);
  EXPECT_RULE(none_at, kNone);
  EXPECT_RULE(negative_at, kNone);
  EXPECT_RULE(too_large_at, kNone);
  EXPECT_RULE(far_by_rbp_at, kNone);
  EXPECT_RULE(without_any, kNone);
}

TEST(ReturnAddress, IsBelowTheCfa) {
  EXPECT_RULE(outermost_at, kNone);
  EXPECT_RULE(returns_by_register_at, kNone);
  EXPECT_RULE(returns_elsewhere_at, kNone);
}

TEST(Rbp, IsInItselfOrSaved) {
  EXPECT_RULE(rbp_in_itself_at, by_rsp(8));
  EXPECT_RULE(rbp_restored_at, by_rsp(8));
  EXPECT_RULE(rbp_restored_extended_at, by_rsp(8));
  EXPECT_RULE(rbp_extended_at, by_rsp(24, 16));
  EXPECT_RULE(rbp_signed_at, by_rsp(24, 16));
}

TEST(Rbp, IsNotLookedForElsewhere) {
  EXPECT_RULE(rbp_in_register_at, kNone);
  EXPECT_RULE(rbp_lost_at, kNone);
  EXPECT_RULE(rbp_beyond_at, kNone);
  EXPECT_RULE(rbp_above_at, kNone);
  EXPECT_RULE(rbp_at_return_address_at, kNone);
  EXPECT_RULE(rbp_computed_at, kNone);
  EXPECT_RULE(rbp_value_at, kNone);
  EXPECT_RULE(rbp_value_signed_at, kNone);
  EXPECT_RULE(rbp_value_computed_at, kNone);
}

TEST(OtherRegisters, DoNotMatter) {
  EXPECT_RULE(another_lost_at, by_rsp(8));
  EXPECT_RULE(another_computed_at, by_rsp(8));
  EXPECT_RULE(large_register_at, by_rsp(8));
}

TEST(Program, IsRunAsFarAsTheAddress) {
  EXPECT_RULE(remembered_at, by_rsp(8));
  EXPECT_RULE(brought_back_at, by_rsp(32, 16));
  EXPECT_RULE(after_256_at, by_rsp(24));
  EXPECT_RULE(after_65536_at, by_rsp(24));
  EXPECT_RULE(not_yet_at, by_rsp(8));
}

TEST(Program, ThatBringsBackWhatItHasNotRememberedHasNoRule) {
  EXPECT_RULE(brought_back_from_nothing_at, kNone);
}

using Bytes = std::vector<unsigned char>;

/// An index of one function, its common entry and its entry with `program`, one after the other.
struct Table {
  explicit Table(const Bytes& program) {
    add({1, 0x1b, 3, 0x3b, 0, 0, 0, 0, 1, 0, 0, 0, kFunction, 0, 0, 0, 0, 0, 0, 0});
    const std::size_t common = begin();
    add({0, 0, 0, 0, 1, 'z', 'R', 0, 1, 0x78, 16, 1, 0x1b, 0x0c, 7, 8, 0x90, 1});
    end(common);
    const std::size_t function = begin();
    put(16, function);
    add({0, 0, 0, 0, 0, 0, 0, 0, kSize, 0, 0, 0, 0});
    put(function + 4, function + 4 - common);
    put(function + 8, kFunction - (function + 8));
    add(program);
    end(function);
  }

  /// What is read from the first `size` bytes, at an address of the function.
  FrameRule rule(std::size_t size) const {
    const Bytes cut(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    const auto at = reinterpret_cast<std::uintptr_t>(cut.data());
    FrameRule rule = kNone;
    return read_rule(at, {at, at + size}, at + kFunction, rule) ? rule : kNone;
  }
  FrameRule rule() const { return rule(bytes.size()); }

  static constexpr unsigned char kFunction = 100, kSize = 10;
  Bytes bytes;

 private:
  std::size_t begin() {
    const std::size_t at = bytes.size();
    add({0, 0, 0, 0});
    return at;
  }
  void end(std::size_t entry) { put(entry, bytes.size() - entry - 4); }
  void add(const Bytes& more) { bytes.insert(bytes.end(), more.begin(), more.end()); }
  void put(std::size_t at, std::size_t value) {
    for (std::size_t i = 0; i < 4; ++i) bytes[at + i] = static_cast<unsigned char>(value >> 8 * i);
  }
};

TEST(Table, IsReadToItsEnd) {
  const Table table({0x0e, 24, 0x86, 2});
  EXPECT_EQ(table.rule(), by_rsp(24, 16));
  for (std::size_t size = 0; size < table.bytes.size(); ++size)
    EXPECT_EQ(table.rule(size), kNone) << size;
}

TEST(Table, OfAnotherFormIsNotRead) {
  const Table table({});
  ASSERT_EQ(table.rule(), by_rsp(8));
  // The index's version and encodings; the entries' sizes, kinds and versions; the augmentation;
  // which register is the return address; and how addresses are encoded.
  for (const std::size_t at : {0, 2, 3, 20, 24, 28, 29, 30, 34, 36, 42, 46}) {
    Table damaged = table;
    damaged.bytes[at] ^= 0x40;
    EXPECT_EQ(damaged.rule(), kNone) << at;
  }
}

TEST(Table, WhoseProgramCannotBeFollowedHasNoRule) {
  EXPECT_EQ(Table({0x3f}).rule(), kNone);
  EXPECT_EQ(Table({0x0e}).rule(), kNone);
  EXPECT_EQ(Table({0x0f, 0xff, 0xff, 0xff, 0x7f}).rule(), kNone);
  EXPECT_EQ(Table({0x0e, 0x88, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0}).rule(),
            kNone);
  EXPECT_EQ(Table(Bytes(9, 0x0a)).rule(), kNone);  // remembers more than anybody nests
}

}  // namespace
}  // namespace lanyard::stack

#endif
