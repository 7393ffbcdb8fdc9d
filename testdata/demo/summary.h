// Averages the readings on the service's own thread pool.
//
// The bug: the statement is prepared here and stepped by a thread of the pool.
#pragma once

#include <string>

namespace station {

class ThreadPool;

/// The average of all readings stored at `path`.
double average(const std::string& path, ThreadPool& pool);

}  // namespace station
