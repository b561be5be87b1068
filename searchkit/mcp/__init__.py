"""Assistants ask an index: a server of the Model Context Protocol.

Lives here: the tools, what they answer and how it is written down, and serving them. Does not live
here: anything about searching, and the command (`searchkit.cli.mcp`). Needs the extra `[mcp]`.
"""
