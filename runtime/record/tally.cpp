// Which violations were seen, and how often each; see tally.h.
#include "runtime/record/tally.h"

#include "runtime/record/result_file.h"
#include "runtime/record/violation.h"

namespace lanyard::record {

void Counts::add_to(Text& text) const {
  text.add("{\"violations\":").number(violations).add(",\"uses\":").number(uses);
  text.add(",\"at_exit\":").number(at_exit).add(",\"unreported\":").number(unreported);
  text.add(",\"suppressed\":").number(suppressed).add('}');
}

const Seen* Tally::again(std::uint64_t hash) {
  Seen* known = seen_[hash % kBuckets];
  while (known && known->hash != hash) known = known->next;
  if (!known) return nullptr;
  ++known->count;
  if (known->suppression) {
    ++known->suppression->hits;
    ++counts.suppressed;
  } else if (!known->id) {
    leave_out();
  } else {
    ++counts.uses;
    if (!(known->count & (known->count - 1))) write_count(*known);
  }
  return known;
}

Seen* Tally::first(std::uint64_t hash, Suppression* suppression, std::uint64_t most) {
  const bool is_told = !suppression && counts.violations < most;
  Seen* fresh = pool_.take();
  if (fresh) {
    Seen*& bucket = seen_[hash % kBuckets];
    *fresh = {bucket, nullptr, hash, 1, is_told ? ++counts.violations : 0, 0, suppression};
    bucket = fresh;
  }
  if (suppression) {
    ++suppression->hits;
    ++counts.suppressed;
  } else if (fresh && is_told) {
    ++counts.uses;
  } else {
    leave_out();
  }
  return fresh;
}

void Tally::leave_out() {
  ++counts.uses;
  ++counts.unreported;
}

void Tally::write_counts() const {
  for (const Seen* bucket : seen_)
    for (const Seen* known = bucket; known; known = known->next) write_count(*known);
}

void Tally::forget() {
  counts = {};
  for (Seen*& bucket : seen_) {
    while (bucket) {
      Seen* gone = bucket;
      bucket = gone->next;
      pool_.give(gone);
    }
  }
}

void write_count(const Seen& violation) {
  if (!violation.count_at) return;
  char digits[kCountWidth + 24];
  Text text(digits, sizeof(digits));
  text.number(violation.count, kCountWidth);
  if (text.size() == kCountWidth) overwrite(violation.count_at, text.view());
}

}  // namespace lanyard::record
