/* The counter of visits. */
#pragma once

#include <sqlite3.h>

sqlite3* store_open(void);
void store_prepare(sqlite3* db);
void store_visit(sqlite3* db, const char* who);
int store_visits(sqlite3* db);
