"""The mutable role: statements go in one by one, a chunk file comes out.

Lives here: putting together what a chunk holds, the form in which a worker hands its share to
the writer. Does not live here: the numbering of words (`searchkit.kernels`), the file they go
into (`file`), anything that needs all statements at once (`segment.writer`).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from searchkit.corpus.document import Document
from searchkit.kernels import words
from searchkit.kernels.numbered import NumberedWords
from searchkit.profiles.profile import PERSON, Profile
from searchkit.schema.amounts import amounts
from searchkit.schema.currencies import Amount
from searchkit.schema.fields import DEFAULT, Schema
from searchkit.schema.values import shown_day, shown_names, shown_text
from searchkit.schema.variants import observed
from searchkit.segment.chunks.file import Chunk, column_types, write_chunk
from searchkit.segment.columns.amounts import columns_of
from searchkit.segment.columns.copies import COPY, copy_digest
from searchkit.segment.columns.days import column_of, day_number
from searchkit.segment.columns.sources import DIGEST, FILE_SIZE, FILE_TIME
from searchkit.segment.columns.spoken import BODY, SpokenStretches
from searchkit.segment.store.frames import Packer
from searchkit.segment.store.records import check_size, make_head, pack_record
from searchkit.segment.store.sources import pack_source
from searchkit.segment.store.texts import pack_text, section_of
from searchkit.segment.variants import pack_pairs
from searchkit.storage.disk import SYSTEM, Disk


class ChunkBuilder:
    """Takes statements; `write` makes the chunk file.

    Args:
        schema: the fields of the statements.
        dictionary: that records are packed with; empty: none.
        quotations: whether who says what is looked for.

    Raises:
        InvalidArgument: a segment can't hold such fields.
        ValueError: `dictionary` is none.
    """

    def __init__(
        self, schema: Schema = DEFAULT, dictionary: bytes = b"", quotations: bool = False
    ) -> None:
        if schema != DEFAULT:
            # Readers start without it: it knows all structures of a segment.
            from searchkit.segment.structure import supported

            supported(schema)
        self._schema, self._own_texts = schema, schema.own_texts
        self._dictionary, self._packer = dictionary, Packer(dictionary)
        self._quotations = quotations
        self._documents: list[Document] = []
        self._heads: list[str] = []
        self._pairs: list[bytes] = []

    def __len__(self) -> int:
        return len(self._documents)

    def add(self, document: Document) -> None:
        """Add a statement.

        Raises:
            InvalidInput: it is too long to be stored.
        """
        statement, text = document.statement, document.text
        head = make_head(statement, self._schema)
        check_size(statement, text, head)
        self._documents.append(document)
        self._heads.append(head)
        self._pairs.append(pack_pairs(observed(*self._texts_of(document))))

    def _texts_of(self, document: Document) -> tuple[str, ...]:
        """The texts of a statement, in the order of the schema."""
        statement = document.statement
        if not self._own_texts:
            return statement.title, document.text
        own = (shown_text(statement, text) for text in self._own_texts)
        return statement.title, document.text, *own

    def write(self, path: Path, disk: Disk = SYSTEM) -> None:
        """Write the chunk to a new file at `path`."""
        schema, documents = self._schema, self._documents
        pairs = [(document.statement, document.text) for document in documents]
        texts = [one for document in documents for one in self._texts_of(document)]
        numbered = words.number_words(texts)
        columns = {
            schema.day.name: [day_number(statement.date) for statement, _ in pairs],
            **{
                column_of(day): [day_number(shown_day(statement, day)) for statement, _ in pairs]
                for day in schema.own_days
            },
            COPY: [copy_digest(statement.title, text) for statement, text in pairs],
            DIGEST: np.frombuffer(b"".join(document.digest for document in documents), "<u8"),
            FILE_SIZE: [document.file.size for document in documents],
            FILE_TIME: [document.file.time for document in documents],
        }
        types = column_types(schema)
        chunk = Chunk(
            forms=numbered.forms,
            tokens=numbered.tokens,
            lengths=numbered.lengths,
            amounts=columns_of(_amounts(numbered, schema.profile)),
            ids=[statement.id.encode() for statement, _ in pairs],
            columns={name: np.array(values, types[name]) for name, values in columns.items()},
            names=[[shown_names(one, field) for field in schema.names] for one, _ in pairs],
            records=[
                pack_record(head, text, self._packer)
                for head, (_, text) in zip(self._heads, pairs, strict=True)
            ],
            pairs=self._pairs,
            sources=[pack_source(*pair) for pair in pairs],
            dictionaries=[(self._dictionary, len(self))],
            texts={
                section_of(text): [pack_text(shown_text(one, text)) for one, _ in pairs]
                for text in schema.own_texts
            },
            stretches=self._stretches(numbered) if self._quotations else None,
        )
        write_chunk(path, chunk, disk)

    def _stretches(self, numbered: NumberedWords) -> SpokenStretches:
        """Who says what; places are those of all words."""
        from searchkit.segment.chunks.quoting import stretches_in  # Most indexes do without.

        fields = [field for field in self._schema.names if field.kind == PERSON]
        documents = [
            (
                document.text,
                document.statement.title,
                [name for field in fields for name in shown_names(document.statement, field)],
            )
            for document in self._documents
        ]
        ends = np.cumsum(numbered.lengths, dtype=np.int64)
        begins = (ends - numbered.lengths)[BODY :: len(self._schema.texts)]
        return stretches_in(documents, begins.tolist())


def _amounts(numbered: NumberedWords, profile: Profile) -> list[Amount]:
    """The amounts of all texts, as `profile` reads them; each says which of all words it is."""
    before = np.cumsum(numbered.lengths, dtype=np.int64) - numbered.lengths
    return [
        amount
        for text, spans, spaced in numbered.numbers
        for amount in amounts(spaced, spans, words_before=int(before[text]), profile=profile)
    ]
