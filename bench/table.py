"""A table of figures, as text for a terminal and as Markdown for a page."""
import dataclasses


@dataclasses.dataclass
class Column:
    key: str
    title: str
    digits: int = -1  # after the point; -1 for text


@dataclasses.dataclass
class Table:
    """Rows are {key: text, number, or a spread as measure.spread makes it}; a missing key is an
    empty cell. `name` is where the page has it; `note` says how it was measured."""
    name: str
    title: str
    note: str
    columns: list
    rows: list

    def cells(self, row):
        return [_cell(row.get(column.key), column.digits) for column in self.columns]

    def text(self):
        lines = [[column.title for column in self.columns], *map(self.cells, self.rows)]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.columns))]
        body = ["  ".join(cell.ljust(width) if column.digits < 0 else cell.rjust(width)
                          for cell, width, column in zip(line, widths, self.columns)).rstrip()
                for line in lines]
        return "\n".join([self.title, self.note, *body])

    def markdown(self):
        rules = ["---" if column.digits < 0 else "---:" for column in self.columns]
        lines = [[column.title for column in self.columns], rules, *map(self.cells, self.rows)]
        return "\n".join([self.note, "", *(f"| {' | '.join(line)} |" for line in lines)])


def _cell(value, digits):
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        median, low, high = (f"{value[each]:,.{digits}f}" for each in ("median", "low", "high"))
        return median if low == high else f"{median} ({low} to {high})"
    return f"{value:,.{max(digits, 0)}f}"
