"""Which backups of the data folder are kept."""

from pathlib import Path


def remove_old(folder: Path, *, keep: int) -> list[Path]:
    """Delete all but the `keep` newest backups of this folder; return those deleted.

    Their names hold the instant: their order is that of time.
    """
    old = sorted(folder.glob("pompey-*.tar.gz*"))[:-keep]
    for path in old:
        path.unlink()
    return old
