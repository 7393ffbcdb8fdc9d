"""Holds a Code Quality report to what GitLab's documentation requires: validate_gitlab.py FILE"""

import json
import sys

import jsonschema

SCHEMA = {
    "type": "array",
    "uniqueItems": True,
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "pattern": "^[a-z-]+$"},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}(:[0-9]+)?$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "additionalProperties": False,
                "properties": {
                    # Relative, without ./ in front.
                    "path": {"type": "string", "minLength": 1, "pattern": "^(?!/|\\./)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}

with open(sys.argv[1], "rb") as file:
    text = file.read()
if text.startswith(b"\xef\xbb\xbf"):
    sys.exit("GitLab takes no byte order mark")
report = json.loads(text.decode("utf-8"))
jsonschema.validate(report, SCHEMA)
fingerprints = [each["fingerprint"] for each in report]
if len(set(fingerprints)) != len(fingerprints):
    sys.exit("GitLab keeps one entry of each fingerprint")
