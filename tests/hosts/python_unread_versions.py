"""Releases of CPython whose frames the shim does not know how to read: native frames, and one
line that says so.

RUN: for python in %unread-pythons; do echo "$python"; \
RUN:   env LD_PRELOAD=%shim $python %s 2>%t.err; test $? = 66 && \
RUN:   %FileCheck %s --implicit-check-not='cannot be read' --implicit-check-not='Python  ' <%t.err || exit 1; done

CHECK: lanyard: frames of Python {{[23][.][0-9]+[.][0-9]+}} cannot be read by this version; reports have native frames only
CHECK: lanyard: cross-thread-use: sqlite3_step on a statement
CHECK: native {{.*}}_sqlite3
"""
import sqlite3
import threading

db = sqlite3.connect(":memory:", check_same_thread=False)
for _ in range(2):
    thread = threading.Thread(target=lambda: db.execute("select 1"))
    thread.start()
    thread.join()
