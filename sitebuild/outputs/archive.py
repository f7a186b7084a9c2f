"""The whole site in one zip, to be read from disk."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

EARLIEST = 315_532_800  # 1980: a zip cannot tell a time before
ONLINE_ONLY = {"404.html"}  # a disk has no server that would answer with it


def zip_site(site: Path, target: Path, epoch: int) -> None:
    """The site as a zip with fixed times and order: the same site gives the same bytes.

    Its files stand in a folder that is named as the zip is.
    """
    stamp = time.gmtime(max(epoch, EARLIEST))[:6]
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(site.rglob("*")):
            name = path.relative_to(site).as_posix()
            if path.is_file() and name not in ONLINE_ONLY:
                info = zipfile.ZipInfo(f"{target.stem}/{name}", stamp)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o644 << 16
                archive.writestr(info, path.read_bytes())
