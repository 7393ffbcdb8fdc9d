// The threads of the process; see thread.h.
#include "runtime/track/thread.h"

#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstring>

#include "runtime/base/text.h"

namespace lanyard::track {

constinit thread_local std::uint32_t this_thread = 0;

namespace {

constinit std::atomic<std::uint32_t> last_number{0};
constinit thread_local std::uint32_t this_kernel_id = 0;

}  // namespace

std::uint32_t number_this_thread() {
  if (!this_thread) this_thread = last_number.fetch_add(1, std::memory_order_relaxed) + 1;
  return this_thread;
}

std::uint32_t kernel_id() {
  if (!this_kernel_id) this_kernel_id = static_cast<std::uint32_t>(syscall(SYS_gettid));
  return this_kernel_id;
}

std::uint32_t threads_seen() { return last_number.load(std::memory_order_relaxed); }

void forget_this_thread() { this_thread = this_kernel_id = 0; }

ThreadName name_this_thread(const stack::PythonStack& python) {
  ThreadName named;
  named.number = number_this_thread();
  named.kernel_id = kernel_id();
  char system_name[16] = "";
  std::string_view name = python.thread_name;
  if (name.empty() && named.kernel_id == static_cast<std::uint32_t>(getpid()) &&
      stack::has_python())
    name = "MainThread";
  if (name.empty() && !prctl(PR_GET_NAME, system_name)) name = system_name;
  name = cut(name, sizeof(named.name) - 1);
  std::memcpy(named.name, name.data(), name.size());
  named.name[name.size()] = '\0';
  return named;
}

}  // namespace lanyard::track
