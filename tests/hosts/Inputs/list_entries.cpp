// The functions that the shim must export, said in the contract's own words.
#include <cstdio>

#include "contract/functions.h"
#include "runtime/hook/entries.h"

static void print(std::string_view name) {
  std::printf("%.*s\n", static_cast<int>(name.size()), name.data());
}

int main() {
  using namespace lanyard::contract;
  for (const Function& row : kFunctions)
    if (is_use(row) || creates(row)) print(row.name);
  for (const std::string_view name : lanyard::hook::kOtherExports) print(name);
}
