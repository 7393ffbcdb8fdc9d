// What the modules of the process need from the shim, once each: those that it was started
// with at set-up, those loaded later when whoever loaded them asks dlsym for something.
#pragma once

namespace lanyard::hook {

/// The calling thread is about to load a module, with RTLD_DEEPBIND or without.
void note_load(bool is_deep);

/// Looks at the modules that were loaded since, where a load was noted. Costs next to nothing
/// otherwise. Waits for loads of other threads to be done: only where the caller is about to do
/// that anyway.
void look_at_loads();

/// Looks at the modules that the process was started with. At set-up, when all are relocated.
/// `is_checking`: say which of them cannot be watched.
void look_at_startup(bool is_checking);

/// Says which modules loaded late cannot be watched, where nobody asked dlsym for anything
/// since. At the end of the process.
void look_at_end();

}  // namespace lanyard::hook
