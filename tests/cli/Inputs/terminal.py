"""A program on a terminal of its own, as tests of what a person at one sees run it."""
import os
import pty


def run(command, answers=(), **environment):
    """What COMMAND shows until it ends, and its exit code.

    `answers` are pairs of bytes to wait for and what to do when they were shown, given the terminal's
    descriptor and the process; all must have come.
    """
    child, descriptor = pty.fork()
    if child == 0:
        os.execve(command[0], command, {**os.environ, **environment})
    output = b""
    answers = list(answers)
    while True:
        try:
            piece = os.read(descriptor, 4096)
        except OSError:  # the last process has closed its side
            break
        if not piece:
            break
        output += piece
        if answers and answers[0][0] in output:
            answers.pop(0)[1](descriptor, child)
    _, status = os.waitpid(child, 0)
    os.close(descriptor)
    assert not answers, output
    return output.decode().replace("\r\n", "\n"), os.waitstatus_to_exitcode(status)
