#include "notes.h"

Notes::Notes(const char* file) {
  sqlite3_open(file, &db_);
  sqlite3_exec(db_, "CREATE TABLE IF NOT EXISTS note(text)", nullptr, nullptr, nullptr);
  sqlite3_prepare_v2(db_, "SELECT rowid, text FROM note WHERE text LIKE ?", -1, &search_, nullptr);
}

Notes::~Notes() {
  sqlite3_finalize(search_);
  sqlite3_close(db_);
}

std::vector<Note> Notes::search(const std::string& word) {
  std::vector<Note> found;
  const std::string pattern = "%" + word + "%";
  sqlite3_bind_text(search_, 1, pattern.c_str(), -1, SQLITE_TRANSIENT);
  while (sqlite3_step(search_) == SQLITE_ROW) {
    Note note;
    note.id = sqlite3_column_int64(search_, 0);
    note.text = reinterpret_cast<const char*>(sqlite3_column_text(search_, 1));
    found.push_back(note);
  }
  sqlite3_reset(search_);
  return found;
}

long long Notes::add(const std::string& text) {
  sqlite3_stmt* insert = nullptr;
  sqlite3_prepare_v2(db_, "INSERT INTO note VALUES(?)", -1, &insert, nullptr);
  sqlite3_bind_text(insert, 1, text.c_str(), -1, SQLITE_TRANSIENT);
  sqlite3_step(insert);
  sqlite3_finalize(insert);
  return sqlite3_last_insert_rowid(db_);
}
