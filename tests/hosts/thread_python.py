r"""Who started a Python thread, by threading's names: a thread renamed after it was started, one
of a pool, and one that another thread started. (A Thread can be joined a little before it ends.)

RUN: for python in %pythons; do echo "$python" && rm -f %t.log.* && \
RUN:   { env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log $python %s; test $? = 66; } && \
RUN:   %python %S/Inputs/show_threads.py %t.log.* | %FileCheck %s || exit 1; done

CHECK: sqlite3_total_changes home "renamed"{{( ended)?}} runs {{.*}} started by "MainThread" in {{(Thread\.)?}}start@threading.py
CHECK-SAME: used by "MainThread"
CHECK-NOT: runs
CHECK: sqlite3_total_changes home "MainThread" used by "pool_0" runs {{.*}} started by "MainThread" in {{(Thread\.)?}}start@threading.py
CHECK: sqlite3_total_changes home "MainThread" used by "inner" runs {{.*}} started by "outer" in {{(Thread\.)?}}start@threading.py
"""
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

opened = {}


def open_one():
    threading.current_thread().name = "renamed"
    opened["db"] = sqlite3.connect(":memory:", check_same_thread=False)


def use(db):
    return db.total_changes


def run(name, work, *arguments):
    thread = threading.Thread(name=name, target=work, args=arguments)
    thread.start()
    thread.join()


own = sqlite3.connect(":memory:", check_same_thread=False)
run("opener", open_one)
use(opened["db"])
with ThreadPoolExecutor(thread_name_prefix="pool") as pool:
    pool.submit(use, own).result()
run("outer", run, "inner", lambda: use(own))
opened.clear()
