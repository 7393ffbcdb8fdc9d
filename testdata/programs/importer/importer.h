// Reads many files into one table, a part of them on each thread.
#pragma once

#include <sqlite3.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

struct Close {
  void operator()(sqlite3* db) const { sqlite3_close(db); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Connection = std::unique_ptr<sqlite3, Close>;
using Statement = std::unique_ptr<sqlite3_stmt, Close>;

Connection connect(const std::string& file);
Statement prepare(sqlite3* db, const char* sql);

struct Record {
  std::string name;
  double value = 0;
};

/// Puts the records of the files into databases of their own, then all of these into one.
class Importer {
 public:
  explicit Importer(const std::string& target);
  long long run(const std::vector<std::string>& files);

 private:
  std::string import(const std::string& file);
  void merge(const std::string& part);

  Connection target_;
  Statement insert_;
};
