"""ctypes: SQLite through dlopen and dlsym, with no header, no linker and no check of threads.

RUN: %own-thread %python %s
RUN: %wrong-thread %python %s wrong | %FileCheck %s

CHECK: cross-thread-use: sqlite3_exec on connection of memory (serialized) x1: thread 2 "other" work@matrix_ctypes.py:[[# @LINE + 21]], home thread 1 "MainThread" opened@matrix_ctypes.py:[[# @LINE + 15]]
"""
import ctypes
import ctypes.util
import sys
import threading

sqlite = ctypes.CDLL(ctypes.util.find_library("sqlite3"))
sqlite.sqlite3_exec.argtypes = [ctypes.c_void_p, ctypes.c_char_p] + 3 * [ctypes.c_void_p]
sqlite.sqlite3_changes.argtypes = [ctypes.c_void_p]
sqlite.sqlite3_close.argtypes = [ctypes.c_void_p]


def opened():
    db = ctypes.c_void_p()
    assert sqlite.sqlite3_open(b":memory:", ctypes.byref(db)) == 0
    return db


def work(db):
    sql = b"create table t(v); insert into t values (1), (2), (3)"
    assert sqlite.sqlite3_exec(db, sql, None, None, None) == 0


def own():
    db = opened()
    work(db)
    assert sqlite.sqlite3_changes(db) == 3
    assert sqlite.sqlite3_close(db) == 0
    done.append(db)


def on_another_thread(run, *arguments):
    thread = threading.Thread(target=run, args=arguments, name="other")
    thread.start()
    thread.join()


done = []
if sys.argv[1:] == ["wrong"]:
    kept = opened()
    on_another_thread(work, kept)
    assert sqlite.sqlite3_close(kept) == 0
else:
    own()
    on_another_thread(own)
    assert len(done) == 2
