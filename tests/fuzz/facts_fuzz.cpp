// A fuzz target for the doors through which strangers' bytes come: the reader of fact files,
// and the link step behind it.
//
// Bits of a bitstream that are turned at random seldom get past the reader, so half of the
// mutations change a number, a string or a length in what a file holds, and write it again.
#include <cstdlib>
#include <random>

#include "checker/facts/facts.h"
#include "checker/facts/format.h"
#include "checker/link/link.h"

namespace {

using namespace lanyard;

/// Visits the leaves of a value, and changes the one that `target` counts down to.
class Mutation {
 public:
  Mutation(std::size_t target, std::minstd_rand& random) : left_(target), random_(random) {}

  template <typename T>
  void visit(T& value) {
    if constexpr (facts::IsVector<T>::value) {
      if (is_it()) value.resize(value.empty() ? 1 : random_() % (2 * value.size() + 1));
      for (auto& each : value) visit(each);
    } else if constexpr (facts::IsPair<T>::value) {
      visit(value.first);
      visit(value.second);
    } else if constexpr (std::is_same_v<T, std::string>) {
      if (!kept_.empty() && is_it()) value = kept_[random_() % kept_.size()];
      kept_.push_back(value);
    } else if constexpr (summary::HasFields<T>::value) {
      summary::each_field(value, [&](std::string_view, auto& member) { visit(member); });
    } else {
      constexpr unsigned kSmall = 12;
      if (is_it()) value = static_cast<T>(random_() % kSmall);
    }
  }

  std::size_t left() const { return left_; }

 private:
  bool is_it() { return left_-- == 0; }

  std::size_t left_;
  std::minstd_rand& random_;
  std::vector<std::string> kept_;
};

std::string text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// Bytes with the checksum that they should have.
std::string sealed(std::string bytes) {
  if (bytes.size() < facts::kPrefix) return bytes;
  const std::uint64_t sum = facts::checksum(bytes);
  for (std::size_t i = 0; i != sizeof sum; ++i)
    bytes[facts::kChecksumAt + i] = static_cast<char>(sum >> (8 * i));
  return bytes;
}

}  // namespace

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t room);

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t room, unsigned seed) {
  std::minstd_rand random(seed);
  facts::Facts facts;
  std::string error;
  if (random() % 2 == 0 || !facts::read(sealed(text(data, size)), facts, error))
    return LLVMFuzzerMutate(data, size, room);
  constexpr std::size_t kNever = ~std::size_t{0};
  Mutation counting(kNever, random);
  counting.visit(facts.module);
  const std::size_t leaves = kNever - counting.left();
  for (unsigned i = random() % 3; i != ~0U; --i)
    Mutation(random() % (leaves + 1), random).visit(facts.module);
  const std::string bytes = facts::write(facts);
  if (bytes.size() > room) return size;
  bytes.copy(reinterpret_cast<char*>(data), bytes.size());
  return bytes.size();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  facts::Facts facts;
  std::string error;
  if (!facts::read(sealed(text(data, size)), facts, error)) {
    if (error.empty() || error.find('\n') != std::string::npos) std::abort();
    return 0;
  }
  facts::Facts again;
  const std::string bytes = facts::write(facts);
  if (facts::read(bytes, again, error) && facts::write(again) != bytes) std::abort();
  facts::json(facts);
  const std::vector<summary::Module> program{facts.module};
  for (const contract::Policy policy : {contract::Policy::owner, contract::Policy::serialized}) {
    link::Options options;
    options.policy = policy;
    link::link(program, options);
  }
  return 0;
}
