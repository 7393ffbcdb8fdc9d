#pragma once
#include <sqlite3.h>

class Store {
 public:
  Store();
  ~Store();
  void put();

 private:
  sqlite3* db_ = nullptr;
};
