// The functions that the shim must export, said in the contract's own words.
#include <cstdio>

#include "contract/functions.h"
#include "runtime/hook/entries.h"

int main() {
  using namespace lanyard::contract;
  for (const Function& row : kFunctions)
    if ((is_use(row) || creates(row)) && !(row.flags & variadic))
      std::printf("%.*s\n", static_cast<int>(row.name.size()), row.name.data());
  for (const std::string_view name : lanyard::hook::kOtherExports)
    std::printf("%.*s\n", static_cast<int>(name.size()), name.data());
}
