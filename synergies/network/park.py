"""A map without tiles: companies where they are, on a grid in kilometres.

Longitudes are shortened by the cosine of the middle latitude: over the 20 km of a park the error
is below one in a thousand. Marks that would cover each other are moved apart, and a thin line
leads to the true place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, radians, sqrt
from statistics import fmean, median

from synergies.network.labels import Ground, Label, Spot, labels, taken_by, text_box

WIDTH = 1000.0  # of the drawing, in its own units
LOWEST, HIGHEST = 560.0, 1000.0  # how high it may be
MARGIN = 95.0  # around the companies, for names, scale and north
KM_PER_DEGREE = 6371.0 * pi / 180
SMALLEST_KM = 0.5  # what is shown at least, so that one company is not a map of a square metre
FAR_KM = 60.0  # from the middle of the park: a place entered wrongly, or another region
GRID_LINES = 6  # of the grid, about
STEPS_KM = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50)
SMALLEST_MARK, LARGEST_MARK = 6.0, 17.0
GAP = 3.0  # between two marks moved apart
ROUNDS = 60  # of moving apart, at most
MOVED = 4.0  # from here on a line leads to the true place
NAME_SIZE, TOWN_SIZE = 15.0, 19.0
NAME_LENGTH = 28  # characters; longer names are cut
TOWN_SHIFTS = tuple(
    (right, down)
    for reach in (0, 40, 70, 100, 140)
    for right, down in ((0, -reach), (0, reach), (-reach, 0), (reach, 0), (reach, reach))
)

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Site:
    """A company with its place in degrees; weight: how many synergies it has."""

    company: int
    name: str
    municipality: str
    latitude: float
    longitude: float
    weight: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A company on the map; numbers are written as SVG reads them, whatever the language."""

    site: Site
    x: str
    y: str
    radius: str
    true_x: str
    true_y: str
    is_moved: bool
    name: str
    label: Label | None


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality, near the middle of its companies."""

    name: str
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Park:
    """The whole map: its ground, what stands on it, and who is too far away to be drawn."""

    height: int
    marks: list[Mark]
    towns: list[Town]
    hull: str
    columns: list[str]
    rows: list[str]
    step_km: float
    step: str
    far: list[Site]


def park_of(sites: Sequence[Site]) -> Park:
    """Return the map of the companies, the most connected drawn last, so on top."""
    near, far = _split(sites)
    if not near:
        return Park(int(LOWEST), [], [], "", [], [], 1, "0", far)
    ground = _Frame(near)
    ordered = sorted(near, key=lambda site: (-site.weight, site.name.casefold(), site.company))
    true = [ground.point(site) for site in ordered]
    sizes = _radii(ordered)
    points = _apart(true, sizes, ground.height)
    spots = _spots(ordered, points, sizes)
    named = labels(spots, WIDTH, ground.height)
    towns = _towns(ordered, spots, named)
    marks = [
        _mark(site, spot, place, label)
        for site, spot, place, label in zip(ordered, spots, true, named, strict=True)
    ]
    step_km = ground.step_km
    columns, rows = ground.grid(step_km)
    step = _n(step_km * ground.scale)
    hull = _hull(true)
    return Park(int(ground.height), marks[::-1], towns, hull, columns, rows, step_km, step, far)


class _Frame:
    """From degrees to units of the drawing."""

    def __init__(self, sites: Sequence[Site]) -> None:
        self._latitude = fmean(site.latitude for site in sites)
        self._shrink = cos(radians(self._latitude))
        plane = [self._plane(site) for site in sites]
        self._west, self._east = min(x for x, _ in plane), max(x for x, _ in plane)
        self._south, self._north = min(y for _, y in plane), max(y for _, y in plane)
        wide = max(self._east - self._west, SMALLEST_KM)
        high = max(self._north - self._south, SMALLEST_KM)
        self.scale = min((WIDTH - 2 * MARGIN) / wide, (HIGHEST - 2 * MARGIN) / high)
        self.height = max(LOWEST, high * self.scale + 2 * MARGIN)

    def point(self, site: Site) -> Point:
        x, y = self._plane(site)
        middle_x, middle_y = (self._west + self._east) / 2, (self._south + self._north) / 2
        return (
            WIDTH / 2 + (x - middle_x) * self.scale,
            self.height / 2 - (y - middle_y) * self.scale,
        )

    @property
    def step_km(self) -> float:
        """How far the lines of the grid are from each other, in kilometres."""
        wanted = WIDTH / self.scale / GRID_LINES
        return min(STEPS_KM, key=lambda step: abs(step - wanted))

    def grid(self, step_km: float) -> tuple[list[str], list[str]]:
        """Return the x of the columns and the y of the rows."""
        step = step_km * self.scale
        columns = [_n(number * step) for number in range(1, int(WIDTH / step) + 1)]
        rows = [_n(number * step) for number in range(1, int(self.height / step) + 1)]
        return columns, rows

    def _plane(self, site: Site) -> Point:
        east = site.longitude * self._shrink * KM_PER_DEGREE
        return east, site.latitude * KM_PER_DEGREE


def _split(sites: Sequence[Site]) -> tuple[list[Site], list[Site]]:
    """Return who is near the middle of all, and who is further than FAR_KM from it."""
    if not sites:
        return [], []
    latitude = median(site.latitude for site in sites)
    longitude = median(site.longitude for site in sites)
    shrink = cos(radians(latitude))
    near: list[Site] = []
    far: list[Site] = []
    for site in sites:
        east, north = (site.longitude - longitude) * shrink, site.latitude - latitude
        is_near = hypot(east, north) * KM_PER_DEGREE <= FAR_KM
        (near if is_near else far).append(site)
    return near, far


def _radii(sites: Sequence[Site]) -> list[float]:
    """Return the radius of each mark: its surface grows with the number of synergies."""
    most = max(*(site.weight for site in sites), 1)
    room = LARGEST_MARK - SMALLEST_MARK
    return [SMALLEST_MARK + room * sqrt(site.weight / most) for site in sites]


def _apart(points: Sequence[Point], radii: Sequence[float], height: float) -> list[Point]:
    """Return the points moved until no two marks cover each other, or ROUNDS are over."""
    moved = [list(point) for point in points]
    for _round in range(ROUNDS):
        is_quiet = True
        for one, other in _near_pairs(moved):
            (x1, y1), (x2, y2) = moved[one], moved[other]
            dx, dy = x2 - x1, y2 - y1
            away = hypot(dx, dy)
            missing = radii[one] + radii[other] + GAP - away
            if missing <= 0:
                continue
            is_quiet = False
            if away == 0:  # the same place: part them in a direction of their own
                dx, dy, away = cos(one + other), sqrt(1 - cos(one + other) ** 2), 1.0
            push = missing / 2 / away
            moved[one] = [x1 - dx * push, y1 - dy * push]
            moved[other] = [x2 + dx * push, y2 + dy * push]
        if is_quiet:
            break
    return [
        (min(max(x, LARGEST_MARK), WIDTH - LARGEST_MARK), min(max(y, LARGEST_MARK), height))
        for x, y in moved
    ]


def _near_pairs(points: Sequence[Sequence[float]]) -> Iterable[tuple[int, int]]:
    side = 2 * LARGEST_MARK + GAP
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, (x, y) in enumerate(points):
        cells[int(x // side), int(y // side)].append(number)
    for (column, row), mine in list(cells.items()):
        near = [
            number
            for right in (-1, 0, 1)
            for down in (-1, 0, 1)
            for number in cells.get((column + right, row + down), ())
        ]
        yield from ((one, other) for one in mine for other in near if one < other)


def _towns(
    sites: Sequence[Site], spots: Sequence[Spot], named: Sequence[Label | None]
) -> list[Town]:
    ground = Ground(taken_by(spots, named))
    members: dict[str, list[Spot]] = defaultdict(list)
    for site, spot in zip(sites, spots, strict=True):
        if site.municipality:
            members[site.municipality].append(spot)
    towns = []
    for name, mine in sorted(members.items(), key=lambda item: (-len(item[1]), item[0])):
        x, y = _free_middle(name, mine, ground)
        ground.take(text_box(x, y, name, TOWN_SIZE))
        towns.append(Town(name, _n(x), _n(y)))
    return towns


def _free_middle(name: str, members: Sequence[Spot], ground: Ground) -> Point:
    half = len(name) * TOWN_SIZE * 0.3
    x = min(max(fmean(spot.x for spot in members), half), WIDTH - half)
    y = fmean(spot.y for spot in members)
    for right, down in TOWN_SHIFTS:
        place = min(max(x + right, half), WIDTH - half), max(y + down, TOWN_SIZE)
        if ground.is_free(text_box(*place, name, TOWN_SIZE)):
            return place
    return x, y


def _spots(sites: Sequence[Site], points: Sequence[Point], radii: Sequence[float]) -> list[Spot]:
    return [
        Spot(x, y, radius, _cut(site.name), NAME_SIZE)
        for site, (x, y), radius in zip(sites, points, radii, strict=True)
    ]


def _mark(site: Site, spot: Spot, true: Point, label: Label | None) -> Mark:
    is_moved = hypot(spot.x - true[0], spot.y - true[1]) > MOVED
    x, y, radius, true_x, true_y = map(_n, (spot.x, spot.y, spot.radius, *true))
    return Mark(site, x, y, radius, true_x, true_y, is_moved, spot.text, label)


def _hull(points: Iterable[Point]) -> str:
    """Return the convex hull as the points of a polygon (A. M. Andrew, 1979)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:  # noqa: PLR2004 - what a surface needs
        return " ".join(f"{_n(x)},{_n(y)}" for x, y in ordered)
    around = [*_half_hull(ordered)[:-1], *_half_hull(ordered[::-1])[:-1]]
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in around)


def _half_hull(points: Iterable[Point]) -> list[Point]:
    half: list[Point] = []
    for point in points:
        while len(half) > 1 and _turn(half[-2], half[-1], point) <= 0:
            half.pop()
        half.append(point)
    return half


def _turn(one: Point, two: Point, three: Point) -> float:
    (x1, y1), (x2, y2), (x3, y3) = one, two, three
    return (x2 - x1) * (y3 - y1) - (y2 - y1) * (x3 - x1)


def _cut(name: str) -> str:
    return name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 1].rstrip()}…"


def _n(value: float) -> str:
    return f"{value:.1f}"
