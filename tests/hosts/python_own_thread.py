"""Threads that keep to their own connections, with the GIL released inside each call: silence,
and the program's own status.

RUN: for python in %pythons %unread-pythons; do echo "$python"; \
RUN:   env LD_PRELOAD=%shim $python %s >%t.out 2>&1; test $? = 5 && \
RUN:   grep -x '8 threads, 8000 rows' %t.out && %not grep lanyard %t.out || exit 1; done
"""
import sqlite3
import sys
import threading

rows = []


def work():
    for _ in range(20):
        db = sqlite3.connect(":memory:")
        db.execute("create table t(v)")
        db.executemany("insert into t values (?)", [(i,) for i in range(50)])
        rows.extend(db.execute("select v from t").fetchall())
        db.close()


threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("%d threads, %d rows" % (len(threads), len(rows)))
sys.stdout.flush()
sys.exit(5)
