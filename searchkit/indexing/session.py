"""A writer's work on an index, from the lock to the commit.

Lives here: the one place that takes the lock, makes the workspace and reads the index that
is there. Does not live here: what is changed (`build`, `statements`, `writer`, `removing`),
writing it (`commit`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from searchkit.indexing.commit import Commit
from searchkit.indexing.previous import PreviousIndex, read_previous
from searchkit.indexing.workspace import Workspace, workspace_in
from searchkit.model.errors import InvalidArgument
from searchkit.schema.fields import Schema
from searchkit.storage.directory import writing
from searchkit.storage.disk import SYSTEM, Disk


@dataclasses.dataclass(frozen=True, slots=True)
class Session:
    """The only writer of an index, for as long as its block lasts.

    Attributes:
        previous: the index before.
        workspace: for scratch files.
        disk: where the index is written.
        schema: the fields of its statements.
        quotations: whether the index is to know who says what.
    """

    previous: PreviousIndex
    workspace: Workspace
    disk: Disk
    schema: Schema
    quotations: bool

    def forgetting(self, *, unusable: str | None = None) -> Session:
        """The same session, with nothing to keep of the index before.

        Args:
            unusable: why nothing can be kept.
        """
        return dataclasses.replace(self, previous=self.previous.forgotten(unusable=unusable))

    def forgetting_statements(self) -> Session:
        """The same session, with no statements to keep, but with what was said of folders."""
        return dataclasses.replace(self, previous=self.previous.without_statements())

    def commit(self) -> Commit:
        """The next generation of the index, to be filled and published."""
        return Commit(self.previous, self.workspace, self.disk, self.schema, self.quotations)


@contextmanager
def open_session(
    directory: Path,
    *,
    wait: float = 0.0,
    verify: bool = False,
    disk: Disk = SYSTEM,
    schema: Schema | None = None,
    quotations: bool | None = None,
) -> Iterator[Session]:
    """A session on the index in a folder, which is made if it is missing.

    Args:
        directory: the index.
        wait: seconds to wait for another writer.
        verify: compare all of the index before with its checksums.
        disk: where the index is written.
        schema: the fields of its statements; None: those that it has. Nothing is kept of
            an index with other fields.
        quotations: whether it is to know who says what; None: as before, and yes where there was no
            index that could be read.

    Raises:
        IndexLocked: another process is writing to it.
        SearchkitError: the folder can't be made or written to.
    """
    with writing(directory, wait), workspace_in(directory) as workspace:
        previous = read_previous(directory, verify=verify)
        if quotations is None:
            quotations = previous.manifest.generation == 0 or previous.manifest.quotations
        if schema is None:
            schema = previous.manifest.schema
        elif schema != previous.manifest.schema:
            previous = previous.forgotten(unusable=previous.unusable)
        yield Session(previous, workspace, disk, schema, quotations)


@contextmanager
def open_session_to_change(
    directory: Path, *, wait: float = 0.0, disk: Disk = SYSTEM
) -> Iterator[Session]:
    """A session that goes on with what the index holds, so it must be readable.

    Nothing of a sample is kept. Arguments as for `open_session`.

    Raises:
        InvalidArgument: the index can't be read.
        IndexLocked: another process is writing to it.
        SearchkitError: the folder can't be made or written to.
    """
    with open_session(directory, wait=wait, disk=disk) as session:
        if session.previous.unusable:
            raise InvalidArgument(
                f"this index can't be written to: {session.previous.unusable}",
                remedy="Build it again",
            )
        yield session.forgetting() if session.previous.manifest.sample else session
