"""The table: every figure beside its limit, with a mark. A miss is told, not raised."""

from dataclasses import dataclass


@dataclass
class Line:
    """`figure` against `limit`, both in `unit`; without a limit it is for information."""

    what: str
    figure: float
    limit: float | None = None
    unit: str = "x"
    at_least: bool = False
    detail: str = ""

    @property
    def passes(self) -> bool | None:
        if self.limit is None:
            return None
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit

    def __str__(self) -> str:
        mark = {True: "pass", False: "MISS", None: "    "}[self.passes]
        limit = "" if self.limit is None else f"{'>=' if self.at_least else '<='} {_number(self.limit)}{self.unit}"
        return f"{mark}  {self.what:<52} {_number(self.figure) + self.unit:>12}  {limit:<12} {self.detail}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}".rstrip("0").rstrip(".")


def show(title: str, lines: list[Line]) -> None:
    print(f"\n{title}")
    for line in lines:
        print(line)


def summary(lines: list[Line]) -> str:
    judged = [line for line in lines if line.passes is not None]
    missed = [line for line in judged if not line.passes]
    return f"\n{len(judged) - len(missed)} of {len(judged)} limits held, {len(missed)} missed."
