"""The arrays of an index, by what their numbers mean.

Lives here: their types. Does not live here: anything done with them.

All have one dimension. "Narrow" is an unsigned integer of one, two or four bytes, whichever
the file has: the narrowest that holds the values.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Narrow = np.ndarray[Any, np.dtype[np.unsignedinteger[Any]]]

Docs = np.ndarray[Any, np.dtype[np.integer[Any]]]
"""Statements of a segment, by number; ascending where nothing else is said. Narrow in the
file."""
Frequencies = np.ndarray[Any, np.dtype[np.integer[Any]]]
"""How often a word occurs in one text of each of some statements. Narrow in the file."""
Positions = np.ndarray[Any, np.dtype[np.uint32]]
"""Places of words, counted from the beginning of the segment."""
Ends = np.ndarray[Any, np.dtype[np.uint32]]
"""Where the share of each of some things ends in an array that holds all shares in order;
each begins where the one before ends."""
Codes = np.ndarray[Any, np.dtype[np.uint16]]
"""Stems in the forward array: see `segment.positions.forward`."""
