// A log in a database: whoever logs puts a line in a queue, one thread writes them.
#pragma once

#include <sqlite3.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

enum class Level { debug, info, warning, error };

struct Entry {
  Level level = Level::info;
  std::string text;
};

class Logger {
 public:
  explicit Logger(std::string file);
  ~Logger();
  void log(Level level, std::string text);

 private:
  void run();
  void write(const std::vector<Entry>& entries);
  bool open();
  void close();

  const std::string file_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Entry> waiting_;
  bool stopping_ = false;
  // The writing thread's alone.
  sqlite3* db_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  std::thread thread_;
};
