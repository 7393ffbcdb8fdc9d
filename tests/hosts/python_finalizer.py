"""A call that the program did not write where it happens: the interpreter ran a finalizer, on
the thread that dropped the last reference or on one that happened to collect garbage. The
report names the function: __del__, a weakref's callback, a generator's clean-up.

RUN: for python in %pythons; do echo "$python" && rm -f %t.log.* && \
RUN:   { env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log $python %s collected; test $? = 66; } && \
RUN:   { env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log $python %s triggered; test $? = 66; } && \
RUN:   %python %S/Inputs/show_python.py %t.log.* | %FileCheck %s || exit 1; done
RUN: env LD_PRELOAD=%shim %python %s triggered 2>%t.err; test $? = 66
RUN: %FileCheck %s --check-prefix=TEXT <%t.err

CHECK-DAG: "died Dying" {{.*}} in {{(Dying\.)?}}__del__
CHECK-DAG: "collected Dying" {{.*}} gc in {{(Dying\.)?}}__del__
CHECK-DAG: "triggered Dying" {{.*}} gc in {{(Dying\.)?}}__del__
CHECK-DAG: "died watched" clean_up@{{.*}} in clean_up
CHECK-DAG: "collected watched" {{.*}} gc in clean_up
CHECK-DAG: "triggered watched" {{.*}} gc in clean_up
CHECK-DAG: "died suspended" {{.*}} in {{.*}}generate
CHECK-DAG: "collected suspended" {{.*}} gc in {{.*}}generate
CHECK-DAG: "triggered suspended" {{.*}} gc in {{.*}}generate
What a finalizer's function calls has the finalizer's name too, and what it does not call has none.
CHECK-DAG: "died nested" clean_up@{{.*}} in {{(Nested\.)?}}__del__
CHECK-DAG: "called" clean_up@{{[^ ]*}} home "MainThread" <module>@{{[^ ]*$}}

Where the program was when the collector set in is chance: wherever it was, it is one violation.
RUN: env LD_PRELOAD=%shim %python %s collected triggered 2>%t.both; test $? = 66
RUN: grep -c 'run by the garbage collector' %t.both | grep -x 3

TEXT-DAG: run by the garbage collector, in Dying.__del__ (a __del__ method), of a thread that does not own it
TEXT-DAG: run by the garbage collector, in clean_up (a weakref callback), of a thread that does not own it
TEXT-DAG: run by the garbage collector, in suspended.<locals>.generate (a generator that is closed), of a thread
TEXT-DAG: run as an object died, in Dying.__del__ (a __del__ method), of a thread that does not own it
"""
import gc
import sqlite3
import sys
import threading
import weakref

db = sqlite3.connect(":memory:", check_same_thread=False)
references = []


def clean_up():
    db.total_changes


class Node:
    pass


class Dying(Node):
    def __del__(self):
        db.total_changes


class Nested(Node):
    def __del__(self):
        list(map(lambda _: clean_up(), [1]))


def watched():
    node = Node()
    references.append(weakref.ref(node, lambda _: clean_up()))
    return node


def suspended():
    def generate():
        try:
            yield
        finally:
            db.total_changes

    node = Node()
    node.generator = generate()
    next(node.generator)
    return node


def die(kind):
    kind()


def collect(kind):
    node = kind()
    node.itself = node
    del node
    gc.collect()


def trigger(kind):
    node = kind()
    node.itself = node
    del node
    gc.enable()
    keep = []
    for _ in range(10000):
        keep.append([])
    gc.disable()


def on_a_thread(name, function, *arguments):
    thread = threading.Thread(target=function, args=arguments, name=name)
    thread.start()
    thread.join()


gc.disable()
gc.collect()
for kind in (Dying, watched, suspended):
    on_a_thread("died " + kind.__name__, die, kind)
    for name, end in ("collected", collect), ("triggered", trigger):
        if name in sys.argv:
            on_a_thread(f"{name} {kind.__name__}", end, kind)
on_a_thread("died nested", die, Nested)
on_a_thread("called", clean_up)
