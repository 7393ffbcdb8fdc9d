// A weather station: takes readings in, archives, counts and averages them.
//
//     station DATABASE
#include <cstdio>
#include <exception>

#include "archive.h"
#include "counters.h"
#include "ingest.h"
#include "summary.h"
#include "thread_pool.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: station DATABASE\n");
    return 2;
  }
  try {
    const char* path = argv[1];
    {
      station::Ingest ingest(path);
      std::printf("%lld readings so far\n", ingest.size());
    }
    station::start_archive(path).join();
    std::printf("%d events\n", station::count_events(path, 10));
    station::ThreadPool pool(2);
    std::printf("%.1f degrees on average\n", station::average(path, pool));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "station: %s\n", error.what());
    return 1;
  }
}
