// Two threads inside one connection: how a report gets both stacks.
//
// Nobody can walk another thread's stack. So the thread that comes second, and finds the first
// one inside, leaves its own side here and goes on; the first finds at the end of its call that
// it was met there, walks its own stack, which is what it was when the call began, and reports.
// Whichever of the two comes last with its side reports.
//
// A thread may have left its call by longjmp or an exception, and only seem to be inside. It
// never comes to the end of that call, so what others left here is not reported.
//
// Where a violation is to end the process, the second thread waits for the first and ends it
// itself. After a second it goes on, since the first may be waiting for it; then the first
// ends the process. Where the call is to be refused, the second is refused at once.
#pragma once

#include "runtime/hook/visit.h"
#include "runtime/record/report.h"

namespace lanyard::hook {

/// One thread meeting another.
struct Overlap;

/// Notes that the thread of `visit` met `inside`, and that the latter is to know. nullptr when
/// too many wait to be told. The caller holds the lock of the handles.
Overlap* meet(const Visit& visit, track::Caller& inside);

/// The second thread's side. Returns whether on_violation is to act.
bool tell_second(Overlap& overlap, const Visit& visit, const track::Known& known);

/// The first thread's side, at the end of its call.
void tell_first(std::uint64_t connection, std::uint64_t entered, std::uint16_t entry,
                const record::Side& side);

}  // namespace lanyard::hook
