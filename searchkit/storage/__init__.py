"""Floor 2: bytes on disk.

Lives here: files of named sections with checksums (`container`), strings in a
section (`strings`), the manifest and its atomic publishing (`manifest`), opening
files without following links (`files`), syncing and the writer's lock (`directory`).
Knows nothing of postings or statements.
"""
