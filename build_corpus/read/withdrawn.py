"""Withdrawn speeches: a sidecar alone says so, and their texts go no further than this."""

from collections.abc import Iterator

from build_corpus.model import Sidecar, Tombstone


def tombstones(file: str, own_id: str, sidecar: Sidecar) -> tuple[Tombstone, ...]:
    """What is left of the speeches of a file that its sidecar withdraws. `own_id`: of the file where it is one speech.

    Former ids are those of the first speech of a file that holds several.
    """
    return tuple(_stones(file, own_id, sidecar))


def _stones(file: str, own_id: str, sidecar: Sidecar) -> Iterator[Tombstone]:
    said = [(part.id, part.withdrawn or sidecar.withdrawn) for part in sidecar.parts]
    for at, (name, withdrawal) in enumerate(said or [(sidecar.id or own_id, sidecar.withdrawn)]):
        if withdrawal:
            yield Tombstone(
                id=name,
                file=file,
                withdrawal=withdrawal,
                former_ids=sidecar.former_ids if at == 0 else (),
                sidecar=sidecar.path,
                lines=sidecar.lines,
            )


def all_withdrawn(sidecar: Sidecar) -> bool:
    """Whether nothing of a file is left, so that it need not even be decoded."""
    return bool(sidecar.withdrawn or (sidecar.parts and all(part.withdrawn for part in sidecar.parts)))
