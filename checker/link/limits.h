// How far the link step follows things: one table, with the reason of each row.
//
// Functions of real programs stay far below nearly all of these. Generated code, and cycles of
// virtual calls where everything seems to call everything, would multiply what they hand on
// from caller to caller; there the rest is left out, so that the time and the memory of a link
// stay in proportion to the program. Where a limit cuts, what comes first stays, in an order
// that keys and places in the source decide: never the order of the modules.
#pragma once

#include <cstddef>

namespace lanyard::link::limit {

// What one function tells its callers. A program with ten times the functions has ten times
// the effects, because each of them has an upper bound.
inline constexpr std::size_t uses = 64;      // alike ones count once, so these are 64 handles
inline constexpr std::size_t readings = 64;  // only the first of a kind is reported
inline constexpr std::size_t creates = 64;
inline constexpr std::size_t flows = 256;
inline constexpr std::size_t running = 32;  // threads that it leaves running
/// Uses on all of these threads together; each further thread still tells its first few, so
/// that no thread is lost.
inline constexpr std::size_t running_uses = 512;
inline constexpr std::size_t running_first = 4;
inline constexpr std::size_t running_readings = 8;  // of each thread; the first is reported
inline constexpr std::size_t pending = 32;          // callables that only a caller knows
inline constexpr std::size_t places = 256;          // in each list: joins, signals, locks, homes
inline constexpr std::size_t handovers = 256;       // spots that make a finding's text better
inline constexpr std::size_t forks = 32;            // one tells as much as many
inline constexpr std::size_t inherited = 64;

// What one scope looks at: a function with everything that it calls put in.
inline constexpr std::size_t event_uses = 2 * uses;  // of one call, whatever it can run
inline constexpr std::size_t table = 256;            // what a global holds from the start
inline constexpr std::size_t work = 96;              // callables that it looks behind
inline constexpr std::size_t work_rounds = 4;        // a callable that hands over a callable
inline constexpr std::size_t targets = 64;           // functions that one virtual call can run
inline constexpr std::size_t crossings = 128;        // handles on threads that it judges
/// Uses that one crossing is held against; those without a lock come first, since they make
/// the graver finding.
inline constexpr std::size_t meetings = 1024;
inline constexpr std::size_t readers = 256;  // readings whose earlier calls it looks for
/// Walks over its events. Each costs as much as the function is long, and a function that
/// starts more threads than this is generated.
inline constexpr std::size_t walks = 2048;

// How a place is followed to the objects that it can mean.
inline constexpr std::size_t scope_flows = 1000;  // more: generated, or hopeless
inline constexpr std::size_t origins = 8;         // a place that can mean more tells nothing
inline constexpr std::size_t steps = 64;          // from name to name
inline constexpr std::size_t close_rounds = 3;    // a field of a field of a renamed object
/// Deeper than this, two fields with the same path are more likely a list's links than one
/// object.
inline constexpr std::size_t depth = 8;

// Effects in a cycle of calls grow for a few rounds at most; paths are cut in depth.
inline constexpr std::size_t cycle_rounds = 4;

}  // namespace lanyard::link::limit
