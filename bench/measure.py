"""How a cost is measured: CPU time in interleaved rounds on one core, and counted instructions.

A machine is never quiet, and its speed wanders. So all that is compared runs in one round, the
order turned round in every other one, and a figure is the median of the rounds' own ratios, with
their quartiles as the spread. CPU time is user and system time of the process, as wait4 tells it.
Instructions do not wander at all, but they are not time; both are told.
"""
import concurrent.futures
import contextlib
import dataclasses
import os
import statistics
import subprocess
import sys
import tempfile


class Failed(Exception):
    """A measured program did not end as it should; the text says which, and what it said."""


@dataclasses.dataclass(frozen=True)
class Variant:
    """A command with what its environment has more than ours; compared with `baseline`."""
    name: str
    command: tuple
    environment: dict = dataclasses.field(default_factory=dict)
    baseline: str = ""


def shim(build, policy, more=""):
    """The environment in which a program runs under the shim."""
    return {"LD_PRELOAD": f"{build}/lib/liblanyard.so", "LANYARD_OPTIONS": f"policy={policy}{more}"}


def environment(more):
    """Ours without what would change a measured program, and with `more`."""
    kept = {name: value for name, value in os.environ.items()
            if name not in ("LD_PRELOAD", "LD_LIBRARY_PATH", "LANYARD_OPTIONS")}
    return {**kept, **more}


@contextlib.contextmanager
def pinned():
    """While this lasts, this thread and what it starts are on one core: the last, since the first
    gets the interrupts."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def output(variant, **options):
    """What a program prints; Failed if it does not end with 0."""
    done = subprocess.run(list(map(str, variant.command)), check=False, text=True,
                          env=environment(variant.environment), stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, **options)
    if done.returncode != 0:
        raise Failed(f"{variant.name}: {' '.join(map(str, variant.command))} ended with "
                     f"{done.returncode}: {done.stderr.strip()[-1000:]}")
    return done.stdout


def cpu_seconds(variant):
    """User and system seconds of one run. Its output is read only if it fails."""
    with tempfile.TemporaryFile() as log:
        actions = [(os.POSIX_SPAWN_DUP2, log.fileno(), 1), (os.POSIX_SPAWN_DUP2, log.fileno(), 2)]
        child = os.posix_spawn(variant.command[0], list(map(str, variant.command)),
                               environment(variant.environment), file_actions=actions)
        _, status, usage = os.wait4(child, 0)
        if status != 0:
            log.seek(0)
            text = log.read().decode(errors="replace").strip()[-1000:]
            raise Failed(f"{variant.name}: {' '.join(map(str, variant.command))} ended with "
                         f"{os.waitstatus_to_exitcode(status)}: {text}")
        return usage.ru_utime + usage.ru_stime


def interleaved(variants, rounds, take=cpu_seconds, what=""):
    """{name: [what `take` says of it in each round]}. Before the first of several, a run of each
    that does not count; one round alone is of programs so slow that warming up is nothing."""
    figures = {each.name: [] for each in variants}
    for each in variants if rounds > 1 else ():
        take(each)
    for number in range(rounds):
        for each in variants if number % 2 == 0 else reversed(variants):
            figures[each.name].append(take(each))
        if sys.stderr.isatty():
            print(f"\r{what} {number + 1}/{rounds} ", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)
    return figures


def spread(figures):
    """The median with its quartiles, which are as far apart as the rounds disagree."""
    if len(figures) == 1:
        return {"median": figures[0], "low": figures[0], "high": figures[0]}
    low, median, high = statistics.quantiles(figures, n=4, method="inclusive")
    return {"median": median, "low": low, "high": high}


def ratio(figures, baseline):
    """The spread of the rounds' own ratios."""
    return spread([with_it / without for with_it, without in zip(figures, baseline)])


def difference(figures, baseline):
    """The spread of what the rounds have more than the baseline."""
    return spread([with_it - without for with_it, without in zip(figures, baseline)])


def _counted(variant):
    with tempfile.TemporaryDirectory() as folder:
        out = f"{folder}/callgrind"
        output(dataclasses.replace(variant, command=(
            "/usr/bin/valgrind", "--tool=callgrind", f"--callgrind-out-file={out}",
            *variant.command)))
        with open(out, encoding="utf-8") as lines:
            totals = [line for line in lines if line.startswith(("summary: ", "totals: "))]
        return int(totals[-1].split()[1])


def instructions(variants):
    """{name: instructions of one run under callgrind}; as many at once as there are cores."""
    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        return dict(zip([each.name for each in variants], pool.map(_counted, variants)))
