from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from handrail.base.words import Words


@dataclass(frozen=True)
class Panel:
    """What a package offers to a gathered page: a fragment, its data, and where it wants to stand."""

    title: Words | str
    template: str
    data: Mapping[str, Any] = field(default_factory=dict)
    order: int = 50
