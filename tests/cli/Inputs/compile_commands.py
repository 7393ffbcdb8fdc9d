"""Writes FOLDER/compile_commands.json for C files: compile_commands.py FOLDER FILE..."""

import json
import os
import sys

folder, *files = sys.argv[1:]
os.makedirs(folder, exist_ok=True)
commands = [{"directory": os.path.dirname(os.path.abspath(file)), "file": os.path.abspath(file),
             "arguments": ["cc", "-c", os.path.abspath(file)]} for file in files]
with open(os.path.join(folder, "compile_commands.json"), "w", encoding="utf-8") as database:
    json.dump(commands, database)
