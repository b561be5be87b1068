"""Ranges of amounts: the values of `money:` and `number:`.

Lives here: reading such a range. Does not live here: reading one amount
(`searchkit.schema.amounts`), how the field is recognised (`syntax`).
"""

from __future__ import annotations

from searchkit.profiles.profile import Profile
from searchkit.query.language.fields import MONEY, NUMBER
from searchkit.query.language.reading import Reading
from searchkit.query.tree import AmountRange
from searchkit.schema.amounts import asked_amount

_FORMS = "5m, 1m..5m, 1m.., ..5m, >=1m or <=5m"
_OF_MONEY = "; another currency stands before: USD5m, A$5m, £5m"


def amount_leaf(reading: Reading, field: str, text: str, column: int) -> AmountRange:
    """The leaf for the range that `text`, which begins at `column`, means.

    Args:
        reading: the query.
        field: "money" or "number".
        text: what stands after the colon.
        column: where it begins.

    Raises:
        QuerySyntaxError: it means no range.
    """
    text = text.strip().rstrip(",;?")
    try:
        (low, high), codes = _range(text, reading.schema.profile)
        if field == NUMBER and codes:
            raise ValueError("a number has no currency: money: has")
        if len(codes) > 1:
            raise ValueError(f"a range has one currency, not {' and '.join(sorted(codes))}")
        if low is not None and high is not None and low > high:
            raise ValueError("the range ends before it begins")
    except ValueError as error:
        raise reading.error(
            str(error), column, expected=_FORMS + (_OF_MONEY if field == MONEY else "")
        ) from None
    ours = reading.schema.profile.currency
    code = next(iter(codes), ours) if field == MONEY else None
    return AmountRange(low, high, code, usual=code == ours, written=text, column=column)


def _range(text: str, profile: Profile) -> tuple[tuple[float | None, float | None], set[str]]:
    """((lowest, highest), currencies written) of a range.

    Raises:
        ValueError: it is none; the message says so.
    """
    for sign, is_low in ((">=", True), ("≥", True), ("<=", False), ("≤", False)):
        if text.startswith(sign):
            value, code = asked_amount(text[len(sign) :], profile)
            return (value, None) if is_low else (None, value), {code} - {""}
    first, dots, last = text.partition("..")
    if not dots:
        value, code = asked_amount(text, profile)
        return (value, value), {code} - {""}
    if not first.strip() and not last.strip():
        raise ValueError("a range needs an amount on one side at least")
    ends = [asked_amount(side, profile) if side.strip() else (None, "") for side in (first, last)]
    return (ends[0][0], ends[1][0]), {code for _, code in ends} - {""}
