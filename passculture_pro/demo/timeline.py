"""Acts laid on a line and done in order: the past happens before the present."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

Act = Callable[[datetime], None]


@dataclass
class Timeline:
    """A queue of acts by instant; those of the same instant keep the order they were laid in."""

    now: datetime
    _acts: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _rank: "count[int]" = field(default_factory=count)

    def lay(self, *, at: datetime, act: Act) -> None:
        """Add an act; what would be later than now happens now."""
        heapq.heappush(self._acts, (min(at, self.now), next(self._rank), act))

    def run(self, *, tell: Callable[[int, int], None]) -> None:
        """Do everything. Acts may lay more acts. `tell(done, left)` shows progress."""
        done = 0
        while self._acts:
            at, _, act = heapq.heappop(self._acts)
            act(at)
            done += 1
            tell(done, len(self._acts))
