"""The frames that the shim reads out of CPython's memory are those of traceback: in plain and
nested functions, methods, comprehensions, generators, coroutines, exec, long functions, and
several threads at once with the GIL released.

RUN: rm -f %t.log.*
RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log:exitcode=0:stack_depth=128:max_reports=10000 %python %s %t.expected
RUN: %python %S/Inputs/compare_frames.py %t.expected %t.log.* | %FileCheck %s
CHECK: the same: 18 stacks
"""
import asyncio
import json
import sqlite3
import sys
import threading
import traceback

DB = sqlite3.connect(":memory:", check_same_thread=False)
expected = []
lock = threading.Lock()


def use():
    with lock:
        stack = traceback.extract_stack(); DB.total_changes
    expected.append([[frame.name, frame.filename, frame.lineno] for frame in reversed(stack)])


class Something:
    def method(self):
        use()

    @staticmethod
    def static():
        (lambda:
            use())()


def generator():
    yield (
        use()
    )


async def coroutine():
    await asyncio.sleep(0)
    use()


def fälle():
    if True:
        try:
            raise ValueError
        except ValueError:
            use()


def closure():
    def inner(depth):
        if depth:
            return inner(depth - 1)
        use()
    inner(40)


# A function so long that its instructions need extended arguments and its lines long steps.
long_function = "def long_one():\n" + "\n".join(
    f"    v{i} = {i}" + "\n" * (i % 90) for i in range(400)) + "\n    use()\n" + "    v0 = 1\n"
long_names = {"use": use}
exec(compile(long_function, "a/long one.py", "exec"), long_names)

cases = [use, Something().method, Something.static, lambda: list(generator()), fälle, closure,
         lambda: [use() for _ in range(1)], lambda: asyncio.run(coroutine()),
         long_names["long_one"], lambda: sorted([1, 2], key=lambda _: use() or 0),
         lambda: exec("\n\n\nuse()")]
for case in cases:
    thread = threading.Thread(target=case)
    thread.start()
    thread.join()
threads = [threading.Thread(target=case) for case in cases[:6]]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump(expected, file)
