// RUN: %check %s
// Constants that no signed number of 64 bits can hold.
#include <sqlite3.h>
int use(sqlite3* db, unsigned long long kind, unsigned long long* table) {
  if (kind == 0xffffffffffffffffull) return 0;
  while (kind > 18446744073709551615ull - 1) return 2;
  switch (kind) {
    case 0xfffffffffffffffeull: return 1;
  }
  table[0xfffffffffffffffdull] = 3;
  return sqlite3_exec(db, "select 1", 0, 0, 0) + (int)(kind & 0xffffffffffffffffull);
}
