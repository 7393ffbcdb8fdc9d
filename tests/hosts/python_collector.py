"""A connection that only a reference cycle keeps alive is closed by whichever thread next runs
the garbage collector. The report says so.

RUN: for python in %pythons; do echo "$python" && rm -f %t.log.* %t.explicit.* %t.closed.* && \
RUN:   { env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log $python %s; test $? = 66; } && \
RUN:   %python %S/Inputs/show_python.py %t.log.* | %FileCheck %s && \
RUN:   { env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.explicit $python %s explicit; test $? = 66; } && \
RUN:   %python %S/Inputs/show_python.py %t.explicit.* | %FileCheck %s && \
RUN:   { env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.closed $python %s closed; test $? = 66; } && \
RUN:   %python %S/Inputs/show_python.py %t.closed.* >%t.closed && \
RUN:   grep sqlite3_close_v2 %t.closed && %not grep ' gc' %t.closed || exit 1; done
RUN: env LD_PRELOAD=%shim %python %s 2>%t.err; test $? = 66
RUN: grep 'run by the garbage collector of a thread that does not own it' %t.err

CHECK-DAG: sqlite3_finalize: "allocator" allocate@python_collector.py:{{[0-9]+}} home "leaker" leak@python_collector.py:{{[0-9]+}} gc
CHECK-DAG: sqlite3_close_v2: "allocator" allocate@python_collector.py:{{[0-9]+}} home "leaker" leak@python_collector.py:{{[0-9]+}} gc
"""
import gc
import sqlite3
import sys
import threading


class Node:
    pass


found = []


def leak():
    node = Node()
    if sys.argv[1:] == ["closed"]:
        found.append(node)
    else:
        node.itself = node
    node.db = sqlite3.connect(":memory:", check_same_thread=False)
    node.db.execute("select 1")


def allocate():
    if sys.argv[1:] == ["explicit"]:
        gc.collect()
    if sys.argv[1:] == ["closed"]:
        found[0].db.close()
    gc.enable()
    keep = []
    for _ in range(100000):
        keep.append([])


gc.collect()
gc.disable()
for target, name in ((leak, "leaker"), (allocate, "allocator")):
    thread = threading.Thread(target=target, name=name)
    thread.start()
    thread.join()
