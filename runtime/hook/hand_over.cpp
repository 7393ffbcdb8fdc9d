// The functions of include/lanyard/lanyard.h: a program hands a connection over on purpose.
#include "runtime/base/memory.h"
#include "runtime/hook/entry.h"
#include "runtime/hook/process.h"
#include "runtime/record/report.h"
#include "runtime/stack/depot.h"

namespace lanyard::hook {

namespace {

void rebind(void* handle) {
  if (!handle || !is_checking()) return;
  Guard guard;
  if (guard.is_again()) return;
  const record::Side side = record::this_side();
  track::rebind(handle, side.thread, side.stack);
}

void lift_home(void* handle) {
  if (!handle || !is_checking()) return;
  Guard guard;
  if (!guard.is_again()) track::lift_home(handle);
}

}  // namespace

}  // namespace lanyard::hook

// Once as the header's inline functions call it, and once as dlsym and ctypes ask for it: in a
// program that includes the header, the plain name is that of the inline function.
LANYARD_ENTRY void lanyard_shim_rebind(void* handle) { lanyard::hook::rebind(handle); }
LANYARD_ENTRY void lanyard_rebind(void* handle) { lanyard::hook::rebind(handle); }
LANYARD_ENTRY void lanyard_shim_any_thread(void* handle) { lanyard::hook::lift_home(handle); }
LANYARD_ENTRY void lanyard_any_thread(void* handle) { lanyard::hook::lift_home(handle); }
