"""What an import is told beside the file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from transfer.services.times import TimeRules


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to read a file of another desk.

    `column_map` names the file's column by ours. `value_map` gives labels by column and word. `html` turns HTML into
    text; None: where most descriptions of a CSV file of another desk are HTML. `skip_unknown` rejects the rows with
    unknown labels, where otherwise nothing is imported.
    """

    encoding: str | None = None
    column_map: Mapping[str, str] = field(default_factory=dict)
    value_map: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    zone: ZoneInfo | None = None
    day_first: bool | None = None
    html: bool | None = None
    skip_unknown: bool = False

    @property
    def time_rules(self) -> TimeRules:
        return TimeRules(self.zone, self.day_first)

    def as_text(self) -> str:
        """The same text for the same meaning, to compare the runs of an import."""
        zone = self.zone.key if self.zone else None
        said = [self.encoding, self.column_map, self.value_map, zone, self.day_first, self.html]
        return json.dumps(said, sort_keys=True)
