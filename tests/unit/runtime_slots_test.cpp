// Slots of a real module, bound lazily and at once: what calls and addresses become, and that
// a page is as read-only after as it was before.
#include "runtime/hook/slots.h"

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
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

/// Three pages: two that cannot be written, in one mapping, and one that can.
class Pages {
 public:
  Pages() {
    EXPECT_EQ(mprotect(at_, 2 * size_, PROT_READ), 0);
    for (std::size_t i = 0; i < 3; ++i)
      slots_[i].word = reinterpret_cast<std::atomic<void*>*>(at_ + i * size_);
  }
  ~Pages() { munmap(at_, 3 * size_); }
  Pages(const Pages&) = delete;
  Pages& operator=(const Pages&) = delete;

  const Slot& slot(std::size_t page) const { return slots_[page]; }

  void expect_as_before() const {
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(is_writable(slots_[i].word), i == 2) << i;
  }

 private:
  std::size_t size_ = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  char* at_ = static_cast<char*>(
      mmap(nullptr, 3 * size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  Slot slots_[3]{};
};

TEST_P(Slots, LeavePagesAsTheyWere) {
  const Pages pages;
  in_module([&](const stack::Module& module) {
    SlotWriter writer;
    for (const std::size_t page : {0, 1, 2, 0, 2, 1}) {
      EXPECT_TRUE(writer.write(module, pages.slot(page), this));
      EXPECT_TRUE(is_writable(pages.slot(page).word));
      EXPECT_TRUE(page == 2 || !is_writable(pages.slot(1 - page).word));
    }
  });
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(pages.slot(i).value(), this);
  pages.expect_as_before();
}

INSTANTIATE_TEST_SUITE_P(Bound, Slots, testing::Values(LANYARD_CALLS_LAZY, LANYARD_CALLS_NOW));

}  // namespace
}  // namespace lanyard::hook
