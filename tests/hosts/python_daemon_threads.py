"""Daemon threads that go on with SQLite while the interpreter is shut down, which frees what it
keeps of them: reading their frames must not crash, nor keep the process from ending.

RUN: for python in %pythons; do for round in 1 2 3 4 5; do echo "$python" && \
RUN:   env LD_PRELOAD=%shim LANYARD_OPTIONS=exitcode=0:at_exit=1:log_path=%t.log timeout 60 $python %s || exit 1; done; done
RUN: rm -f %t.log.*
"""
import sqlite3
import threading

shared = sqlite3.connect(":memory:", check_same_thread=False)
ready = threading.Barrier(9)


class Node:
    pass


def work():
    own = sqlite3.connect(":memory:")
    ready.wait()
    for number in range(10 ** 9):
        own.execute("select %d" % (number % 1000)).fetchall()
        shared.execute("select %d" % (number % 1000))
        node = Node()
        node.itself = node
        node.db = sqlite3.connect(":memory:", check_same_thread=False)


for _ in range(8):
    threading.Thread(target=work, daemon=True).start()
ready.wait()
