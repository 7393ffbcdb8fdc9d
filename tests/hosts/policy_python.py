# One connection for four Python threads, check_same_thread off: with a lock from the first
# statement to the commit nothing is wrong under the laxer policies, whatever the threads did.
# Under `owner` each of them is on the wrong thread.
#
# RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=exclusive %python %s >%t.out 2>%t.err
# RUN: grep -x '\[(800,)\] 800' %t.out && %not grep lanyard %t.err
# RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %python %s >%t.out 2>%t.err
# RUN: grep -x '\[(800,)\] 800' %t.out && %not grep lanyard %t.err
# RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=exitcode=0 %python %s 2>&1 >/dev/null \
# RUN:   | grep -o '^lanyard: [a-z-]*:' | sort -u | grep -x 'lanyard: cross-thread-use:'
import sqlite3
import threading

connection = sqlite3.connect(":memory:", check_same_thread=False)
connection.execute("create table t(v)")
connection.commit()
lock = threading.Lock()


def work():
    for i in range(200):
        with lock:
            # The module asks for the rowid after this one too, which another thread left.
            assert connection.execute("select 1").fetchall() == [(1,)]
            cursor = connection.execute("insert into t values (?)", (i,))
            row = cursor.lastrowid
            assert connection.execute("select v from t where rowid = ?", (row,)).fetchall() == [(i,)]
            if i % 7 == 0:
                try:
                    connection.execute("select * from missing")
                except sqlite3.OperationalError as error:
                    assert str(error) == "no such table: missing"
            connection.commit()


threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(connection.execute("select count(*) from t").fetchall(), connection.total_changes)
connection.close()
