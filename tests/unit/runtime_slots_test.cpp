// Slots of a real module, bound lazily and at once: what calls and addresses become, and that
// a page is as read-only after as it was before.
#include "runtime/hook/slots.h"

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <string>

namespace lanyard::hook {
namespace {

pid_t ours() { return -7; }

/// Asked of the kernel, which must write where we say.
bool is_writable(void* word) {
  int ends[2];
  void* value = *static_cast<void**>(word);
  EXPECT_EQ(pipe(ends), 0);
  EXPECT_EQ(write(ends[1], &value, sizeof(value)), static_cast<ssize_t>(sizeof(value)));
  const bool could = read(ends[0], word, sizeof(value)) == static_cast<ssize_t>(sizeof(value));
  EXPECT_TRUE(could || errno == EFAULT);
  close(ends[0]);
  close(ends[1]);
  return could;
}

class Slots : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    library_ = dlopen(GetParam(), RTLD_LAZY);
    ASSERT_NE(library_, nullptr) << dlerror();
  }
  void TearDown() override { dlclose(library_); }

  template <typename Result>
  Result call(const char* name) {
    return reinterpret_cast<Result (*)()>(dlsym(library_, name))();
  }

  template <typename Each>
  void in_module(Each each) {
    const auto inside = reinterpret_cast<std::uintptr_t>(dlsym(library_, "by_call"));
    EXPECT_TRUE(stack::find_module([&](const stack::Module& module) {
      if (!module.contains(inside)) return false;
      each(module);
      return true;
    }));
  }

  Slot slot_of(std::string_view symbol, SlotKind kind) {
    Slot found{};
    in_module([&](const stack::Module& module) {
      each_slot(module, [&](const Slot& slot) {
        if (symbol == slot.symbol && slot.kind == kind) found = slot;
      });
    });
    EXPECT_NE(found.word, nullptr) << symbol;
    return found;
  }

  void* library_ = nullptr;
};

TEST_P(Slots, SendCallsElsewhere) {
  for (int round = 0; round < 2; ++round) {  // lazily bound by now, in the second
    const Slot slot = slot_of("getpgrp", SlotKind::call);
    const bool was_writable = is_writable(slot.word);
    EXPECT_EQ(was_writable, std::string(GetParam()).find("now") == std::string::npos);
    in_module([](const stack::Module& module) {
      EXPECT_EQ(redirect(module, "getpgrp", reinterpret_cast<void*>(&ours)), 1u);
    });
    EXPECT_EQ(call<pid_t>("by_call"), -7);
    EXPECT_EQ(call<pid_t>("by_table"), getpgrp());  // the program's own data stays
    EXPECT_EQ(is_writable(slot.word), was_writable);
    in_module([](const stack::Module& module) {
      redirect(module, "getpgrp", reinterpret_cast<void*>(&getpgrp));
    });
    EXPECT_EQ(call<pid_t>("by_call"), getpgrp());
  }
}

TEST_P(Slots, SendAddressesElsewhere) {
  const Slot slot = slot_of("getsid", SlotKind::address);
  EXPECT_EQ(slot.value(), reinterpret_cast<void*>(&getsid));
  EXPECT_FALSE(slot.is_weak);
  EXPECT_FALSE(slot.is_defined);
  EXPECT_FALSE(is_writable(slot.word));  // RELRO covers it either way
  in_module([](const stack::Module& module) {
    EXPECT_EQ(redirect(module, "getsid", reinterpret_cast<void*>(&ours)), 1u);
  });
  EXPECT_EQ(call<void*>("by_address"), reinterpret_cast<void*>(&ours));
  EXPECT_FALSE(is_writable(slot.word));
}

TEST_P(Slots, TellAWeakReferenceAndATable) {
  EXPECT_TRUE(slot_of("not_there", SlotKind::address).is_weak);
  EXPECT_EQ(slot_of("getpgrp", SlotKind::data).value(), reinterpret_cast<void*>(&getpgrp));
}

INSTANTIATE_TEST_SUITE_P(Bound, Slots, testing::Values(LANYARD_CALLS_LAZY, LANYARD_CALLS_NOW));

}  // namespace
}  // namespace lanyard::hook
