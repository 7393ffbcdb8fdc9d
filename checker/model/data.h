// The data files of checker/model, as the build embeds them.
#pragma once

#include <cstddef>

namespace lanyard::model {

struct DataFile {
  const char* name;
  const char* text;
};

extern const DataFile kDataFiles[];
extern const std::size_t kDataFileCount;

}  // namespace lanyard::model
