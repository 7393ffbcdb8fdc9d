// Files with a SQLite inside, without one, and damaged ones, which must do no harm.
#include "runtime/hook/sqlite_in_file.h"

#include <dlfcn.h>
#include <elf.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace lanyard::hook {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A temporary file with `bytes` in it, asked for a SQLite.
bool has_sqlite(const std::string& bytes, std::size_t buffer_size = std::size_t{96} * 1024) {
  std::string path = testing::TempDir() + "sqlite_in_file.XXXXXX";
  close(mkstemp(path.data()));
  std::ofstream(path, std::ios::binary) << bytes;
  std::vector<char> buffer(buffer_size);
  const bool has = file_has_sqlite(path.c_str(), buffer.data(), buffer.size());
  unlink(path.c_str());
  return has;
}

/// The file of a library, by a function of it.
std::string library(const char* name = "libsqlite3.so.0", const char* function = "sqlite3_step") {
  void* handle = dlopen(name, RTLD_LAZY);
  Dl_info info;
  EXPECT_TRUE(handle && dladdr(dlsym(handle, function), &info)) << dlerror();
  return read_file(info.dli_fname);
}

// The library itself serves as a file that was stripped and has one inside.
TEST(SqliteInFile, IsFoundByItsText) {
  const std::string bytes = library();
  EXPECT_TRUE(has_sqlite(bytes));
  EXPECT_TRUE(has_sqlite(bytes, std::size_t{18} * 1024 + 200));  // in pieces
  std::string other = bytes;
  const std::size_t at = other.find("API call with %s database connection pointer");
  ASSERT_NE(at, std::string::npos);
  other[at] = 'a';
  EXPECT_FALSE(has_sqlite(other));
}

TEST(SqliteInFile, IsFoundWithoutSections) {
  std::string bytes = library();
  auto* header = reinterpret_cast<Elf64_Ehdr*>(bytes.data());
  header->e_shoff = 0;
  header->e_shnum = 0;
  EXPECT_TRUE(has_sqlite(bytes));
}

TEST(SqliteInFile, IsNotInOthers) {
  EXPECT_FALSE(has_sqlite(library("libm.so.6", "sin")));
  EXPECT_FALSE(has_sqlite(""));
  EXPECT_FALSE(has_sqlite("API call with %s database connection pointer"));
  char buffer[4096];
  EXPECT_FALSE(file_has_sqlite("/no/such/file", buffer, sizeof(buffer)));
  EXPECT_FALSE(file_has_sqlite("/", buffer, sizeof(buffer)));
  EXPECT_FALSE(file_has_sqlite("/dev/zero", buffer, sizeof(buffer)));
}

TEST(SqliteInFile, DamageDoesNoHarm) {
  const std::string bytes = library();
  for (std::size_t size = 0; size < 200; ++size) has_sqlite(bytes.substr(0, size));
  for (std::size_t part = 1; part < 40; ++part)
    has_sqlite(bytes.substr(0, bytes.size() * part / 40));
  std::mt19937 random(1);
  Elf64_Ehdr header;
  std::memcpy(&header, bytes.data(), sizeof(header));
  for (int round = 0; round < 100; ++round) {
    std::string broken = bytes;
    // Half of the damage goes into the table of sections.
    const std::size_t table = header.e_shoff, size = header.e_shnum * sizeof(Elf64_Shdr);
    for (int i = 0; i < 8; ++i)
      broken[i % 2 ? table + random() % size : random() % sizeof(header)] =
          static_cast<char>(random());
    has_sqlite(broken);
  }
}

}  // namespace
}  // namespace lanyard::hook
