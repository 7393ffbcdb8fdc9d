#include "importer.h"

#include <fstream>
#include <future>
#include <stdexcept>

Connection connect(const std::string& file) {
  sqlite3* db = nullptr;
  const int code = sqlite3_open(file.c_str(), &db);
  Connection made(db);
  if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db));
  return made;
}

Statement prepare(sqlite3* db, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(db, sql, -1, &statement, nullptr) != SQLITE_OK)
    throw std::runtime_error(sqlite3_errmsg(db));
  return Statement(statement);
}

static void store(sqlite3_stmt* insert, const Record& record) {
  sqlite3_bind_text(insert, 1, record.name.c_str(), -1, SQLITE_TRANSIENT);
  sqlite3_bind_double(insert, 2, record.value);
  sqlite3_step(insert);
  sqlite3_reset(insert);
}

Importer::Importer(const std::string& target) : target_(connect(target)) {
  sqlite3_exec(target_.get(), "CREATE TABLE IF NOT EXISTS r(n, v)", nullptr, nullptr, nullptr);
  insert_ = prepare(target_.get(), "INSERT INTO r VALUES(?, ?)");
}

std::string Importer::import(const std::string& file) {
  const std::string part = file + ".part";
  // mutant share-connection.1: add sqlite3* db = target_.get();
  // mutant share-connection.1: drop
  const Connection own = connect(part);
  // mutant share-connection.1: drop
  sqlite3* db = own.get();
  sqlite3_exec(db, "CREATE TABLE r(n, v)", nullptr, nullptr, nullptr);
  const Statement insert = prepare(db, "INSERT INTO r VALUES(?, ?)");
  std::ifstream input(file);
  for (Record record; input >> record.name >> record.value;) {
    // mutant share-statement: write store(insert_.get(), record);
    store(insert.get(), record);
  }
  // mutant share-connection.2: add merge(part);
  return part;
}

void Importer::merge(const std::string& part) {
  const std::string sql = "ATTACH '" + part + "' AS p; INSERT INTO r SELECT * FROM p.r; DETACH p";
  sqlite3_exec(target_.get(), sql.c_str(), nullptr, nullptr, nullptr);
}

long long Importer::run(const std::vector<std::string>& files) {
  std::vector<std::future<std::string>> parts;
  for (const std::string& file : files)
    parts.push_back(std::async(std::launch::async, [this, file] { return import(file); }));
  store(insert_.get(), {"files", static_cast<double>(files.size())});
  // mutant into-thread: write for (auto& part : parts) std::async([&] { merge(part.get()); });
  for (auto& part : parts) merge(part.get());
  return sqlite3_last_insert_rowid(target_.get());
}
