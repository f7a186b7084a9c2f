"""The small server that stands for the registries."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from registries.world import World


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    yield world
    world.close()
