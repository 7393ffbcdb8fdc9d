// Which violations were seen, and how often each.
//
// Counting is all that a violation costs from its second time on: whether it is told, and
// whether a suppression hides it, is decided once.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>

#include "runtime/base/memory.h"
#include "runtime/base/text.h"
#include "runtime/record/suppressions.h"

namespace lanyard::record {

/// A distinct violation: one rule, one function, the stacks of those who took part.
struct Seen {
  Seen* next;       // in its bucket
  Seen* next_free;  // for the pool
  std::uint64_t hash;
  std::uint64_t count;
  std::uint64_t id;          // 1 for the first one told, 0 for one that is not
  off_t count_at;            // in the result file; 0 until it is written
  Suppression* suppression;  // that hides it, or nullptr
};

struct Counts {
  std::uint64_t violations = 0;  // distinct ones that were told
  std::uint64_t uses = 0;        // uses that broke a rule, told or not
  std::uint64_t at_exit = 0;     // uses while shutting down, not in `uses`
  std::uint64_t unreported = 0;  // uses beyond max_reports
  std::uint64_t suppressed = 0;  // uses that a suppression hides, not in `uses`

  /// As a JSON object.
  void add_to(Text& text) const;
};

/// Constant-initialised. Not thread-safe: the report lock guards it.
class Tally {
 public:
  Counts counts;

  /// Counts one more of a violation that was seen before; nullptr when none was.
  const Seen* again(std::uint64_t hash);

  /// Counts the first of a violation, and remembers it. It is to be told when its id is not
  /// 0: no suppression hides it, and it is among the first `most`. nullptr without memory.
  Seen* first(std::uint64_t hash, Suppression* suppression, std::uint64_t most);

  /// Counts one that is neither told nor remembered.
  void leave_out();

  /// Brings the counts in the result file up to date.
  void write_counts() const;

  void forget();

 private:
  static constexpr std::size_t kBuckets = 1024;
  Seen* seen_[kBuckets] = {};
  Pool<Seen> pool_;
};

/// Brings one count in the result file up to date.
void write_count(const Seen& violation);

}  // namespace lanyard::record
