// The table of call sites: each once, whoever comes first, and no more than it holds.
#include "runtime/record/sites.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

namespace lanyard::record {
namespace {

using Added = SiteTable::Added;

// Calls are a few bytes apart.
const void* site(std::size_t number) {
  return reinterpret_cast<const void*>(0x400000 + number * 5);
}

class Sites : public testing::Test {
 protected:
  // Zeroed, as fresh pages are.
  std::unique_ptr<SiteTable> table_ = std::make_unique<SiteTable>();
};

TEST_F(Sites, AreAddedOnce) {
  EXPECT_FALSE(table_->has(site(1)));
  EXPECT_EQ(table_->add(site(1)), Added::now);
  EXPECT_TRUE(table_->has(site(1)));
  EXPECT_EQ(table_->add(site(1)), Added::before);
  EXPECT_FALSE(table_->has(site(2)));
}

TEST_F(Sites, EndWhereTheTableIsFull) {
  for (std::size_t i = 0; i < SiteTable::kMost; ++i) ASSERT_EQ(table_->add(site(i)), Added::now);
  EXPECT_EQ(table_->add(site(SiteTable::kMost)), Added::no_room);
  EXPECT_FALSE(table_->has(site(SiteTable::kMost)));
  for (std::size_t i = 0; i < SiteTable::kMost; ++i) ASSERT_TRUE(table_->has(site(i)));
}

TEST_F(Sites, AreAddedByOneOfTheThreadsThatComeByAtOnce) {
  constexpr std::size_t kSites = 2000;
  std::atomic<std::size_t> added{0};
  const auto come_by = [&] {
    for (std::size_t i = 0; i < kSites; ++i)
      if (!table_->has(site(i)) && table_->add(site(i)) == Added::now) ++added;
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back(come_by);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(added.load(), kSites);
}

}  // namespace
}  // namespace lanyard::record
