"""The frames that the shim reads out of the memory of each CPython are those of traceback: in
plain and nested functions, methods, decorators, comprehensions, generators, coroutines, class
bodies, exec, long functions, below functions in C (callbacks of SQLite's too), and on several
threads at once with the GIL released.

RUN: for python in %pythons; do echo "$python" && rm -f %t.log.* && \
RUN:   env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log:exitcode=0:stack_depth=128:max_reports=10000 $python %s %t.expected && \
RUN:   %python %S/Inputs/compare_frames.py %t.expected %t.log.* | %FileCheck %s || exit 1; done
CHECK: the same: 30 stacks
"""
import asyncio
import functools
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

def decorated(function):
    @functools.wraps(function)
    def wrapper(*arguments):
        return function(*arguments)
    return wrapper


@decorated
@functools.lru_cache
def through_decorators():
    return use()


def class_body():
    class Body:
        use()


class Properties:
    @property
    def value(self):
        return use()

    def __enter__(self):
        use()

    def __exit__(self, *_):
        use()

    def __lt__(self, _other):
        use()
        return True


def contexts():
    with Properties():
        pass


def delegating():
    yield from generator()


async def asynchronous_comprehension():
    async def numbers():
        use()
        yield 1
    return [use() async for _ in numbers()]


def callbacks():
    """Code that SQLite runs: of a connection that belongs to the thread."""
    own = sqlite3.connect(":memory:")
    own.create_function("f", 1, lambda _: use())
    own.execute("select f(1)").fetchone()
    own.create_collation("c", lambda one, other: use() or 0)
    own.execute("select 1 union select 2 order by 1 collate c").fetchall()
    own.set_trace_callback(lambda _:
                           use())
    own.execute("select 1")
    own.close()


cases = [use, Something().method, Something.static, lambda: list(generator()), fälle, closure,
         lambda: [use() for _ in range(1)], lambda: asyncio.run(coroutine()),
         long_names["long_one"], lambda: sorted([1, 2], key=lambda _: use() or 0),
         lambda: exec("\n\n\nuse()"), through_decorators, class_body, contexts, callbacks,
         lambda: Properties().value, lambda: sorted([Properties(), Properties()]),
         lambda: list(delegating()), lambda: asyncio.run(asynchronous_comprehension()),
         lambda: list(map(lambda _: use(), {1: 2}))]
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
