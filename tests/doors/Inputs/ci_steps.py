"""Runs the shell steps of a CI file as its engine would, in a project of one wrong file.

    ci_steps.py github ACTION.yml FOLDER     the composite action's steps
    ci_steps.py gitlab TEMPLATE.yml FOLDER   the script of the template's job

It reads the file as YAML, refuses keys that the engine does not know, puts the inputs where the
engine puts them, and runs the steps' text with the shell that the engine takes. It ends with the
exit code of the step that failed.
"""
import os
import re
import subprocess
import sys

import yaml

# https://docs.github.com/actions/reference/workflows-and-actions/metadata-syntax
ACTION_KEYS = {"name", "author", "description", "inputs", "outputs", "runs", "branding"}
STEP_KEYS = {"name", "id", "if", "run", "shell", "env", "uses", "with", "working-directory",
             "continue-on-error"}
# https://docs.gitlab.com/ci/yaml/
JOB_KEYS = {"image", "variables", "script", "artifacts", "rules", "stage", "before_script", "needs",
            "tags", "cache", "allow_failure"}


def known(mapping, keys, what):
    unknown = set(mapping) - keys
    if unknown:
        sys.exit(f"{what} has the unknown keys {sorted(unknown)}")


def github(action, folder, environment):
    known(action, ACTION_KEYS, "the action")
    assert action["runs"]["using"] == "composite", "only a composite action has shell steps"
    inputs = {name: str(given.get("default", "")) for name, given in action["inputs"].items()}
    environment["RUNNER_TEMP"] = folder
    environment["GITHUB_OUTPUT"] = os.path.join(folder, "outputs")
    for step in action["runs"]["steps"]:
        known(step, STEP_KEYS, f"step {step.get('name')}")
        assert step["shell"] == "bash"
        if step.get("if") == "inputs.package != ''" and not inputs["package"]:
            continue
        variables = {name: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda each: inputs[each[1]], value)
                     for name, value in step.get("env", {}).items()}
        assert "${{" not in step["run"], "an input in a script's text is an injection"
        yield ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]], variables


def gitlab(template, folder, environment):
    del folder, environment
    for job in template.values():
        known(job, JOB_KEYS, "the job")
        yield (["bash", "-eo", "pipefail", "-c", "\n".join(job["script"])], job["variables"])


def main():
    engine, path, folder = sys.argv[1:]
    environment = dict(os.environ)
    with open(path, encoding="utf-8") as text:
        steps = {"github": github, "gitlab": gitlab}[engine](yaml.safe_load(text), folder, environment)
    for command, variables in steps:
        code = subprocess.run(command, cwd=folder, env={**environment, **variables}, check=False).returncode
        if code:
            sys.exit(code)


main()
