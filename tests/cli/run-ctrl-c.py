"""Ctrl-C on a terminal reaches the server once, and the report is printed all the same.

RUN: %python %s %lanyard %tests/cli/Inputs/server.py
"""

import os
import pty
import signal
import sys

lanyard, server = sys.argv[1:]


def run_on_terminal(last_signal, answers):
    """Runs the server on a terminal of its own until it ends; gives its output and exit code.

    `answers` are pairs of a text to wait for and what to do then, given the terminal and
    the process of lanyard.
    """
    child, terminal = pty.fork()
    if child == 0:
        os.execv(lanyard, [lanyard, "run", "--color", "never", "--", "/usr/bin/python3", server,
                           last_signal])
    output = b""
    answers = list(answers)
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # the last process has closed its side
            break
        if not piece:
            break
        output += piece
        if answers and answers[0][0] in output:
            answers.pop(0)[1](terminal, child)
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    assert not answers, output
    return output.decode(), os.waitstatus_to_exitcode(status)


def press_control_c(terminal, _):
    os.write(terminal, b"\x03")


# A server that Ctrl-C ends.
text, code = run_on_terminal("SIGINT", [(b"ready", press_control_c)])
assert text.count("got SIGINT") == 1, text
assert "lanyard: cross-thread-use: " in text, text
assert code == 66, (code, text)

# One that goes on until SIGTERM, while lanyard is held: the server takes its SIGINT first, so
# that another one, if lanyard passed it on, could not be taken for the same. Of the two
# signals that lanyard then finds, it handles the lower first.
def hold_and_press(terminal, child):
    os.kill(child, signal.SIGSTOP)
    os.waitpid(child, os.WUNTRACED)
    press_control_c(terminal, child)


def terminate_and_let_go(_, child):
    os.kill(child, signal.SIGTERM)
    os.kill(child, signal.SIGCONT)


text, code = run_on_terminal("SIGTERM", [(b"ready", hold_and_press),
                                         (b"got SIGINT", terminate_and_let_go)])
assert text.count("got SIGINT") == 1, text
assert text.count("got SIGTERM") == 1, text
assert code == 66, (code, text)
