// Modules and stacks, read without the dynamic linker's own functions and held against them.
#include "runtime/stack/module.h"

#include <dlfcn.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "runtime/base/memory.h"
#include "runtime/base/text.h"
#include "runtime/stack/depot.h"

namespace lanyard::stack {
namespace {

TEST(Module, FindsWhatDlsymFinds) {
  for (const char* name : {"exit", "qsort", "environ", "_ZTISt9exception"})
    EXPECT_EQ(find_symbol(name), dlsym(RTLD_DEFAULT, name)) << name;
  EXPECT_EQ(find_symbol("no_such_symbol"), nullptr);
}

TEST(Module, FindsTheDefaultVersion) {
  void* library = dlopen(LANYARD_VERSIONS, RTLD_NOW);
  ASSERT_NE(library, nullptr) << dlerror();
  for (const char* name : {"one", "another", "third"}) {
    void* found = find_symbol(name);
    ASSERT_NE(found, nullptr) << name;
    EXPECT_EQ(found, dlsym(library, name)) << name;
    EXPECT_EQ(reinterpret_cast<int (*)()>(found)(), 2) << name;
  }
  EXPECT_EQ(find_symbol("only_old"), nullptr);
  EXPECT_EQ(dlsym(library, "only_old"), nullptr);
  EXPECT_NE(dlvsym(library, "only_old", "V1"), nullptr);
  dlclose(library);
}

TEST(Module, NamesAnAddressAsDladdrDoes) {
  Dl_info info;
  const auto pc = reinterpret_cast<std::uintptr_t>(&std::qsort) + 4;
  ASSERT_TRUE(dladdr(reinterpret_cast<void*>(pc), &info));
  Frame frame;
  ASSERT_TRUE(describe(pc, frame));
  EXPECT_EQ(frame.module, info.dli_fname);
  EXPECT_EQ(frame.offset, pc - reinterpret_cast<std::uintptr_t>(info.dli_fbase));
  EXPECT_EQ(frame.build_id.size(), 40u);
  Frame nowhere;
  EXPECT_FALSE(describe(16, nowhere));
}

TEST(Module, TheProgramComesFirst) {
  find_module([](const Module& module) {
    EXPECT_STREQ(module.path(), program_path());
    EXPECT_TRUE(module.contains(reinterpret_cast<std::uintptr_t>(&program_path)));
    return true;
  });
}

TEST(Memory, ReadsOnlyWhatIsThere) {
  char to[4] = "";
  EXPECT_EQ(read_memory("abc", to, 4), 4u);
  EXPECT_STREQ(to, "abc");
  EXPECT_EQ(read_memory(reinterpret_cast<void*>(16), to, 4), 0u);
}

__attribute__((noinline)) const Stack* kept_here(char* buffer) {
  const Capture capture(buffer, Scratch::kSize, 16, true);
  return keep(capture);
}

TEST(Depot, KeepsADistinctStackOnce) {
  Scratch scratch;
  const Stack* stacks[2];
  for (const Stack*& stack : stacks) stack = kept_here(scratch.data());
  ASSERT_NE(stacks[0], nullptr);
  EXPECT_EQ(stacks[0], stacks[1]);
  // This program is the shim to itself, so only what called it is left.
  ASSERT_GT(stacks[0]->native_count, 0u);
  EXPECT_EQ(base_name(stacks[0]->native[0].module), "libc.so.6");
  EXPECT_EQ(stacks[0]->python_count, 0u);
}

}  // namespace
}  // namespace lanyard::stack
