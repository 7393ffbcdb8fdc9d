// What the modules of the process need from the shim; see loads.h.
#include "runtime/hook/loads.h"

#include <dlfcn.h>

#include <atomic>
#include <climits>
#include <cstddef>
#include <cstring>

#include "runtime/base/memory.h"
#include "runtime/hook/carried.h"
#include "runtime/hook/library.h"
#include "runtime/hook/process.h"
#include "runtime/hook/rebind.h"
#include "runtime/hook/slots.h"
#include "runtime/hook/sqlite_in_file.h"
#include "runtime/record/report.h"
#include "runtime/stack/module.h"
#include "runtime/track/fork.h"
#include "runtime/track/thread.h"

namespace lanyard::hook {

namespace {

constexpr std::size_t kMostMet = 1024;  // modules of one process
constexpr std::size_t kMostNews = 64;   // modules that are seen to at once
constexpr unsigned kMostTries = 4;
constexpr std::size_t kReadSize = std::size_t{32} * 1024;  // fresh pages cost, and stay
constexpr unsigned kLoaded = 1, kDeep = 2;

// What was noted, by any thread and by this one: another may take note of the former before
// the load has begun.
constinit std::atomic<unsigned> noted{0};
constinit thread_local unsigned noted_here = 0;
constinit std::atomic<unsigned long long> loads_seen{0};
constinit std::atomic<bool> has_threads{false};  // or is about to

/// Words that were met before. Touched inside find_module() alone.
struct Met {
  std::uintptr_t words[kMostMet];
  std::size_t count;

  /// Whether it is the first time; false as well when there is no room left.
  bool add(std::uintptr_t word) {
    for (std::size_t i = 0; i < count; ++i)
      if (words[i] == word) return false;
    if (count == kMostMet) return false;
    words[count++] = word;
    return true;
  }

  bool has(std::uintptr_t word) const {
    for (std::size_t i = 0; i < count; ++i)
      if (words[i] == word) return true;
    return count == kMostMet;
  }
};
constinit Met bound{};    // the bases of modules whose slots were seen to
constinit Met checked{};  // hashes of the paths of those that were asked for a SQLite inside
constinit unsigned long long unloads_seen = 0;  // as the two above

/// A module that may carry a SQLite, copied for the time when it may have been unloaded. What
/// follows it in a buffer may be of any type.
struct alignas(std::max_align_t) Suspect {
  Carries carries;
  char path[PATH_MAX];
};

/// Whether a module may carry a SQLite and was not asked before. Inside find_module().
bool is_suspect(const stack::Module& module, Suspect& suspect) {
  suspect.carries = carries_sqlite(module);
  if (suspect.carries == Carries::no) return false;
  const char* path = module.path();
  if (!checked.add(stack::gnu_hash(path))) return false;
  const std::size_t length = strnlen(path, sizeof(suspect.path) - 1);
  std::memcpy(suspect.path, path, length);
  suspect.path[length] = '\0';
  return true;
}

/// Says which modules carry a SQLite. Each is asked once, by its path.
void tell_carried() {
  // Of most processes, no module is large enough.
  if (!stack::find_module(
          [](const stack::Module& module) { return carries_sqlite(module) != Carries::no; }))
    return;
  Scratch scratch;
  if (!scratch.data()) return;
  auto& suspect = *reinterpret_cast<Suspect*>(scratch.data());
  const auto next = [&](const stack::Module& module) { return is_suspect(module, suspect); };
  while (stack::find_module(next))
    if (suspect.carries == Carries::yes ||
        file_has_sqlite(suspect.path, scratch.data() + sizeof(Suspect), kReadSize))
      record::tell_unwatched(suspect.path);
}

/// Makes weak references null that are the shim's and that no module defines. `wants` chooses
/// the modules; `caller` is code of theirs.
template <typename Wants>
void hide_absent(Wants wants, EntrySet& weak, const void* caller) {
  bool any = false;
  for (std::size_t i = 0; i < kEntryCount; ++i) {
    weak.has[i] = weak.has[i] && !is_defined(i, caller);
    any = any || weak.has[i];
  }
  if (!any) return;
  stack::find_module([&](const stack::Module& module) {
    if (wants(module)) clear_weak(module, weak);
    return false;
  });
}

/// Modules whose slots are to be seen to.
struct News {
  std::uintptr_t bases[kMostNews];
  std::size_t count = 0;
  bool is_cut = false;  // there are more
  unsigned long long unloads = 0;

  /// Finds those that were loaded late and not seen to.
  void find() {
    unsigned left = startup_modules();
    stack::find_module([&](const stack::Module& module) {
      // One that is loaded again has fresh slots.
      if (unloads_seen != module.unloads()) bound.count = 0;
      unloads_seen = unloads = module.unloads();
      if (left ? left-- : bound.has(module.base())) return false;
      is_cut = count == kMostNews;
      if (!is_cut) bases[count++] = module.base();
      return is_cut;
    });
  }
};

/// Calls `work` for the module at `base`; false when it, or any other, was unloaded meanwhile:
/// another one may be in its place.
template <typename Work>
bool with_module(std::uintptr_t base, unsigned long long unloads, Work work) {
  return stack::find_module([&](const stack::Module& module) {
    if (module.base() != base || module.unloads() != unloads) return false;
    work(module);
    return true;
  });
}

/// Leads a module that binds past what was preloaded to the dynamic linker's own functions
/// through the shim.
void bind_doors(const stack::Module& module) {
  redirect(module, "dlclose", reinterpret_cast<void*>(&dlclose));
#if LANYARD_HAS_DOORS
  redirect(module, "dlopen", reinterpret_cast<void*>(&dlopen));
  redirect(module, "dlsym", reinterpret_cast<void*>(&dlsym));
#endif
}

/// Sees to the slots of a module that was loaded late.
bool bind(std::uintptr_t base, unsigned long long unloads, bool is_deep) {
  const void* code = nullptr;
  EntrySet past, weak;
  const bool is_there = with_module(base, unloads, [&](const stack::Module& module) {
    bound.add(base);
    code = reinterpret_cast<const void*>(module.text().begin);
    if (is_deep) {
      bind_to_shim(module, past);
      bind_doors(module);
    }
    add_weak(module, weak);
  });
  const Library* library = past.any ? bind_to_own_scope(past, code) : nullptr;
  if (library)
    with_module(base, unloads,
                [&](const stack::Module& module) { bind_tables_to_shim(module, *library); });
  if (weak.any)
    hide_absent(
        [&](const stack::Module& module) {
          return module.base() == base && module.unloads() == unloads;
        },
        weak, code);
  return is_there;
}

/// Sees to all modules that were loaded late. False when some came or went meanwhile.
bool bind_all(bool is_deep) {
  News news;
  news.find();
  // Waits for the loads of other threads: some of these may still be relocated. What is loaded
  // from now on is not looked at.
  Dl_info info;
  dladdr(reinterpret_cast<void*>(&bind_all), &info);
  bool is_done = !news.is_cut;
  for (std::size_t i = 0; i < news.count; ++i)
    is_done = bind(news.bases[i], news.unloads, is_deep) && is_done;
  return is_done;
}

}  // namespace

void note_load(bool is_deep) {
  const unsigned what = kLoaded | (is_deep ? kDeep : 0);
  noted_here |= what;
  noted.fetch_or(what, std::memory_order_relaxed);
}

void look_at_loads() {
  if (!noted_here && !noted.load(std::memory_order_relaxed)) return;
  Guard guard;
  if (guard.is_again() || !startup_modules()) return;
  const bool is_deep = (noted.exchange(0, std::memory_order_relaxed) | noted_here) & kDeep;
  noted_here = 0;
  if (stack::load_count() == loads_seen.load(std::memory_order_relaxed)) return;
  loads_seen.store(stack::load_count(), std::memory_order_relaxed);
  bool is_done = false;
  for (unsigned tries = 0; !is_done && tries < kMostTries; ++tries) is_done = bind_all(is_deep);
  if (!is_done) {
    loads_seen.store(0, std::memory_order_relaxed);
    note_load(is_deep);
  }
  if (has_threads.load(std::memory_order_relaxed) && is_checking()) tell_carried();
}

void look_at_startup() {
  const unsigned count = startup_modules();
  EntrySet weak;
  unsigned left = count;
  stack::find_module([&](const stack::Module& module) {
    if (!left--) return true;
    add_weak(module, weak);
    return false;
  });
  unsigned place = 0;
  if (weak.any) hide_absent([&](const stack::Module&) { return ++place <= count; }, weak, nullptr);
}

void look_at_threads() {
  if (!has_threads.exchange(true, std::memory_order_relaxed)) tell_carried();
}

void look_at_end() {
  // One thread has nobody to share with; and of a forked child its parent tells.
  const bool has_several = track::threads_seen() > 1;
  if (has_several || (!first_library() && !track::was_forked())) tell_carried();
}

}  // namespace lanyard::hook
