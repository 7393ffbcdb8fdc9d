// Fact files: what is written is read again, and nothing else is.
#include "checker/facts/facts.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "checker/facts/format.h"

namespace lanyard::facts {
namespace {

using summary::Capture;
using summary::Event;
using summary::Flow;
using summary::Function;
using summary::Kind;
using summary::Module;
using summary::Place;
using summary::Root;

Place place(Root root, std::uint32_t index, std::vector<std::string> path = {}) {
  Place made;
  made.root = root;
  made.index = index;
  made.path = std::move(path);
  return made;
}

Function start() {
  Function made;
  made.key = "c:@S@Service@F@start#";
  made.name = "Service::start";
  made.class_key = "c:@S@Service";
  made.class_name = "Service";
  made.where = {1, 12, 3};
  made.sort = summary::Sort::method;
  made.visible = true;
  made.overrides = {"c:@S@Base@F@start#"};
  made.parameters = {"name"};
  made.locals = {"thread", "i"};
  made.captures = {{"db", Capture::How::by_reference}};
  made.events.resize(4);
  made.events[0].next = {2};
  Event& create = made.events[2];
  create.kind = Kind::create;
  create.where = {1, 13, 7};
  create.place = place(Root::self, 0, {"Service::db"});
  create.handle = contract::Handle::connection;
  create.mode = contract::Mode::serialized;
  create.next = {3};
  Event& spawn = made.events[3];
  spawn.kind = Kind::spawn;
  spawn.callee = "c:@F@run#";
  spawn.thread = place(Root::local, 0);
  spawn.arguments = {create.place, place(Root::parameter, 0)};
  spawn.arguments[0].subscripts = {1};
  spawn.arguments[1].element = true;
  spawn.kinds = {contract::Handle::connection, contract::Handle::none};
  spawn.next = {2, 1};
  Flow flow;
  flow.to = place(Root::local, 1);
  flow.from = create.place;
  flow.names = true;
  made.flows = {flow};
  return made;
}

Facts sample() {
  Facts facts;
  facts.configuration = 0xfedcba9876543210U;
  facts.module.file = "src/service.cpp";
  facts.module.files = {"", "src/service.cpp", "src/service.h"};
  Function first = start();
  first.key = "c:@F@a#";
  facts.module.functions = {start(), first};
  facts.module.globals = {{"c:@pool", "pool"}};
  return facts;
}

/// Everything as text, with nothing left out: JSON leaves out what is empty.
bool equal(const Facts& a, const Facts& b) { return json(a) == json(b) && write(a) == write(b); }

/// Makes a file's checksum right, so that the reader looks at what else is wrong.
std::string sealed(std::string bytes) {
  if (bytes.size() < kPrefix) return bytes;
  const std::uint64_t sum = checksum(bytes);
  for (std::size_t i = 0; i != sizeof sum; ++i)
    bytes[kChecksumAt + i] = static_cast<char>(sum >> (8 * i));
  return bytes;
}

std::string error_of(const std::string& bytes) {
  Facts facts;
  std::string error;
  const bool good = read(bytes, facts, error);
  EXPECT_EQ(good, error.empty());
  EXPECT_EQ(error.find('\n'), std::string::npos);
  return error;
}

TEST(Facts, AreReadAsTheyWereWritten) {
  const Facts written = sample();
  Facts read_again;
  std::string error;
  ASSERT_TRUE(read(write(written), read_again, error)) << error;
  EXPECT_EQ(read_again.configuration, written.configuration);
  ASSERT_EQ(read_again.module.functions.size(), 2U);
  const Function& function = read_again.module.functions[1];
  EXPECT_EQ(function.key, "c:@S@Service@F@start#");
  EXPECT_EQ(function.events[3].arguments[0].subscripts, std::vector<std::uint32_t>{1});
  EXPECT_TRUE(function.events[3].arguments[1].element);
  EXPECT_TRUE(function.flows[0].names);
  EXPECT_EQ(function.captures[0].how, Capture::How::by_reference);
  Facts sorted = written;
  std::swap(sorted.module.functions[0], sorted.module.functions[1]);
  EXPECT_TRUE(equal(read_again, sorted));
}

TEST(Facts, DoNotDependOnTheOrderOfFunctions) {
  Facts turned = sample();
  std::reverse(turned.module.functions.begin(), turned.module.functions.end());
  EXPECT_EQ(write(turned), write(sample()));
}

TEST(Facts, OfNothingAreAFileToo) {
  Facts facts;
  std::string error;
  EXPECT_TRUE(read(write(Facts()), facts, error)) << error;
}

TEST(Facts, KeepEveryByteOfAString) {
  Facts facts = sample();
  facts.module.file = std::string("na\0me\xff\n", 7);
  Facts read_again;
  std::string error;
  ASSERT_TRUE(read(write(facts), read_again, error)) << error;
  EXPECT_EQ(read_again.module.file, facts.module.file);
}

TEST(Facts, CutAnywhereAreRefused) {
  const std::string whole = write(sample());
  for (std::size_t size = 0; size != whole.size(); ++size) {
    const std::string cut = whole.substr(0, size);
    EXPECT_NE(error_of(cut).find(';'), std::string::npos) << size;
    EXPECT_NE(error_of(sealed(cut)).find(';'), std::string::npos) << size;
  }
  EXPECT_EQ(error_of(whole + '\0'), "is cut short or damaged; make it again with lanyard facts");
}

TEST(Facts, WithAFlippedBitAreRefused) {
  const std::string whole = write(sample());
  for (std::size_t bit = 0; bit != whole.size() * 8; ++bit) {
    std::string flipped = whole;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1U << (bit % 8)));
    EXPECT_NE(error_of(flipped), "") << bit;
    // A right checksum over wrong bytes: an enemy's file. It may hold other facts.
    Facts facts;
    std::string error;
    if (read(sealed(flipped), facts, error)) {
      EXPECT_FALSE(equal(facts, sample())) << bit;
    }
  }
}

TEST(Facts, OfAnotherVersionSaySo) {
  std::string other = write(sample());
  other[kMagic.size()] = 99;
  EXPECT_EQ(error_of(other),
            "was written by another version of lanyard; make it again with lanyard facts");
  // The release stands in the head in pieces of six bits; 0 and 1 share all but one of them.
  const std::string whole = write(sample());
  bool seen = false;
  bool refused = false;
  for (std::size_t bit = kPrefix * 8; bit != (kPrefix + 24) * 8; ++bit) {
    std::string changed = whole;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1U << (bit % 8)));
    const std::string error = error_of(sealed(changed));
    seen |= error.find("another version of lanyard (0.1.2,") != std::string::npos;
    // What is no version is not repeated: it may be anything.
    refused |= error == "is damaged; make it again with lanyard facts";
  }
  EXPECT_TRUE(seen);
  EXPECT_TRUE(refused);
}

TEST(Facts, ThatAreNoneSaySo) {
  for (const std::string& text : {std::string(), std::string("{}"), std::string(4096, 'x')})
    EXPECT_EQ(error_of(text), "is no fact file; name the files that lanyard facts has written");
}

TEST(Facts, ThatTheLinkStepCannotTakeAreRefused) {
  const auto refused = [](auto spoil) {
    Facts facts = sample();
    spoil(facts.module);
    return error_of(write(facts)) == "is damaged; make it again with lanyard facts";
  };
  EXPECT_TRUE(refused([](Module& m) { m.functions[0].events[2].next = {4}; }));
  EXPECT_TRUE(refused([](Module& m) { m.functions[0].events.resize(1); }));
  EXPECT_TRUE(refused([](Module& m) { m.functions[0].events[2].where.file = 3; }));
  EXPECT_TRUE(refused([](Module& m) { m.functions[0].where.file = 3; }));
  EXPECT_TRUE(refused([](Module& m) { m.functions[0].events[3].arguments.clear(); }));
  EXPECT_TRUE(refused([](Module& m) { m.functions[0].sort = static_cast<summary::Sort>(77); }));
  EXPECT_TRUE(refused([](Module& m) { m.functions[0].events[2].place.root = Root(200); }));
}

/// A small file must not become a large one in memory, however often it names a long string.
TEST(Facts, ThatExpandWithoutEndAreRefused) {
  Facts facts = sample();
  const std::string name(10'000, 'n');
  facts.module.functions[0].locals.assign(20'000, name);
  EXPECT_EQ(error_of(write(facts)), "is damaged; make it again with lanyard facts");
}

TEST(Facts, PrintWhatTheyHold) {
  const std::string text = json(sample());
  EXPECT_NE(text.find("\"root\": \"self\""), std::string::npos);
  EXPECT_NE(text.find("\"Service::db\""), std::string::npos);
  EXPECT_NE(text.find("\"mode\": \"serialized\""), std::string::npos);
  EXPECT_EQ(text.find("\"receiver\""), std::string::npos);
}

}  // namespace
}  // namespace lanyard::facts
