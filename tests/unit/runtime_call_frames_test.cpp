// The rules of frames, as they are read from call frame information. The judge is libgcc's own
// unwinder: it is led to believe that it was called from an address, on a stack whose every word
// holds its own address, and so shows what it makes of that.
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unwind.h>

#include <cstring>
#include <string>
#include <vector>

#include "runtime/stack/call_frames.h"
#include "runtime/stack/module.h"

#if defined(__x86_64__)

namespace {

/// What the unwinder finds of a frame's caller.
struct Caller {
  std::uintptr_t rsp, rbp, address;
};

bool operator==(const Caller& a, const Caller& b) {
  return a.rsp == b.rsp && a.rbp == b.rbp && a.address == b.address;
}

std::ostream& operator<<(std::ostream& out, const Caller& caller) {
  return out << std::hex << "rsp " << caller.rsp << ", rbp " << caller.rbp << ", at "
             << caller.address;
}

struct Asked {
  std::uintptr_t address, rsp;
  bool is_next = false;
  Caller found{};
};
Asked asked;

_Unwind_Reason_Code look(_Unwind_Context* context, void*) {
  if (asked.is_next) {
    asked.found = {_Unwind_GetCFA(context), _Unwind_GetGR(context, 6), _Unwind_GetIP(context)};
    return _URC_END_OF_STACK;
  }
  asked.is_next = _Unwind_GetIP(context) == asked.address && _Unwind_GetCFA(context) == asked.rsp;
  return _URC_NO_REASON;
}

}  // namespace

extern "C" {

void* own_stack;

/// Runs probe() as if the code before the address at `stack` had called it, with `rbp`.
void call_probe(void* stack, std::uintptr_t rbp);
[[noreturn]] void leave_probe();

[[noreturn]] void probe() {
  _Unwind_Backtrace(look, nullptr);
  leave_probe();
}
}

asm(R"(
.pushsection .text
.globl call_probe
call_probe:
  push %rbx
  push %rbp
  push %r12
  push %r13
  push %r14
  push %r15
  mov own_stack@GOTPCREL(%rip), %rax
  mov %rsp, (%rax)
  mov %rdi, %rsp
  mov %rsi, %rbp
  jmp probe@PLT
.globl leave_probe
leave_probe:
  mov own_stack@GOTPCREL(%rip), %rax
  mov (%rax), %rsp
  pop %r15
  pop %r14
  pop %r13
  pop %r12
  pop %rbp
  pop %rbx
  ret
.popsection
)");

namespace lanyard::stack {
namespace {

constexpr std::size_t kWords = (std::size_t{4} << 20) / sizeof(std::uintptr_t);

/// Memory where each word is its own address.
std::uintptr_t* own_addresses() {
  auto* const words = static_cast<std::uintptr_t*>(mmap(nullptr, kWords * sizeof(std::uintptr_t),
                                                        PROT_READ | PROT_WRITE,
                                                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  for (std::size_t i = 0; i < kWords; ++i) words[i] = reinterpret_cast<std::uintptr_t>(&words[i]);
  return words;
}

Caller by_libgcc(std::uintptr_t address, std::uintptr_t* rsp, std::uintptr_t rbp) {
  asked = {address, reinterpret_cast<std::uintptr_t>(rsp)};
  const std::uintptr_t before = rsp[-1];
  rsp[-1] = address;
  call_probe(rsp - 1, rbp);
  rsp[-1] = before;
  return asked.found;
}

Caller by_rule(const FrameRule& rule, const std::uintptr_t* rsp, std::uintptr_t rbp) {
  const std::uintptr_t cfa =
      (rule.is_by_rbp ? rbp : reinterpret_cast<std::uintptr_t>(rsp)) + rule.cfa;
  return {cfa, rule.rbp ? cfa - rule.rbp : rbp, cfa - 8};
}

struct Code {
  Range text;
  std::uintptr_t index;
  Range readable;
};

Code code_of(const std::string& soname) {
  Code code{};
  find_module([&](const Module& module) {
    const bool is_it = soname.empty() ? module.is_program() : module.soname() == soname;
    if (is_it) code = {module.text(), module.unwind_index(), module.segment(module.unwind_index())};
    return is_it;
  });
  return code;
}

/// Whether a call returns to `address`, as far as that can be seen before it.
bool is_after_call(const Code& code, std::uintptr_t address) {
  std::int32_t distance;
  if (address - 5 < code.text.begin || *reinterpret_cast<const unsigned char*>(address - 5) != 0xe8)
    return false;
  std::memcpy(&distance, reinterpret_cast<const void*>(address - 4), sizeof(distance));
  return code.text.contains(address + static_cast<std::uintptr_t>(std::intptr_t{distance}));
}

class Rules : public testing::TestWithParam<const char*> {};

TEST_P(Rules, AreThoseOfLibgccAtEveryAddress) {
  const Code code = code_of(GetParam());
  ASSERT_TRUE(code.index) << "not loaded";
  static std::uintptr_t* const words = own_addresses();
  std::uintptr_t* const rsp = words + kWords / 2;
  const auto rbp = reinterpret_cast<std::uintptr_t>(rsp + 1000);
  std::size_t by_rsp = 0, by_rbp = 0, calls = 0, lost = 0;
  for (std::uintptr_t pc = code.text.begin; pc < code.text.end; ++pc) {
    FrameRule rule;
    const bool is_known = read_rule(code.index, code.readable, pc, rule);
    if (is_after_call(code, pc + 1)) ++calls, lost += !is_known;
    if (!is_known) continue;
    ++(rule.is_by_rbp ? by_rbp : by_rsp);
    if (pc % 3 == 0) {
      ASSERT_EQ(by_rule(rule, rsp, rbp), by_libgcc(pc + 1, rsp, rbp))
          << "at " << std::hex << pc - code.text.begin;
    }
  }
  EXPECT_GT(by_rsp, 1000u);
  EXPECT_GT(by_rbp, 100u);
  EXPECT_GT(calls, 1000u);
  EXPECT_LT(static_cast<double>(lost), static_cast<double>(calls) * 0.01);
}

INSTANTIATE_TEST_SUITE_P(Modules, Rules, testing::Values("libc.so.6", "libstdc++.so.6", ""));

}  // namespace
}  // namespace lanyard::stack

#endif
