// Imports measurements: threads parse, each into a database of its own, and one merges.
// right: owner
#include <cstdio>
#include <exception>

#include "importer.h"

int main(int argc, char** argv) {
  try {
    Importer importer("all.db");
    const long long last = importer.run({argv + 1, argv + argc});
    std::printf("%lld\n", last);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
