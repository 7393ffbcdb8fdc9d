// Takes readings in on a thread of its own.
//
// The bug: size() asks the connection that the thread is writing through. In serialized
// mode nothing crashes; errmsg, changes and transactions of the two threads mix.
#pragma once

#include <string>
#include <thread>

#include "database.h"

namespace station {

class Ingest {
 public:
  explicit Ingest(const std::string& path);
  ~Ingest();

  long long size();  // readings stored so far

 private:
  void run();

  Database database_;
  std::thread thread_;
};

}  // namespace station
