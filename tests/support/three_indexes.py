"""
The same statements in our index, in Whoosh's and in the plain matcher.

Lives here: building the three from one list of statements.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

import searchkit
from searchkit import Archive, Profile, Statement
from searchkit.engines.local.opening import open_snapshot
from searchkit.engines.local.snapshot import Snapshot
from searchkit.matching.evaluate import Matcher
from searchkit.profiles.nz import NZ
from searchkit.query.language.foreign import translated
from searchkit.query.tree import Leaf, Node
from searchkit.schema.fields import schema_of
from tests.support.plain_matcher import Document, ids
from tests.support.query_trees import Vocabulary, leaves, trees
from tests.support.whoosh_judge import Judge, certain
from tests.support.whoosh_trees import to_whoosh


class Collection:
    """
    One collection, three matchers.

    Attributes:
        statements: as they were given.
        documents: as the plain matcher sees them.
        directory: of our index.
    """

    def __init__(
        self,
        statements: Sequence[Statement],
        directory: Path,
        texts: Sequence[str] | None = None,
        profile: Profile = NZ,
    ) -> None:
        """Builds our index in `directory` unless `texts` (clean bodies) says it is there."""
        schema = schema_of(profile)
        self.directory = directory
        self.statements = list(statements)
        if texts is None:
            searchkit.build(self.statements, directory, profile=profile)
            self.documents = [Document(one, schema=schema) for one in self.statements]
        else:
            pairs = zip(self.statements, texts, strict=True)
            self.documents = [Document(statement, text) for statement, text in pairs]

    @classmethod
    def of_folder(cls, folder: Path, directory: Path) -> Collection:
        """The statements of a folder, read and indexed by us."""
        searchkit.build(folder, directory)
        with searchkit.open(directory) as archive:
            names = sorted(hit.id for hit in archive.stream(""))
            return cls(
                [archive.statement(name) for name in names],
                directory,
                [archive.text(name) for name in names],
            )

    @cached_property
    def archive(self) -> Archive:
        """Our index, open."""
        return searchkit.open(self.directory)

    @cached_property
    def snapshot(self) -> Snapshot:
        """Our index, from inside."""
        return open_snapshot(self.directory, verify=True)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What the documents hold."""
        return Vocabulary(self.documents)

    @cached_property
    def trees(self) -> st.SearchStrategy[Node]:
        """Trees over what the documents hold."""
        return trees(self.vocabulary)

    @cached_property
    def all_trees(self) -> st.SearchStrategy[Node]:
        """The same, with wildcards, loose phrases and near words among their leaves."""
        return trees(self.vocabulary, further=True)

    @cached_property
    def leaves(self) -> st.SearchStrategy[Leaf]:
        """Words, phrases and prefixes over what the documents hold."""
        return leaves(self.vocabulary)

    @cached_property
    def judge(self) -> Judge:
        """Whoosh."""
        texts = [document.text for document in self.documents]
        return Judge(zip(self.statements, texts, strict=True))

    @cached_property
    def _ids(self) -> list[list[str]]:
        return [[s.id(doc) for doc in range(len(s))] for s in self.snapshot.segments]

    def ours(self, tree: Any) -> set[str]:
        """The ids that our matcher finds for a tree, ours or one of Whoosh's."""
        tree = own(tree)
        return {
            ids[doc]
            for ids, segment in zip(self._ids, self.snapshot.segments, strict=True)
            for doc in Matcher(segment).docs(tree)
        }

    def answered(self, query: Any, **arguments: Any) -> set[str]:
        """The ids that the archive gives for a tree or a text."""
        return {hit.id for hit in self.archive.stream(query, sort="newest", **arguments)}

    def plain(self, tree: Any) -> set[str]:
        """The ids that the plain matcher finds."""
        return ids(self.documents, own(tree))

    def whoosh(self, tree: Any) -> set[str]:
        """The ids that Whoosh finds, by the nodes it evaluates rightly."""
        theirs = to_whoosh(tree) if isinstance(tree, Node) else tree
        return self.judge.ids(certain(theirs))


def own(tree: Any) -> Node:
    """A tree of ours, or one of Whoosh's translated."""
    return tree if isinstance(tree, Node) else translated(tree)
