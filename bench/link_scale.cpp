// How the link step grows with the program: processor seconds, memory, and the exponent between one
// size and the next (1 is in proportion). Sizes are numbers of functions, on the command line; each
// is linked in a process of its own, so that one's memory is not another's.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

#include "bench/synthetic.h"
#include "checker/link/link.h"

namespace {

using lanyard::bench::Caller;

struct Measured {
  std::size_t functions = 0;
  std::size_t findings = 0;
  double seconds = 0;
  double input_mib = 0;  // the modules themselves
  double peak_mib = 0;
};

double peak_mib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

/// Of this process: what else the machine does takes none of it.
double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

Measured measure(std::size_t functions, Caller caller) {
  const auto modules = lanyard::bench::synthetic(functions, caller);
  Measured result;
  for (const auto& each : modules) result.functions += each.functions.size();
  result.input_mib = peak_mib();
  const double start = processor_seconds();
  result.findings = lanyard::link::link(modules, {}).size();
  result.seconds = processor_seconds() - start;
  result.peak_mib = peak_mib();
  return result;
}

/// In a child, whose answer comes through a pipe. False if it did not come to an end.
bool measure_apart(std::size_t functions, Caller caller, Measured& result) {
  int ends[2];
  if (pipe(ends) != 0) return false;
  const pid_t child = fork();
  if (child < 0) return false;
  if (child == 0) {
    const Measured mine = measure(functions, caller);
    const bool told = write(ends[1], &mine, sizeof mine) == sizeof mine;
    _exit(told ? 0 : 1);
  }
  close(ends[1]);
  const bool heard = read(ends[0], &result, sizeof result) == sizeof result;
  close(ends[0]);
  waitpid(child, nullptr, 0);
  return heard;
}

double exponent(double before, double after, const Measured& from, const Measured& to) {
  return std::log(after / before) /
         std::log(static_cast<double>(to.functions) / static_cast<double>(from.functions));
}

bool print(const char* name, Caller caller, const std::vector<std::size_t>& sizes) {
  std::printf("%s\n%10s %9s %9s %9s %9s %9s %9s\n", name, "functions", "findings", "seconds",
              "exponent", "input MiB", "peak MiB", "exponent");
  Measured before;
  for (const std::size_t size : sizes) {
    Measured now;
    if (!measure_apart(size, caller, now)) {
      std::fprintf(stderr, "link_scale: %zu functions: the link did not come to an end\n", size);
      return false;
    }
    std::printf("%10zu %9zu %9.2f ", now.functions, now.findings, now.seconds);
    if (before.functions == 0)
      std::printf("%9s %9.1f %9.1f\n", "", now.input_mib, now.peak_mib);
    else
      std::printf("%9.2f %9.1f %9.1f %9.2f\n", exponent(before.seconds, now.seconds, before, now),
                  now.input_mib, now.peak_mib,
                  exponent(before.peak_mib, now.peak_mib, before, now));
    std::fflush(stdout);
    before = now;
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::size_t> sizes;
  for (int i = 1; i < argc; ++i) {
    char* end = nullptr;
    const auto size = std::strtoull(argv[i], &end, 10);
    if (*end != '\0' || size == 0) {
      std::fprintf(stderr, "usage: %s [FUNCTIONS]...\n", argv[0]);
      return 2;
    }
    sizes.push_back(size);
  }
  if (sizes.empty()) sizes = {1000, 10000, 100000, 1000000};
  const bool done = print("a program, called from main", Caller::main, sizes) &&
                    print("a library, called by nobody", Caller::nobody, sizes);
  return done ? 0 : 1;
}
