from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Panel:
    """One section of a tab: its template, which finds `parts` as `panel.parts` and all that the record's page knows."""

    template: str
    parts: dict = field(default_factory=dict)
