// A cache of fetched documents on disk. All threads share its one connection, each use of
// it under the cache's lock.
#pragma once

#include <sqlite3.h>

#include <atomic>
#include <mutex>
#include <string>
#include <thread>

class Cache {
 public:
  explicit Cache(const char* file);
  ~Cache();
  bool find(const std::string& key, std::string& value);
  void store(const std::string& key, const std::string& value);
  sqlite3_int64 size();

 private:
  void expire();
  void expire_some();

  std::mutex mutex_;
  sqlite3* db_ = nullptr;
  sqlite3_stmt* select_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  std::atomic<bool> stopping_{false};
  std::thread expirer_;
};
