// A connection of the web server, and the one that belongs to each thread.
#pragma once

#include <sqlite3.h>

#include <string>

class Database {
 public:
  explicit Database(const std::string& file);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void execute(const std::string& sql);
  std::string single(const std::string& sql, const std::string& parameter);
  sqlite3* handle() const { return handle_; }

 private:
  sqlite3* handle_ = nullptr;
};

/// The connection of the calling thread, opened at its first use.
Database& thread_database();
