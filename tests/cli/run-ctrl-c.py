"""Ctrl-C on a terminal reaches the server once, and the report is printed all the same.

RUN: %python %s %lanyard %tests/cli/Inputs
"""

import os
import signal
import sys

lanyard, inputs = sys.argv[1:]
sys.path.insert(0, inputs)
import terminal  # noqa: E402


def run_server(last_signal, answers):
    """A server that goes on until `last_signal`, under `lanyard run`."""
    return terminal.run([lanyard, "run", "--color", "never", "--", "/usr/bin/python3",
                         f"{inputs}/server.py", last_signal], answers)


def press_control_c(descriptor, _):
    os.write(descriptor, b"\x03")


# A server that Ctrl-C ends.
text, code = run_server("SIGINT", [(b"ready", press_control_c)])
assert text.count("got SIGINT") == 1, text
assert "lanyard: cross-thread-use: " in text, text
assert code == 66, (code, text)

# One that goes on until SIGTERM, while lanyard is held: the server takes its SIGINT first, so
# that another one, if lanyard passed it on, could not be taken for the same. Of the two
# signals that lanyard then finds, it handles the lower first.
def hold_and_press(descriptor, child):
    os.kill(child, signal.SIGSTOP)
    os.waitpid(child, os.WUNTRACED)
    press_control_c(descriptor, child)


def terminate_and_let_go(_, child):
    os.kill(child, signal.SIGTERM)
    os.kill(child, signal.SIGCONT)


text, code = run_server("SIGTERM", [(b"ready", hold_and_press),
                                    (b"got SIGINT", terminate_and_let_go)])
assert text.count("got SIGINT") == 1, text
assert text.count("got SIGTERM") == 1, text
assert code == 66, (code, text)
