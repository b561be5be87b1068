"""Chunks: the files of statements on their way into a segment.

Lives here: what a chunk holds (`file`), making one of new statements (`builder`) or of those
of a segment or another chunk (`kept`). Does not live here: the segment that chunks become
(`segment.writer`), how many statements go into one (`searchkit.indexing`).
"""
