"""Puts tables into the pages of docs/, between comments that name them."""
import os
import re

import plot

DOCS = os.path.join(os.path.dirname(os.path.dirname(os.path.realpath(__file__))), "docs")
PAGES = ("performance.md", "lint.md")
PICTURE = f"{DOCS}/images/performance.svg"


def measured(circumstances):
    return (f"Measured on {circumstances['date']}, {circumstances['cores']} cores of "
            f"{circumstances['processor']}, Linux {circumstances['kernel']}, load average "
            f"{circumstances['load']:.1f} (1 is what the measured program makes itself).")


def replace(text, table, circumstances):
    """`text` with the table in its place; None if it has no place for it."""
    begin, end = f"<!-- bench: {table.name} -->\n", "<!-- end -->"
    place = re.compile(re.escape(begin) + r".*?" + re.escape(end), re.DOTALL)
    if not place.search(text):
        return None
    body = f"{begin}{table.markdown()}\n\n{measured(circumstances)}\n{end}"
    return place.sub(lambda _: body, text)


def write(tables, circumstances):
    """Into whichever page has a place for each; a table without one is an error of ours."""
    for table in tables:
        done = False
        for name in PAGES:
            path = f"{DOCS}/{name}"
            with open(path, encoding="utf-8") as page:
                changed = replace(page.read(), table, circumstances)
            if changed is not None:
                with open(path, "w", encoding="utf-8") as page:
                    page.write(changed)
                done = True
        if not done:
            raise KeyError(f"no page has a place for the table {table.name}")
        if table.name == "speedtest":
            with open(PICTURE, "w", encoding="utf-8") as picture:
                picture.write(plot.overheads(table.rows))
