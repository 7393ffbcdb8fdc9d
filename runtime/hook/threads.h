// How threads begin and end: who started one, where, and with which function.
#pragma once

namespace lanyard::hook {

/// Once, as early as may be: destructors of thread-specific data run in the order in which
/// their keys were made, and a thread's last name is worth having before the program's own.
void watch_threads();

}  // namespace lanyard::hook
