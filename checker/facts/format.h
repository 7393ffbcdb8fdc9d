// How a fact file is laid out; write.cpp and read.cpp share this and nothing else.
//
// First come four bytes of magic, four of kVersion and eight of a checksum of what follows, in
// little endian; then four blocks of LLVM's bitstream, each once, in this order:
//   head     RELEASE: Lanyard's version, a character an operand. SHAPE: a hash of the field
//            lists. CONFIGURATION: Facts::configuration. PROBLEM: Facts::problem, where there is
//            one.
//   strings  STRING, one a string, sorted: how many bytes it has in common with the one before,
//            then the others.
//   places   PLACE, one each, sorted: its fields.
//   module   MODULE: its fields but for the functions. FUNCTION, one each, sorted by key.
// All records are unabbreviated. A field is one operand, a string or a place stands as its
// number, a list as its length and its elements, a structure as its fields. Number 0 is the
// empty string, and the place that is none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "checker/summary/fields.h"

namespace lanyard::facts {

inline constexpr std::string_view kMagic = "LNYF";
inline constexpr std::uint32_t kVersion = 1;
inline constexpr std::size_t kChecksumAt = 8;
inline constexpr std::size_t kPrefix = 16;
/// What follows is whole words.
inline constexpr std::size_t kWord = 4;

enum Block : unsigned { kHeadBlock = 8, kStringsBlock, kPlacesBlock, kModuleBlock };
enum Record : unsigned {
  kReleaseRecord = 1,
  kShapeRecord,
  kConfigurationRecord,
  kStringRecord,
  kPlaceRecord,
  kModuleRecord,
  kFunctionRecord,
  kProblemRecord,
};

/// The width of the code that begins each entry of a block; four codes are LLVM's own.
inline constexpr unsigned kCodeWidth = 3;

/// The width of the pieces that numbers are written in.
inline constexpr unsigned kPiece = 6;

/// How many bytes of memory a byte of a file may become. Real files need about 100: a place
/// or a string that many events name is in the file once.
inline constexpr std::size_t kExpansion = 1024;

template <typename T>
struct IsVector : std::false_type {};
template <typename T>
struct IsVector<std::vector<T>> : std::true_type {};
template <typename T>
struct IsPair : std::false_type {};
template <typename A, typename B>
struct IsPair<std::pair<A, B>> : std::true_type {};

/// Functions have records of their own.
template <typename T>
constexpr bool kIsRecord = std::is_same_v<T, std::vector<summary::Function>>;

/// A hash of all field lists, so that a build with other fields is known as one.
std::uint64_t shape();

/// The checksum that stands in the first bytes of a file with these bytes.
std::uint64_t checksum(std::string_view file);

}  // namespace lanyard::facts
