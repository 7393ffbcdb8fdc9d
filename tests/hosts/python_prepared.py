"""A report of a statement says who prepared it, in Python's frames: also where the code that did
is gone, and code that differs in nothing but its lines has taken its place in memory.

RUN: for python in %pythons; do echo "$python" && rm -f %t.log.* && \
RUN:   { env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log:max_reports=1000 $python %s >%t.expected; test $? = 66; } && \
RUN:   %python %S/Inputs/show_prepared.py %t.log.* >%t.shown && diff %t.expected %t.shown || exit 1; done
RUN: env LD_PRELOAD=%shim %python %s 2>%t.err; test $? = 66
RUN: %FileCheck %s <%t.err

CHECK: SQL     select 99
CHECK-NEXT: prepared by
CHECK-NEXT: Python  prepare
CHECK-NEXT: {{^ +main }}
CHECK-NEXT: {{^ +<module> }}
CHECK-NEXT: used by thread
"""
import sqlite3
import sys
import threading

db = sqlite3.connect(":memory:", check_same_thread=False)


def prepare(number):
    return db.execute("select %d" % number), sys._getframe().f_lineno


def use_on_another_thread(cursor, line):
    use = compile("\n" * line + "cursor.fetchone()", "use.py", "exec")
    thread = threading.Thread(target=exec, args=(use, {"cursor": cursor}))
    thread.start()
    thread.join()


def main():
    cursor, line = prepare(99)
    print(f"select 99: prepare:{line} main:{sys._getframe().f_lineno - 1} <module>:{LAST}")
    use_on_another_thread(cursor, 0)
    addresses = set()
    for number in range(40):
        scope = {"prepare": prepare}
        exec(compile("def make(number):" + "\n" * number + "\n    return prepare(number)",
                     "generated.py", "exec"), scope)
        addresses.add(id(scope["make"].__code__))
        cursor, line = scope["make"](number)
        print(f"select {number}: prepare:{line} make:{number + 2} "
              f"main:{sys._getframe().f_lineno - 2} <module>:{LAST}")
        use_on_another_thread(cursor, number + 1)
        scope.clear()  # the function and its globals would wait for the collector
    assert len(addresses) < 40, "no code object took another's place"


LAST = sys._getframe().f_lineno + 1
main()
