// Names for addresses, tried on this test's own code.
#include <dlfcn.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "cli/elf.h"
#include "cli/symbols.h"

namespace lanyard::cli {
namespace {

// Not static, and with C's name, so that the symbol table has it under this name.
extern "C" __attribute__((noinline, visibility("default"))) int lanyard_landmark(int number) {
  return number * 3;
}

const std::string kSelf = std::filesystem::read_symlink("/proc/self/exe").string();

NativeFrame landmark() {
  Dl_info info;
  EXPECT_NE(dladdr(reinterpret_cast<void*>(&lanyard_landmark), &info), 0);
  NativeFrame frame;
  frame.module = kSelf;
  frame.build_id = build_id(kSelf);
  frame.offset = reinterpret_cast<std::uintptr_t>(&lanyard_landmark) -
                 reinterpret_cast<std::uintptr_t>(info.dli_fbase);
  frame.symbol = "_ZN5other6symbolEv";
  return frame;
}

std::string function_at(const NativeFrame& frame) {
  std::vector<NativeFrame> frames = {frame};
  Symbolizer().resolve(frames);
  return frames.back().function;
}

TEST(BuildId, IsReadFromTheFile) {
  EXPECT_EQ(build_id(kSelf).size(), 40u);  // SHA-1, as ld writes it
  EXPECT_EQ(build_id("/no/such/file"), "");
  EXPECT_EQ(build_id("/etc/passwd"), "");
}

TEST(Symbolizer, NamesTheFunctionOfTheSameBuild) {
  EXPECT_EQ(function_at(landmark()), "lanyard_landmark");
}

TEST(Symbolizer, TrustsNoFileThatWasRebuilt) {
  NativeFrame frame = landmark();
  frame.build_id = "00112233";
  EXPECT_EQ(function_at(frame), "other::symbol()");
}

TEST(Symbolizer, FallsBackToTheSymbolOfAModuleThatIsGone) {
  NativeFrame frame = landmark();
  frame.module = "/no/such/module.so";
  frame.build_id = "";
  EXPECT_EQ(function_at(frame), "other::symbol()");
}

TEST(Symbolizer, LeavesFramesThatHaveAName) {
  NativeFrame frame = landmark();
  frame.function = "named()";
  EXPECT_EQ(function_at(frame), "named()");
}

}  // namespace
}  // namespace lanyard::cli
