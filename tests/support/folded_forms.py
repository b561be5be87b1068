"""
What tests ask of a segment's folded forms.

Lives here: one form's positions, through the way that wildcards take.
"""

from __future__ import annotations

import numpy as np


def positions_of_folded(segment, number):
    """Where the folded form of this number stands."""
    dictionary = segment.dictionary
    stems = np.array([dictionary.stem_of_folded(number)])
    wanted = dictionary.forms_mask(np.array([number], np.uint32))
    return segment.positions_of_forms(stems, wanted)
