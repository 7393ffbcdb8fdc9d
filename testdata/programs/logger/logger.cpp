#include "logger.h"

#include <utility>

Logger::Logger(std::string file) : file_(std::move(file)) {
  // mutant opened-by-maker: add open();
  thread_ = std::thread(&Logger::run, this);
}

Logger::~Logger() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  // mutant close-early.1: add sqlite3_finalize(insert_);
  // mutant close-early.2: add sqlite3_close(db_);
  thread_.join();
  // mutant share-connection.2: add sqlite3_exec(db_, "VACUUM", nullptr, nullptr, nullptr);
}

void Logger::log(Level level, std::string text) {
  if (level == Level::debug) return;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    // mutant share-statement: write write({{level, std::move(text)}});
    waiting_.push_back({level, std::move(text)});
  }
  // mutant share-connection.1: add if (level == Level::error) sqlite3_db_cacheflush(db_);
  changed_.notify_one();
}

bool Logger::open() {
  if (sqlite3_open(file_.c_str(), &db_) != SQLITE_OK) return false;
  sqlite3_busy_timeout(db_, 1000);
  sqlite3_exec(db_, "CREATE TABLE IF NOT EXISTS log(level INT, text TEXT)", nullptr, nullptr,
               nullptr);
  return sqlite3_prepare_v2(db_, "INSERT INTO log VALUES(?, ?)", -1, &insert_, nullptr) ==
         SQLITE_OK;
}

void Logger::close() {
  sqlite3_finalize(insert_);
  sqlite3_close(db_);
}

void Logger::run() {
  // mutant opened-by-maker: drop
  if (!open()) return;
  for (;;) {
    std::vector<Entry> entries;
    bool stopping = false;
    {
      std::unique_lock<std::mutex> lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      entries.swap(waiting_);
      stopping = stopping_;
    }
    write(entries);
    if (stopping) break;
  }
  close();
}

void Logger::write(const std::vector<Entry>& entries) {
  sqlite3_exec(db_, "BEGIN", nullptr, nullptr, nullptr);
  for (const Entry& entry : entries) {
    sqlite3_bind_int(insert_, 1, static_cast<int>(entry.level));
    sqlite3_bind_text(insert_, 2, entry.text.c_str(), -1, SQLITE_TRANSIENT);
    sqlite3_step(insert_);
    sqlite3_reset(insert_);
  }
  sqlite3_exec(db_, "COMMIT", nullptr, nullptr, nullptr);
}
