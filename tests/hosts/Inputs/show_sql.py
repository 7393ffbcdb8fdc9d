"""Prints the SQL of each violation in a result file; of long ones, how many bytes it has."""
import json
import sys

for line in open(sys.argv[1], encoding="utf-8"):
    sql = json.loads(line).get("handle", {}).get("sql")
    if sql is not None:
        size = len(sql.encode())
        print(f"{size} {sql}" if size > 100 else ascii(sql))
