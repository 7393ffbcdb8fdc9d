#include "store.h"

Store::Store() { sqlite3_open(NAME, &db_); }
Store::~Store() { sqlite3_close(db_); }
void Store::put() { sqlite3_exec(db_, "INSERT INTO log VALUES (1)", nullptr, nullptr, nullptr); }
