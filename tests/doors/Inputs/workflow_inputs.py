"""Checks that a workflow gives an action only inputs that it has: WORKFLOW.yml ACTION.yml"""
import sys

import yaml

workflow, action = (yaml.safe_load(open(path, encoding="utf-8")) for path in sys.argv[1:])
calls = [step for job in workflow["jobs"].values() for step in job["steps"]
         if "/integrations/github@" in step.get("uses", "")]
assert calls, "the workflow does not call the action"
for call in calls:
    unknown = set(call["with"]) - set(action["inputs"])
    assert not unknown, f"the action has no inputs {sorted(unknown)}"
    outputs = "steps.%s.outputs." % call["id"]
    used = [word.split(outputs)[1].split(" ")[0] for step in workflow["jobs"]["lint"]["steps"]
            for word in step.get("with", {}).values() if outputs in str(word)]
    assert used and set(used) <= set(action["outputs"]), f"the action does not have all of {used}"
