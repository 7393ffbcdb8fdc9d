"""Draws what each tool adds to a program's time: one bar a row, on a logarithmic axis.

From a part of a percent to a hundredfold there is no other axis on which all can be read. The
picture is SVG of a few shapes, and has the colours of a light and of a dark page.
"""
import math
from xml.sax.saxutils import escape

LEFT, WIDTH, RIGHT, STEP, TOP = 330, 460, 110, 26, 44
LEAST, MOST = 0.001, 1000  # of the time without: 0.1 % to 100,000 %

STYLE = """<style>
svg { font: 13px system-ui, sans-serif; background: #ffffff }
text { fill: #24292f } .quiet { fill: #57606a; font-size: 12px }
line.grid { stroke: #d0d7de } .bar { fill: #8c959f } .bar.ours { fill: #0969da }
line.spread { stroke: #24292f; stroke-width: 1.5 }
@media (prefers-color-scheme: dark) {
svg { background: #0d1117 } text { fill: #e6edf3 } .quiet { fill: #9198a1 }
line.grid { stroke: #30363d } .bar { fill: #656c76 } .bar.ours { fill: #4493f8 }
line.spread { stroke: #e6edf3 }
}
</style>"""


def _across(overhead):
    """Where an overhead stands; at the left edge, what is too small to see or below nothing."""
    share = math.log10(max(overhead, LEAST) / LEAST) / math.log10(MOST / LEAST)
    return LEFT + WIDTH * min(share, 1)


def _percent(overhead):
    percent = overhead * 100
    if abs(percent) >= 1000:
        return f"{overhead + 1:,.0f} times"
    return f"{percent:+.1f} %" if abs(percent) < 10 else f"{percent:+.0f} %"


def _line(kind, x1, y1, x2, y2):
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1}" x2="{x2:.1f}" y2="{y2}"/>'


def _grid(bottom):
    shapes = []
    for power in range(round(math.log10(LEAST)), round(math.log10(MOST)) + 1):
        x = _across(10.0**power)
        shapes.append(_line("grid", x, TOP - 8, x, bottom))
        label = f"{100 * 10.0**power:,.10g} %"
        shapes.append(f'<text class="quiet" x="{x:.1f}" y="{bottom + 16}" text-anchor="middle">'
                      f"{label}</text>")
    return shapes


def _bar(row, y):
    low, median, high = (row["cpu"][each] - 1 for each in ("low", "median", "high"))
    kind = "bar ours" if row["name"].startswith("Lanyard") else "bar"
    end, middle = _across(median), y + STEP / 2 - 4
    shapes = [f'<text x="{LEFT - 10}" y="{y + 14}" text-anchor="end">'
              f'{escape(row["name"].replace("`", ""))}</text>',
              f'<rect class="{kind}" x="{LEFT}" y="{y + 2}" width="{max(end - LEFT, 1):.1f}" '
              f'height="{STEP - 10}" rx="2"/>']
    if high > low:
        shapes.append(_line("spread", _across(low), middle, _across(high), middle))
    shapes.append(f'<text x="{max(end, _across(high)) + 8:.1f}" y="{y + 14}">'
                  f"{_percent(median)}</text>")
    return shapes


def overheads(rows):
    """The picture of rows that have a `name` and a `cpu` ratio with its spread."""
    bottom = TOP + STEP * len(rows)
    height, width = bottom + 28, LEFT + WIDTH + RIGHT
    title = "CPU time that each adds to speedtest1"
    shapes = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
              f'width="{width}" height="{height}" role="img" aria-label="{title}">', STYLE,
              f'<text x="10" y="22" font-weight="600">{title}</text>',
              f'<text class="quiet" x="{LEFT}" y="22">median, with the quartiles as a line; '
              "logarithmic</text>", *_grid(bottom)]
    for number, row in enumerate(rows):
        shapes += _bar(row, TOP + STEP * number)
    return "\n".join([*shapes, "</svg>", ""])
