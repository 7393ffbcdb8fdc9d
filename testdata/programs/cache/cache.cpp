#include "cache.h"

#include <chrono>

Cache::Cache(const char* file) {
  sqlite3_open_v2(file, &db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                  nullptr);
  sqlite3_exec(db_, "CREATE TABLE IF NOT EXISTS c(k PRIMARY KEY, v, t)", nullptr, nullptr, nullptr);
  sqlite3_prepare_v2(db_, "SELECT v FROM c WHERE k = ?", -1, &select_, nullptr);
  sqlite3_prepare_v2(db_, "INSERT INTO c VALUES(?, ?, unixepoch())", -1, &insert_, nullptr);
  expirer_ = std::thread([this] { expire(); });
}

Cache::~Cache() {
  stopping_ = true;
  // mutant drop-join: write expirer_.detach();
  // mutant close-early: put after closed
  expirer_.join();
  sqlite3_finalize(select_);
  sqlite3_finalize(insert_);
  sqlite3_close(db_);
  // place closed
}

bool Cache::find(const std::string& key, std::string& value) {
  // mutant drop-lock.1: drop
  std::lock_guard<std::mutex> lock(mutex_);
  sqlite3_bind_text(select_, 1, key.data(), static_cast<int>(key.size()), SQLITE_TRANSIENT);
  const bool found = sqlite3_step(select_) == SQLITE_ROW;
  if (found) value = reinterpret_cast<const char*>(sqlite3_column_text(select_, 0));
  sqlite3_reset(select_);
  return found;
}

void Cache::store(const std::string& key, const std::string& value) {
  // mutant drop-lock.2: drop
  std::lock_guard<std::mutex> lock(mutex_);
  sqlite3_bind_text(insert_, 1, key.data(), static_cast<int>(key.size()), SQLITE_TRANSIENT);
  sqlite3_bind_text(insert_, 2, value.data(), static_cast<int>(value.size()), SQLITE_TRANSIENT);
  sqlite3_step(insert_);
  sqlite3_reset(insert_);
}

sqlite3_int64 Cache::size() {
  // mutant other-lock: add std::mutex own;
  // mutant other-lock: add std::lock_guard<std::mutex> lock(own);
  // mutant drop-lock.3: drop
  // mutant other-lock: drop
  std::lock_guard<std::mutex> lock(mutex_);
  sqlite3_stmt* count = nullptr;
  sqlite3_prepare_v2(db_, "SELECT count(*) FROM c", -1, &count, nullptr);
  sqlite3_step(count);
  const sqlite3_int64 answer = sqlite3_column_int64(count, 0);
  sqlite3_finalize(count);
  return answer;
}

void Cache::expire() {
  while (!stopping_) {
    {
      // mutant drop-lock.4: drop
      std::lock_guard<std::mutex> lock(mutex_);
      expire_some();
    }
    // mutant drop-lock.5: add expire_some();
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
}

void Cache::expire_some() {
  sqlite3_exec(db_, "DELETE FROM c WHERE t < unixepoch() - 3600", nullptr, nullptr, nullptr);
}
