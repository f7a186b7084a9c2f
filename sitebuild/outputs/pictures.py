"""The pictures of the pages as files of their own: what a view measures, on paper.

Each function lays out the rows of one drawing; percents of the width are those of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sitebuild.model.site import Site
from sitebuild.outputs.paper import EDGE, WIDTH, Paper, length, wrapped
from sitebuild.views import keys_of, load
from sitebuild.views.geometry import Mark

FOLDER = "assets/figures"
MOST_SOURCES = 8
MOST_LETTERS = 22  # of the numbers beside a lane
Rows = Any  # what a view gives

# where the label ends, the plot begins and ends, and the numbers end
LABEL, LEFT, RIGHT, END = 380, 420, 940, WIDTH - EDGE


def _at(percent: str | float) -> float:
    """A place in the plot."""
    return LEFT + (RIGHT - LEFT) * float(percent) / 100


def _row(paper: Paper, label: str, small: str = "", number: str = "") -> float:
    """A row's words, and the height at which its marks lie."""
    top = paper.y
    paper.words(label, 22, width=LABEL - EDGE, bold=not small)
    if small:
        paper.words(small, 18, width=LABEL - EDGE, color="ink-soft")
    paper.y = max(paper.y, top + 40) + 8
    middle = (top + paper.y) / 2
    if number:
        paper.say(END, middle + 7, number, 22, anchor="end")
    return middle


def _head(paper: Paper, text: str, size: float = 24) -> None:
    paper.space(14)
    paper.words(text, size, bold=True)
    paper.line(EDGE, paper.y + 4, END, paper.y + 4, "line", 2)
    paper.space(12)


def _axis(paper: Paper, ticks: list[Any]) -> None:
    for tick in ticks:
        paper.say(_at(tick.x), paper.y + 20, tick.text, 18, anchor=tick.anchor, color="ink-soft")
    paper.space(30)


def _key(paper: Paper, *entries: tuple[str, str, str]) -> None:
    """(fill, stroke, words) of each kind of dot."""
    x: float = EDGE + 8
    for fill, stroke, words in entries:
        paper.dot(x, paper.y + 18, 7, fill, stroke)
        paper.say(x + 16, paper.y + 25, words, 20)
        x += length(words, 20) + 60
    paper.space(36)


def people(paper: Paper, rows: Rows) -> None:
    """One dot a person, both arms side by side."""
    _key(
        paper,
        ("mdma", "mdma", "had it, with MDMA"),
        ("control", "control", "had it, with placebo"),
        ("line-strong", "line-strong", "had it not (small)"),
        ("paper", "line-strong", "no score at the end"),
    )
    for group in rows["groups"]:
        _head(paper, group.label, 26)
        for block in group.blocks:
            paper.space(10)
            paper.words(block.label, 23, bold=True)
            for row in block.rows:
                _people_row(paper, row)
    words = (
        "The shares of benefit are of those with a score at the end, those of harm of all who were "
        "treated. What a source does not give is neither zero nor drawn."
    )
    paper.words(words, 18, color="ink-soft")
    for remark in rows["remarks"]:
        paper.words(f"{remark}.", 18, color="ink-soft")


def _people_row(paper: Paper, row: Any) -> None:
    top, scale = paper.y + 10, 1.9
    paper.say(EDGE, top + 18, row.trial, 22)
    if not row.sides:
        words = "no count of people seen, so none is drawn"
        paper.say(260, top + 18, words, 20, color="ink-soft")
    for at, side in enumerate(row.sides):
        left = 260 + at * 460
        for spots, r, fill, stroke in (
            (side.crowd.had, 4.2, side.color, side.color),
            (side.crowd.had_not, 1.8, "line-strong", "line-strong"),
            (side.crowd.unscored, 3.3, "paper", "line-strong"),
        ):
            for spot in spots:
                r_px = r * scale - 1
                paper.dot(left + spot.x * scale, top + spot.y * scale, r_px, fill, stroke)
        below = top + side.crowd.height * scale + 24
        paper.say(left, below, f"{side.share} {side.unscored}".strip(), 20)
        paper.y = max(paper.y, below + 6)
    paper.y = max(paper.y, top + 30)


def before_after(paper: Paper, rows: Rows) -> None:
    """A line an arm, from start to end."""
    _key(
        paper,
        ("mdma", "mdma", "MDMA, end"),
        ("control", "control", "comparison, end"),
        ("paper", "ink", "start"),
    )
    for scale in rows["scales"]:
        _head(paper, f"{scale.name}, from 0 to {scale.top}")
        for trial in scale.trials:
            paper.words(f"{trial.name} {trial.when}", 22, bold=True)
            for line in trial.lines:
                y = _row(paper, line.arm, line.people, f"{line.start} → {line.end}")
                paper.line(LEFT, y, RIGHT, y, "line")
                start, end = _at(line.start_at), _at(line.end_at)
                paper.line(start, y, end, y, line.color, 4, dashed=line.color == "control")
                paper.dot(end, y, 9, line.color)
                paper.dot(start, y, 6, "paper", line.color, 3)
        _axis(paper, scale.ticks)
    paper.words("Points of the two scales must not be compared.", 18, color="ink-soft")


def forest(paper: Paper, rows: Rows) -> None:
    """A row a trial, then a row a review."""
    paper.say(LEFT, paper.y + 22, "← fewer symptoms with MDMA", 20)
    paper.say(RIGHT, paper.y + 22, "more →", 20, anchor="end")
    paper.say(END, paper.y + 22, "g (95% interval)", 20, anchor="end")
    paper.space(40)
    first = paper.y
    for row in rows.trials:
        details = row.details + (f", weight {row.weight}" if row.weight else "")
        y = _interval(paper, row, details)
        half = row.side * 0.8
        paper.box(_at(row.at) - half, y - half, 2 * half, 2 * half, "mdma")
    _head(paper, "Pooled, as published by each review")
    for row in rows.pooled:
        details = f"{row.details}; " if row.details else ""
        y = _interval(paper, row, f"{details}certainty: {row.certainty}")
        left, right = _at(row.line.start), _at(row.line.end)
        peak = left + (right - left) * row.peak / 100
        paper.area(((left, y), (peak, y - 12), (right, y), (peak, y + 12)), "mdma")
        if row.prediction:
            words = "where a new trial is expected"
            y = _row(paper, words, " ", row.prediction.interval)
            line = row.prediction.line
            paper.line(_at(line.start), y, _at(line.end), y, "mdma", 4, dashed=True)
    paper.line(_at(rows.zero), first, _at(rows.zero), paper.y, dashed=True)
    _axis(paper, rows.ticks)
    told = f"Squares: trials, by weight, as {rows.printed_by} prints them." if rows.trials else ""
    _notes(paper, *([told] if told else []), *rows.caveats)


def _interval(paper: Paper, row: Any, details: str) -> float:
    y = _row(paper, row.name, details, f"{row.estimate} ({row.interval})")
    left, right = _at(row.line.start), _at(row.line.end)
    paper.line(left, y, right, y, "ink-soft", 3)
    for end, more, way in ((left, row.line.more_before, 1), (right, row.line.more_after, -1)):
        if more:
            paper.line(end, y, end + way * 12, y - 9, "ink-soft", 3)
            paper.line(end, y, end + way * 12, y + 9, "ink-soft", 3)
    return y


def fda(paper: Paper, rows: Rows) -> None:
    """A step a row; a dot an adviser."""
    for step in rows["steps"]:
        top = paper.y
        paper.words(step.step, 22, x=320, width=END - 320, bold=step.own)
        when = f"{step.when} to {step.until}" if step.until else step.when
        for at, line in enumerate(wrapped(when, 20, 230)):
            paper.say(EDGE + 30, top + 22 + at * 24, line, 20, color="ink-soft")
        paper.dot(EDGE + 8, top + 15, 7, "ink" if step.own else "paper", "ink")
        for vote in step.votes:
            paper.words(f"{vote.short} {vote.no} no, {vote.yes} yes", 20, x=320, width=END - 320)
            for at, dot in enumerate(vote.dots):
                fill = "ink" if dot.filled else "paper"
                paper.dot(332 + at * 28, paper.y + 16, 9, fill, "ink")
            paper.space(36)
        paper.y = max(paper.y, top + 30 + 24 * (len(wrapped(when, 20, 230)) - 1)) + 10
    words = "Filled: a step by the FDA. In the votes one dot is one adviser; filled is no."
    paper.words(words, 18, color="ink-soft")


def course(paper: Paper, rows: Rows) -> None:
    """The strip of weeks."""

    def at(percent: str | float) -> float:
        return EDGE + 40 + (END - EDGE - 80) * float(percent) / 100

    paper.words(f"{rows.sessions} sessions, {rows.hours} hours, {rows.weeks} weeks", 22)
    middle = paper.y + 90
    paper.line(at(0), middle, at(100), middle, "ink-soft", 2)
    for talk in rows.talks:
        left, right = at(talk.bar.x), at(talk.bar.end)
        paper.line(left, middle, right, middle, "mdma", 6, dashed=talk.bar.open)
        for x in talk.dots:
            paper.dot(at(x), middle, 8, "paper", "control", 3)
    for day in rows.days:
        x = at(day.x)
        paper.box(x - 12, middle - 35, 24, 70, "mdma")
        paper.say(x, middle - 46, day.text, 20, anchor="middle")
    for score in rows.scores:
        x = at(score.x)
        paper.area(((x, middle + 44), (x + 9, middle + 60), (x - 9, middle + 60)), "ink")
    for tick in rows.ticks:
        paper.say(at(tick.x), middle + 88, tick.text, 20, anchor=tick.anchor)
    paper.y = middle + 100
    _notes(
        paper,
        "Block: a day with MDMA or placebo. Dot: a talk. Triangle: a score taken.",
        "Broken line: beginning or end not seen; the days of the talks were not seen.",
    )


def guesses(paper: Paper, rows: Rows) -> None:
    """Shares against chance."""
    first = paper.y + 10
    for row in [*rows.printed, *rows.blank]:
        number = f"about {row.share}" if row.share else "none seen"
        y = _row(paper, row.who, "" if row.share else row.read, number)
        if row.at:
            paper.line(_at(rows.chance), y, _at(row.at), y, "line-strong", 4)
            paper.dot(_at(row.at), y, 9, "mdma" if row.color == "mdma" else "paper", row.color, 3)
    paper.line(_at(rows.chance), first, _at(rows.chance), paper.y, dashed=True)
    paper.say(_at(0), paper.y + 20, "0", 18, color="ink-soft")
    paper.say(_at(rows.chance), paper.y + 20, "chance", 18, anchor="middle", color="ink-soft")
    paper.say(_at(100), paper.y + 20, "all", 18, anchor="end", color="ink-soft")
    paper.space(34)
    for row in rows.printed[:1]:
        words = f"{row.told_by}, without counts. A blank is not a zero."
        paper.words(words, 18, color="ink-soft")


def owners(paper: Paper, rows: Rows) -> None:
    """The chain, then the others."""
    for title, links in (
        ("Each came from the one above it", rows.chain),
        ("Outside the chain: governments that pay for trials now", rows.outside),
    ):
        _head(paper, title)
        for at, link in enumerate(links):
            top = paper.y
            paper.space(10)
            paper.words(f"{link.name}, {link.kind}, {link.years}", 22, x=EDGE + 24, bold=True)
            names = ", ".join(trial.name for trial in link.trials)
            hung = f"{link.many}: {names}" if names else link.many
            paper.words(hung, 20, x=EDGE + 24, width=WIDTH - 2 * EDGE - 48)
            paper.space(12)
            chained = links is rows.chain
            paper.box(EDGE, top, 6, paper.y - top, "mdma" if chained else "control")
            if chained and at + 1 < len(links):
                paper.say(EDGE + 24, paper.y + 24, "↓", 24)
                paper.space(34)
            else:
                paper.space(12)
    words = "Trials hang on the sponsor that the record of the trial names."
    paper.words(words, 18, color="ink-soft")


def access(paper: Paper, rows: Rows) -> None:
    """Tiles by kind of access."""
    for tile in rows["tiles"]:
        _head(paper, tile.title)
        x: float = EDGE
        for one in tile.rows:
            words = f"{one.place}, {one.as_of}"
            width = length(words, 20) + 32
            if x + width > END:
                x, paper.y = EDGE, paper.y + 56
            paper.box(x, paper.y, width, 44, "raised", "line-strong")
            paper.say(x + 16, paper.y + 29, words, 20)
            x += width + 12
        paper.space(56)
    paper.words("Beside each place: as of when.", 18, color="ink-soft")


def status(paper: Paper, rows: Rows) -> None:
    """A square a trial."""
    for group in rows.groups:
        top = paper.y
        paper.words(f"{group.title} ({len(group.rows)})", 22, width=LABEL - EDGE)
        x, y = float(LEFT), top + 4
        for one in group.rows:
            if x + 30 > END:
                x, y = float(LEFT), y + 38
            paper.box(x, y, 28, 28, "mdma" if one.ptsd else "paper", "mdma")
            x += 38
        paper.y = max(paper.y, y + 38) + 10
    words = "One square is one trial. Filled: PTSD; hollow: another condition."
    paper.words(words, 18, color="ink-soft")


def harms(paper: Paper, rows: Rows) -> None:
    """A row an event in each of the two large trials, whose plots come first."""
    for plot in rows["plots"][:2]:
        _head(paper, f"{plot.trial}: how often each was noted, per 100 people")
        _key(paper, ("paper", "control", plot.control), ("mdma", "mdma", plot.mdma))
        for row in plot.rows:
            y = _row(paper, row.event, "", f"{row.control} and {row.mdma} ({row.difference})")
            paper.line(_at(row.control_at), y, _at(row.mdma_at), y, "line-strong", 4)
            paper.dot(_at(row.control_at), y, 8, "paper", "control", 3)
            paper.dot(_at(row.mdma_at), y, 8, "mdma")
        _axis(paper, [Mark("0", "0", "start"), Mark("50", "50"), Mark("100", "100", "end")])
        paper.words(f"{plot.basis}.", 18, color="ink-soft")
    words = (
        "Numbers: per 100 in the first group and in the second, and the difference. "
        "The page has smaller trials too."
    )
    paper.words(words, 18, color="ink-soft")


def day(paper: Paper, rows: Rows) -> None:
    """A lane for each thing that happens."""
    for lane in rows.lanes:
        y = _row(paper, lane.label, lane.when.text)
        if lane.bar:
            dashed = lane.bar.open
            paper.line(_at(lane.bar.x), y, _at(lane.bar.end), y, "mdma", 8, dashed=dashed)
        elif lane.point:
            paper.dot(_at(lane.point), y, 9, "mdma")
    _axis(paper, rows.ticks)
    _notes(
        paper,
        "Not a plan to follow: what trials and their papers describe.",
        "Hours since the first capsule. A broken line: beginning or end not seen.",
    )


def time_course(paper: Paper, rows: Rows) -> None:
    """Lanes, panel by panel."""
    for panel in rows.panels:
        _head(paper, panel.title)
        for lane in panel.lanes:
            y = _row(paper, lane.label, lane.value)
            if lane.bar:
                color = "control" if lane.length else "mdma"
                paper.line(_at(lane.bar.x), y, _at(lane.bar.end), y, color, 8)
            if lane.span:
                _whiskers(paper, lane.span, y)
            if lane.point:
                paper.dot(_at(lane.point), y, 9, "mdma")
        _axis(paper, panel.ticks)
    _notes(
        paper,
        "Teal: when, or a reading. Gray, from the left edge: how long, or by how much it rose.",
        "Thin line: range. Studies under supervision, which differ in people and doses.",
    )


def _notes(paper: Paper, *lines: str) -> None:
    """Small lines under a drawing."""
    for words in lines:
        paper.words(words, 18, color="ink-soft")


def _whiskers(paper: Paper, span: Any, y: float) -> None:
    left, right = _at(span.x), _at(span.end)
    paper.line(left, y, right, y, "ink-soft", 3)
    for end in (left, right):
        paper.line(end, y - 9, end, y + 9, "ink-soft", 3)


def bias(paper: Paper, rows: Rows) -> None:
    """A row a review, a letter a trial."""
    step = (END - LEFT) / max(len(rows.trials), 1)
    for at, name in enumerate(rows.trials):
        paper.say(LEFT + (at + 0.5) * step, paper.y + 24, name, 20, anchor="middle")
    paper.space(40)
    for row in rows.reviews:
        y = _row(paper, row.name)
        for at, cell in enumerate(row.cells):
            _letter(paper, LEFT + (at + 0.5) * step, y, cell)
        if not row.cells:
            if row.together:
                _letter(paper, LEFT + 20, y, row.together)
            paper.say(LEFT + 50, y + 7, row.words, 20, color="ink-soft")
        paper.space(14)
    words = (
        "L low, S some concerns, H high, – not rated. The judgments are the reviews’, never ours."
    )
    paper.words(words, 18, color="ink-soft")


def _letter(paper: Paper, x: float, y: float, cell: Any) -> None:
    high = cell.level == "high"
    paper.box(
        x - 17, y - 17, 34, 34, "alert" if high else "paper", "alert" if high else "line-strong"
    )
    color = "paper" if high else "ink"
    paper.say(x, y + 8, cell.letter or "–", 22, anchor="middle", bold=True, color=color)


def participants(paper: Paper, rows: Rows) -> None:
    """A row a group, thing by thing."""
    _key(paper, ("mdma", "mdma", "in trials"), ("paper", "control", "outside"))
    for block in rows.blocks:
        _head(paper, block.label, 22)
        for row in block.rows:
            y = _row(paper, row.who, "", row.value.text)
            if block.share:
                paper.line(LEFT, y, RIGHT - 90, y, "line")
            if block.share and row.at:
                at = LEFT + (RIGHT - 90 - LEFT) * float(row.at) / 100
                paper.line(LEFT, y, at, y, "line-strong", 4)
                fill = "mdma" if row.kind == "mdma" else "paper"
                paper.dot(at, y, 8, fill, row.kind, 3)
    words = "Lines run from nobody to everybody. “Not seen” is not zero."
    paper.words(words, 18, color="ink-soft")


def follow_ups(paper: Paper, rows: Rows) -> None:
    """A lane a trial; a mark a measurement."""
    first = paper.y
    for lane in rows.lanes:
        paper.space(4)
        number = ", ".join(lane.people)
        small = "retracted paper" if lane.retracted else ""
        y = _row(paper, lane.name, small, number if len(number) < MOST_LETTERS else "")
        for one in lane.points:
            _measured(paper, one, y)
        if not lane.points:
            paper.say(LEFT, y + 7, "time not seen", 20, color="ink-soft")
    if rows.end:
        paper.line(_at(rows.end), first, _at(rows.end), paper.y, dashed=True)
    _axis(paper, rows.ticks)
    _notes(
        paper,
        f"Broken line: no trial has a comparison after {rows.end_words} since the last dose.",
        "Square: compared. Ring: not compared. Cross: in a retracted paper. Right: people.",
        "The scale of time is closer the later it gets.",
    )


def _measured(paper: Paper, one: Any, y: float) -> None:
    x = _at(one.x)
    if one.bar:
        paper.line(x, y, _at(one.bar.end), y, "line-strong", 4)
        paper.dot(_at(one.bar.end), y, 8, "paper", "control", 3)
    if one.kind == "compared":
        paper.box(x - 8, y - 8, 16, 16, "mdma")
    elif one.kind == "retracted":
        paper.line(x - 9, y - 9, x + 9, y + 9, "alert", 4)
        paper.line(x + 9, y - 9, x - 9, y + 9, "alert", 4)
    else:
        paper.dot(x, y, 8, "paper", "control", 3)


# drawing → title, layout
PICTURES: dict[str, tuple[str, Callable[[Paper, Rows], None]]] = {
    "people-as-dots": ("Benefit and harm in the two large trials of MDMA with therapy", people),
    "before-and-after": ("PTSD score before and after, by arm: means", before_after),
    "forest-plot": ("PTSD symptoms, MDMA with therapy against control with therapy", forest),
    "fda-path": ("What happened at the FDA", fda),
    "course-of-treatment": ("The course that the second large trial planned", course),
    "who-could-tell": ("Who named their group rightly, against chance", guesses),
    "who-ran-and-paid": ("Who ran the trials, and who paid", owners),
    "access-by-country": ("Ways to treatment with MDMA, by country", access),
    "adverse-events-plot": (
        "Unwanted effects with MDMA and in the comparison group, both with therapy",
        harms,
    ),
    "dosing-day": ("One dosing day by the hour, from the first capsule", day),
    "time-course": ("How MDMA acts in time, as studies under supervision measured it", time_course),
    "how-sure-reviewers-are": ("Risk of bias, as each review judged it", bias),
    "who-took-part": ("Who took part in the large trials", participants),
    "does-it-last": ("What each trial measured after the last dose", follow_ups),
    "trials-by-status": ("Trials of MDMA with therapy, by how far they have come", status),
}


def sources(site: Site, rows: Rows) -> str:
    """'Sources: Mitchell et al. 2021; …; 4 more in the data.'"""
    entries = site.bibliography.entries
    labels = [entries[key].label for key in keys_of(rows) if key in entries]
    labels = list(dict.fromkeys(labels))
    more = len(labels) - MOST_SOURCES
    told = "; ".join(labels[:MOST_SOURCES]) + (f"; {more} more in the data" if more > 0 else "")
    return f"Sources: {told}." if told else "Sources: see the data."


_drawn: dict[str, tuple[object, tuple[str, bytes]]] = {}


def draw(site: Site, name: str, colors: dict[str, str], origin: str) -> tuple[str, bytes]:
    """A picture as SVG and PNG; `origin` is the line that says where it is from.

    A server draws it again only when its rows, the colors or that line have changed.
    """
    title, layout = PICTURES[name]
    rows = load()[name].rows(site)
    key = (repr(rows), colors, origin, sources(site, rows))
    if name in _drawn and _drawn[name][0] == key:
        return _drawn[name][1]
    paper = Paper(colors)
    paper.words(title, 30, bold=True)
    paper.space(12)
    layout(paper, rows)
    paper.space(14)
    paper.words(sources(site, rows), 17, color="ink-soft")
    paper.words(origin, 17, color="ink-soft")
    _drawn[name] = key, (paper.svg(title), paper.png())
    return _drawn[name][1]


def written(site: Site, colors: dict[str, str], origin: str) -> Iterator[tuple[str, bytes]]:
    """(path, content) of all pictures of drawings that a page shows."""
    shown = {load()[name].picture for page in site.pages for name in page.draws if name in load()}
    for name in PICTURES:
        if name in shown:
            svg, png = draw(site, name, colors, origin)
            yield f"{FOLDER}/{name}.svg", svg.encode()
            yield f"{FOLDER}/{name}.png", png
