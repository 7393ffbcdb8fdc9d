// What the modules of the process need from the shim, once each: those that it was started
// with at set-up, those loaded later when whoever loaded them asks dlsym for something.
//
// Which of them carry an SQLite that cannot be watched is asked when it begins to matter: when a
// second thread starts, or at the end of a process that seems not to use SQLite at all. To read
// an interpreter's text for it takes longer than the rest of the start.
#pragma once

namespace lanyard::hook {

/// The calling thread is about to load a module, with RTLD_DEEPBIND or without.
void note_load(bool is_deep);

/// Looks at the modules that were loaded since, where a load was noted. Costs next to nothing
/// otherwise. Waits for loads of other threads to be done: only where the caller is about to do
/// that anyway.
void look_at_loads();

/// Looks at the modules that the process was started with. At set-up, when all are relocated.
void look_at_startup();

/// The calling thread is about to start another one: says which modules cannot be watched. Costs
/// next to nothing from the second time on.
void look_at_threads();

/// Says which modules cannot be watched, where that was not said yet. At the end of the process.
void look_at_end();

}  // namespace lanyard::hook
