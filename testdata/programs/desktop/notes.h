// The notes of a desktop application, and the connection that reads and writes them.
#pragma once

#include <sqlite3.h>

#include <string>
#include <vector>

struct Note {
  long long id = 0;
  std::string text;
};

class Notes {
 public:
  explicit Notes(const char* file);
  ~Notes();
  Notes(const Notes&) = delete;
  Notes& operator=(const Notes&) = delete;

  std::vector<Note> search(const std::string& word);
  long long add(const std::string& text);
  void vacuum() { sqlite3_exec(db_, "VACUUM", nullptr, nullptr, nullptr); }

 private:
  sqlite3* db_ = nullptr;
  sqlite3_stmt* search_ = nullptr;
};
