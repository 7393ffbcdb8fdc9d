// Each kind of handle belongs to the thread that opened its connection, an iterator to the
// thread that made it.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim %t 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err

// CHECK: sqlite3_errcode on a connection to a database in memory (serialized)
// CHECK: sqlite3_reset on a statement of a database in memory (serialized)
// CHECK: sqlite3_blob_bytes on a blob of a database in memory (serialized)
// CHECK: sqlite3_backup_step on a backup of a database in memory (serialized)
// CHECK: sqlite3session_isempty on a session of a database in memory (serialized)
// CHECK: sqlite3changeset_next on a changeset iterator{{$}}
// CHECK: home thread 1 "every_kind
// CHECK: lanyard: 6 violations, 6 uses on a wrong thread
#define SQLITE_ENABLE_SESSION 1
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#include "host.h"

struct handles {
  sqlite3* db;
  sqlite3_stmt* statement;
  sqlite3_blob* blob;
  sqlite3_backup* backup;
  sqlite3_session* session;
  sqlite3_changeset_iter* iterator;
};

static void* use(void* argument) {
  struct handles* all = argument;
  sqlite3_errcode(all->db);
  sqlite3_reset(all->statement);
  sqlite3_blob_bytes(all->blob);
  sqlite3_backup_step(all->backup, 1);
  sqlite3session_isempty(all->session);
  sqlite3changeset_next(all->iterator);
  return NULL;
}

int main(void) {
  struct handles all;
  sqlite3* target = opened(":memory:");
  all.db = opened(":memory:");
  REQUIRE(!sqlite3session_create(all.db, "main", &all.session));
  REQUIRE(!sqlite3session_attach(all.session, NULL));
  REQUIRE(!sqlite3_exec(all.db,
                        "create table t(k integer primary key, v); "
                        "insert into t values (1, 'text')",
                        NULL, NULL, NULL));
  all.statement = prepared(all.db, "select * from t");
  REQUIRE(!sqlite3_blob_open(all.db, "main", "t", "v", 1, 0, &all.blob));
  REQUIRE((all.backup = sqlite3_backup_init(target, "main", all.db, "main")));
  int size;
  void* changes;
  REQUIRE(!sqlite3session_changeset(all.session, &size, &changes));
  REQUIRE(!sqlite3changeset_start(&all.iterator, size, changes));
  on_another_thread(use, &all);
  REQUIRE(!sqlite3changeset_finalize(all.iterator));
  sqlite3_free(changes);
  sqlite3session_delete(all.session);
  REQUIRE(!sqlite3_backup_finish(all.backup));
  REQUIRE(!sqlite3_blob_close(all.blob));
  REQUIRE(!sqlite3_finalize(all.statement));
  REQUIRE(!sqlite3_close(all.db));
  REQUIRE(!sqlite3_close(target));
}
