"""What the sqlite3 module of any Python, from 2.7 on, is asked to do: threads that keep to their own
connections, or one that uses the main thread's."""
import sqlite3
import sys
import threading


def work(db, sums):
    db.execute("create table t(k integer primary key, v text)")
    db.create_function("twice", 1, lambda x: 2 * x)
    with db:
        db.executemany("insert into t(v) values (?)", [("row %d" % i,) for i in range(100)])
    sums.append(db.execute("select sum(twice(k)) from t where v like 'row %'").fetchone()[0])


def own(sums):
    db = sqlite3.connect(":memory:")
    work(db, sums)
    db.close()


def on_threads(count, target, arguments):
    threads = [threading.Thread(target=target, args=arguments) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


sums = []
if sys.argv[1:] == ["wrong"]:
    db = sqlite3.connect(":memory:", check_same_thread=False)
    db.execute("select 1").fetchone()
    on_threads(1, work, (db, sums))
    db.close()
else:
    on_threads(8, own, (sums,))
print(sums)
