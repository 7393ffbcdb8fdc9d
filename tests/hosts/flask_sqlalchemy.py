"""The application that Lanyard was started for, 200 requests at Python's own settings of the
garbage collector: the shim finds as many connections closed on a wrong thread as the application
itself counts, names the collector and the function that it ran, and changes no answer.

RUN: for form in as-written unchecked mended; do \
RUN:   rm -f %t.$form.log.* && %python %testdata/flask_sqlalchemy/app.py $form --trace %t.$form.plain && \
RUN:   env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.$form.log:exitcode=0 \
RUN:     %python %testdata/flask_sqlalchemy/app.py $form --trace %t.$form.watched && \
RUN:   %python %s $form %t.$form.plain %t.$form.watched %t.$form.log.* || exit 1; done
"""
import collections
import json
import sys

form = sys.argv[1]
with open(sys.argv[2], encoding="utf-8") as file:
    plain = json.load(file)
with open(sys.argv[3], encoding="utf-8") as file:
    watched = json.load(file)
with open(sys.argv[4], encoding="utf-8") as file:
    lines = [json.loads(line) for line in file]
violations = [line for line in lines if line["type"] == "violation"]
counts = collections.Counter()
for violation in violations:
    counts[violation["rule"], violation["api"]] += violation["count"]
print(form, watched, dict(counts))

assert [count for *_, count in plain["answers"]] == [200]
assert watched["answers"] == plain["answers"]
assert watched["opened"] == plain["opened"] == 201
assert lines[-1]["type"] == "end" and lines[-1]["counts"]["unreported"] == 0
closed = watched["closed_elsewhere"]
for function in ("sqlite3_close_v2", "sqlite3_finalize"):
    assert counts["cross-thread-use", function] == closed, function
if form == "mended":
    assert closed == 0 and not violations
else:
    assert closed > 0 and plain["closed_elsewhere"] > 0
    for violation in violations:
        assert violation["gc"], violation
        if violation["api"] == "sqlite3_get_autocommit":
            assert violation["finalizer"] == "_finalize_fairy", violation
        if violation["handle"]["connection"]:
            assert any(frame["function"].endswith("list_puppies")
                       for frame in violation["home"]["python"]), violation
# Where Python checks, it refuses the collector's rollback, and its close.
refused = counts["python-refused", "sqlite3.ProgrammingError"]
assert (refused > 0) == (form == "as-written"), refused
assert all(violation["finalizer"] == "_finalize_fairy" for violation in violations
           if violation["rule"] == "python-refused")
