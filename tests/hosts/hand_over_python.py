"""Handing over a connection from Python, as docs/hand-over.md shows it: with the address that the
connection object keeps of its sqlite3*, through ctypes.

RUN: env LD_PRELOAD=%shim %python %s keep 2>%t.err; test $? = 66
RUN: grep 'cross-thread-use: sqlite3_step' %t.err
RUN: env LD_PRELOAD=%shim %python %s rebind 2>%t.err && test ! -s %t.err
RUN: env LD_PRELOAD=%shim %python %s any 2>%t.err && test ! -s %t.err
RUN: env LD_PRELOAD=%shim %python %s subclass 2>%t.err && test ! -s %t.err
RUN: %python %s rebind && %python %s any
"""
import sqlite3
import sys
import threading

# docs/hand-over.md: begin
import ctypes

_process = ctypes.CDLL(None)


def _tell_lanyard(function, connection):
    """Calls a function of lanyard.h on a sqlite3.Connection; does nothing without the shim."""
    call = getattr(_process, function, None)
    if call is None or sys.implementation.name != "cpython":
        return
    # CPython's Connection begins with its sqlite3*, behind what every object begins with.
    handle = ctypes.c_void_p.from_address(id(connection) + object.__basicsize__)
    call(ctypes.c_void_p(handle.value))


def rebind(connection):
    _tell_lanyard("lanyard_rebind", connection)


def any_thread(connection):
    _tell_lanyard("lanyard_any_thread", connection)
# docs/hand-over.md: end


class Connection(sqlite3.Connection):
    pass


def work(db):
    if what in ("rebind", "subclass"):
        rebind(db)
    db.execute("select 1").fetchall()
    if what == "any":
        return
    db.close()


what = sys.argv[1]
factory = Connection if what == "subclass" else sqlite3.Connection
db = sqlite3.connect(":memory:", check_same_thread=False, factory=factory)
if what == "any":
    any_thread(db)
thread = threading.Thread(target=work, args=[db])
thread.start()
thread.join()
if what == "any":
    db.execute("select 2").fetchall()
    db.close()
