// Counts events of several threads through one connection, under one lock.
//
// Safe, and `exclusive` says nothing. `owner` tells that the handle has several users.
#pragma once

#include <string>

namespace station {

/// Adds `events` rows from each of two threads; returns how many rows there are.
int count_events(const std::string& path, int events);

}  // namespace station
