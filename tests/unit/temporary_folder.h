// A folder of a test's own, with the files that it writes.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace lanyard {

/// Each test of such a fixture has an empty folder, which goes with the test. Its path has no
/// links.
class InFolder : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "lanyard.XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = std::filesystem::canonical(name);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  /// Makes the folders on the way. Returns the file's path.
  std::string write(const std::string& name, const std::string& text) const {
    const std::filesystem::path path = folder_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
    return path.string();
  }

  std::filesystem::path folder_;
};

}  // namespace lanyard
