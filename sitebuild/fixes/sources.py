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
    before = new if new.endswith("\n") else new + "\n"
    new = _repaired(new, done)
    parsed = parse(new, settings.BIBLIOGRAPHY)
    raws = [piece for piece in parsed.pieces if isinstance(piece, Raw)]
    lexicon = Lexicon.of(raw.fields.get("title", "") for raw in raws)
    taken = keys_in(new)
    texts: dict[int, Mended] = {}
    for raw in raws:
        work = mended(raw, lexicon, taken - {raw.key})
        taken.add(work.key)
        done += [f"{raw.key or work.key} {mend.did}" for mend in work.mends]
        texts[id(raw)] = work
    out = _laid_out(new, parsed.pieces, texts, done)
    if out != before and not done:
        done.append("wrote entries one field a line, in the order of this file")
    return out.replace("\n", "\r\n") if windows else out, done


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
    at, spans = 0, []  # where each piece stands
    for piece in pieces:
        raw = piece.text if isinstance(piece, Raw) else piece
        start = text.find(raw, at)
        if start < 0:
            return text
        spans.append((start, start + len(raw)))
        at = start + len(raw)
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(text)]
    gaps = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    written = [texts[id(piece)].text if isinstance(piece, Raw) else piece for piece in pieces]
    understood = all(isinstance(p, Raw) or re.match(r"[^@]|@comment", p, re.I) for p in pieces)
    if not understood or any(gap.strip() for gap in gaps):
        return "".join(gap + one for gap, one in zip(gaps, [*written, ""], strict=True))
    return _sorted(pieces, gaps, texts, done)


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
    parsed = parse(text, settings.BIBLIOGRAPHY)
    before: Raw | str = ""
    for piece in parsed.pieces:
        if isinstance(piece, str):
            new = (
                _repaired_entry(piece)
                if piece.lstrip().startswith("@")
                else _without_stray(piece, before)
            )
            if new != piece:
                text = text.replace(piece, new, 1)
                what = " ".join(sorted(keys_in(piece))) or "the file"
                done.append(f"{what}: put a comma or a brace right")
        before = piece
    return text


def _without_stray(piece: str, before: Raw | str) -> str:
    """Braces and commas that close nothing, after an entry that is whole."""
    if isinstance(before, Raw) and set(piece) <= set("}, \n\t"):
        return ""
    return piece


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
    if len(parsed.entries) != 1 or parsed.findings:
        return piece
    begun = re.findall(r"^[ \t]*([A-Za-z_][\w-]*)[ \t]*=[ \t]*[{\"\d]", piece, re.M)
    # A field that runs over the beginning of another has swallowed it.
    return new if {name.lower() for name in begun} <= parsed.entries[0].fields.keys() else piece
