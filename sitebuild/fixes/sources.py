"""`make fix` for references.bib: what has one right answer in the form of the file is written so.

`fix` takes the text of the file and gives the new text, and what was done. Nothing is touched that
is not understood: an entry that cannot be read stays as it is, and while there is one, no entry
changes its place.
"""

from __future__ import annotations

import re
from pathlib import Path

from sitebuild import settings
from sitebuild.fixes import exports
from sitebuild.fixes.entries import Mended, mended
from sitebuild.model import textfile
from sitebuild.model.bibtex import Raw, foreign_parts, keys_in, parse
from sitebuild.model.findings import some
from sitebuild.model.titles import Lexicon


def fix(text: str) -> tuple[str, list[str]]:
    """The new text of references.bib, and what was done, one line each.

    In an unfinished merge nothing is touched.

    >>> print(fix("@Article{roe2020, title=\\"A\\", Author={Roe, Jane}, year=2020}\\n")[0].strip())
    @article{roe2020,
      author = {Roe, Jane},
      title = {A},
      year = {2020},
    }
    """
    if re.search(r"^<{7}(?: |$)", text, re.M):
        return text, []
    done: list[str] = []
    windows = "\r\n" in text  # lines end as they did
    new = _clean(text.replace("\r\n", "\n"), done)
    for _ in range(5):  # what one mend makes readable, the next can see
        before, said = new, len(done)
        new = _once(before, done)
        if new.rstrip("\n") != before.rstrip("\n") and len(done) == said:
            done.append("wrote entries one field a line, in the order of this file")
        if new == before:
            break
    return new.replace("\n", "\r\n") if windows else new, done


def _once(text: str, done: list[str]) -> str:
    text = _repaired(text, done)
    parsed = parse(text, settings.BIBLIOGRAPHY)
    raws = [piece for piece in parsed.pieces if isinstance(piece, Raw)]
    lexicon = Lexicon.of(raw.fields.get("title", "") for raw in raws)
    taken = keys_in(text)
    texts: dict[int, Mended] = {}
    for raw in raws:
        work = mended(raw, lexicon, taken - {raw.key})
        taken.add(work.key)
        done += [f"{raw.key or work.key} {mend.did}" for mend in work.mends]
        texts[id(raw)] = work
    return _laid_out(text, parsed.pieces, texts, done)


def everything(root: Path) -> list[str]:
    """Mends references.bib, and says what was done: 'references.bib: roe2020 took out issn'."""
    path = root / settings.BIBLIOGRAPHY
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return []  # a finding tells of it; which letters were meant is not for us to say
    new, done = fix(text)
    if new != text:
        path.write_bytes(new.encode("utf-8"))
    return [f"{settings.BIBLIOGRAPHY}: {line}" for line in done]


def _clean(text: str, done: list[str]) -> str:
    new = text.removeprefix("\ufeff")
    if new != text:
        done.append("took off the byte order mark")
    if "\r" in new:
        new = new.replace("\r", "\n")
        done.append("ended lines as all programs read them")
    cleaned = textfile.cleaned(new)
    if cleaned != new:
        done.append("took out characters that nobody sees")
    return cleaned


def _laid_out(text: str, pieces: list[Raw | str], texts: dict[int, Mended], done: list[str]) -> str:
    """The file with its entries written anew; sorted by key where all of it was understood."""
    spans = _places(text, pieces)
    if len(spans) != len(pieces):
        return text
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(text)]
    gaps = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    written = [texts[id(piece)].text if isinstance(piece, Raw) else piece for piece in pieces]
    understood = all(isinstance(piece, Raw) or _is_remark(piece) for piece in pieces)
    if not understood or any(gap.strip() for gap in gaps):
        return "".join(gap + one for gap, one in zip(gaps, [*written, ""], strict=True))
    return _sorted(pieces, gaps, texts, done)


def _is_remark(piece: str) -> bool:
    """Lines that begin with %, or a comment of BibTeX's."""
    comment = re.match(r"@comment\b", piece, re.I)
    return bool(comment) or all(line.lstrip().startswith("%") for line in piece.split("\n"))


def _sorted(
    pieces: list[Raw | str], gaps: list[str], texts: dict[int, Mended], done: list[str]
) -> str:
    """Entries by key, each with the remarks above it; one with an empty line below stays on top."""
    head: list[str] = []
    above: list[str] = []
    entries: list[tuple[str, str]] = []
    for at, piece in enumerate(pieces):
        if isinstance(piece, Raw):
            work = texts[id(piece)]
            entries.append((work.key, "\n".join([*above, work.text])))
            above = []
        elif not entries and gaps[at + 1].count("\n") > 1:
            head.append(piece)
        else:
            above.append(piece)
    order = [key for key, _ in entries]
    ordered = sorted(entries, key=lambda entry: entry[0])
    moved = [
        key for key, before in zip([key for key, _ in ordered], order, strict=True) if key != before
    ]
    if moved:
        late = [key for at, key in enumerate(order) if at and key < max(order[:at])]
        done.append(f"put {some(late)} in the order of keys")
    return "\n\n".join([*head, *(entry for _, entry in ordered), *above]) + "\n"


# ---------------------------------------------------------------- what cannot be read


def _repaired(text: str, done: list[str]) -> str:
    """Pastes of another form as entries; missing commas and braces too many put right."""
    for part in reversed(foreign_parts(text)):
        entries = exports.entries_from(part.text, known=text[: part.start] + text[part.end :])
        if entries:
            text = text[: part.start] + "\n\n".join(entries) + text[part.end :]
            made = some(sorted(keys_in("\n".join(entries))))
            done.append(f"made {made} of an export in the form of {part.form}")
    # What JabRef writes for itself says nothing here.
    jabref = re.compile(r"^% Encoding: .*\n+|^@comment\{jabref[^{}]*\}\n*", re.M | re.I)
    if jabref.search(text):
        text = jabref.sub("", text)
        done.append("took out what JabRef writes for itself")
    pieces = parse(text, settings.BIBLIOGRAPHY).pieces
    places = _places(text, pieces)
    out, end = "", 0
    for at, (start, stop) in enumerate(places):
        if start < end:
            continue  # the rest of an entry that was put right
        tries = [text[start:stop]]
        if at + 1 < len(places) and isinstance(pieces[at + 1], str):
            tries.append(text[start : places[at + 1][1]])  # where it was cut off as it went wrong
        broken, new = next(
            ((one, right) for one in tries if (right := _right(one, pieces[at], out)) != one),
            (tries[0], tries[0]),
        )
        if new != broken:
            keys = " ".join(sorted(keys_in(broken)))
            done.append(f"put a comma or a brace right{' in ' + keys if keys else ''}")
        out += text[end:start] + new
        end = start + len(broken)
    return out + text[end:]


def _right(text: str, piece: Raw | str, before: str) -> str:
    """What could not be read, put right where that has one way; all else as it is."""
    if isinstance(piece, Raw):
        return text
    if text.startswith("@"):
        return _repaired_entry(text)
    return _without_stray(text) if before.rstrip().endswith("}") else text


def _places(text: str, pieces: list[Raw | str]) -> list[tuple[int, int]]:
    """Where each piece stands in the text; [] where one is not to be found."""
    at, spans = 0, []
    for piece in pieces:
        raw = piece.text if isinstance(piece, Raw) else piece
        start = text.find(raw, at)
        if start < 0:
            return []
        at = start + len(raw)
        spans.append((start, at))
    return spans


def _without_stray(piece: str) -> str:
    """Braces and commas that close nothing, after an entry that is whole."""
    return "" if set(piece) <= set("}, \n\t") else piece


def _repaired_entry(piece: str) -> str:
    """An entry with commas between its fields and a brace at its end, if that makes it readable."""
    new = re.sub(r"^(\s*@\w+\s*\{\s*[^\s,{}=]+)(\s*\n\s*[\w-]+\s*=)", r"\1,\2", piece)
    out, depth = [], 0
    for at, character in enumerate(new):
        out.append(character)
        depth += {"{": 1, "}": -1}.get(character, 0)
        if (
            character == "}"
            and depth == 1
            and re.match(r"\s*\n\s*[A-Za-z_][\w-]*\s*=\s*[{\"\d]", new[at + 1 :])
        ):
            out.append(",")
    new = "".join(out)
    if depth == 1:
        new = new.rstrip() + "\n}"
    parsed = parse(new, settings.BIBLIOGRAPHY)
    if len(parsed.entries) != 1 or parsed.findings or not parsed.entries[0].fields:
        return piece
    begun = re.findall(r"^[ \t]*([A-Za-z_][\w-]*)[ \t]*=[ \t]*[{\"\d]", piece, re.M)
    # A field that runs over the beginning of another has swallowed it.
    return new if {name.lower() for name in begun} <= parsed.entries[0].fields.keys() else piece
