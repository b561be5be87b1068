"""Bytes on disk.

Lives here: files of named sections with checksums (`container`), lists of strings in them
(`strings`), the manifest and its atomic publishing (`manifest`), opening files without
following links (`files`), what a writer asks of the file system (`disk`), replacing a file and
the writer's lock (`directory`). Does not live here: what the sections are for
(`searchkit.segment`).
"""
