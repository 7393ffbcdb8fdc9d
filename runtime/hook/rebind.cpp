// The slots that the shim writes; see rebind.h.
#include "runtime/hook/rebind.h"

#include "runtime/hook/entry_index.h"
#include "runtime/hook/library.h"
#include "runtime/hook/slots.h"

namespace lanyard::hook {

namespace {

/// The entries that modules before one define too.
struct Preempted {
  bool is[kEntryCount] = {};

  void add(const stack::Module& module) {
    for (std::size_t i = 0; i < kEntryCount; ++i) is[i] = is[i] || module.find(row(i).name);
  }
};

void release_calls(const stack::Module& module, const Library& library,
                   const Preempted& preempted) {
  SlotWriter writer;
  each_slot(module, [&](const Slot& slot) {
    if (slot.kind != SlotKind::call) return;
    const std::size_t entry = find_entry(slot.symbol);
    if (entry == kEntryCount || preempted.is[entry]) return;
    void* own = library.real[entry];
    void* now = slot.value();
    const bool is_lazy = module.contains(reinterpret_cast<std::uintptr_t>(now));
    if (!own || now == own || !(is_lazy || now == entry_points[entry])) return;
    writer.write(module, slot, own);
  });
}

}  // namespace

void release_own_calls(const Library& library) {
  Preempted preempted;
  stack::find_module([&](const stack::Module& module) {
    if (module.base() == library.base) return release_calls(module, library, preempted), true;
    if (!stack::is_shim(module)) preempted.add(module);
    return false;
  });
}

}  // namespace lanyard::hook
