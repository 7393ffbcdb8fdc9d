// Copies old readings away in the background.
//
// The bug, for a project that keeps each handle on its thread: the connection is opened
// by the caller and used and closed by the thread. SQLite allows it; `owner` does not.
#pragma once

#include <string>
#include <thread>

namespace station {

/// Starts archiving the database at `path`; the caller joins the thread.
std::thread start_archive(const std::string& path);

}  // namespace station
