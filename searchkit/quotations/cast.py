"""Who may speak in a statement, and whom a mention means.

Lives here: the people of one statement, by the names of its front matter and those its text
uses; surnames, offices and pronouns resolved to them. Does not live here: where they are
mentioned (`mentions`), who speaks which quotation (`finding`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from searchkit.profiles.speech import (
    BODIES,
    HE,
    OPPONENTS,
    SHE,
    THEY,
)
from searchkit.quotations.lines import Lines
from searchkit.quotations.mentions import Mention, are_joined, mentions
from searchkit.quotations.names import are_alike, differ_by_one, fold
from searchkit.quotations.words import SpokenWord

_ALIKE = 0.5
_MOST = 200
_SEXES = {HE: "m", SHE: "f"}


class Cast:
    """The people of a statement. A person is known by their full name.

    Args:
        title, text: of the statement.
        ministers: the names of its front matter, without honorifics.

    Attributes:
        ministers: those of the front matter.
    """

    def __init__(self, title: str, text: str, ministers: Iterable[str]) -> None:
        self._by_last: dict[str, list[str]] = {}
        self._size = 0
        self._sex: dict[str, str] = {}
        self._offices: dict[str, frozenset[str]] = {}
        self._governing: list[str] = []
        self._quotable: set[str] = set()
        self._lines = Lines(title, text)
        self.ministers = tuple(dict.fromkeys(map(self._known, ministers)))
        self._read()

    def speakers(
        self,
        subject: Sequence[SpokenWord],
        recent: Sequence[str],
        *,
        nearest: bool = False,
        may_be_new: bool = True,
    ) -> tuple[str, ...]:
        """The people whom the subject of a clause names.

        Args:
            recent: who spoke or was named before, the latest last.
            nearest: whether the clause's verb comes after its subject, so that the last
                mention in it speaks ("the report by X, who said").
            may_be_new: whether they may include somebody whom nothing else names.
        """
        found = [one for one in mentions(subject) if not subject[one.last - 1].owns]
        if not nearest:
            # "The group of Ministers" is not who acts, but "the Ministers" are.
            found = [one for one in found if not one.many or _is_whole(subject, one)]
        if any(one.titled or one.pronoun for one in found):
            # The rest of "Arts, Culture and Sport Minister" are no people.
            found = [one for one in found if one.titled or one.pronoun or self._match(one.name)]
        meant = [(one, self._meant(one, recent, may_be_new)) for one in found]
        meant = [(one, people) for one, people in meant if people]
        if not meant:
            return ()
        if nearest:
            group = [meant[-1]]
            for one in reversed(meant[:-1]):
                if not self._speak_together(subject, one[0], group[0][0]):
                    break
                group.insert(0, one)
        else:
            group = [meant[0]]
            for one in meant[1:]:
                if not self._speak_together(subject, group[-1][0], one[0]):
                    break
                group.append(one)
        return tuple(dict.fromkeys(name for _, people in group for name in people))

    def _speak_together(self, subject: Sequence[SpokenWord], one: Mention, other: Mention) -> bool:
        """Whether two mentions that follow one another speak together; a comma alone also
        sets off where somebody is from ("of the Board of Trade, Jan Vell").
        """
        if not are_joined(subject, one, other):
            return False
        is_known = one.titled or bool(one.pronoun) or self._match(one.name) is not None
        return is_known or subject[other.first - 1].folded in ("and", "&")

    def knows(self, name: str) -> bool:
        """Whether a name is a person's, as far as the statement tells."""
        return name in self._by_last.get(fold(name.split()[-1]), ())

    def is_quotable(self, name: str) -> bool:
        """Whether somebody whom narration names may be quoted after it: not an opponent."""
        return name in self._quotable

    def governs(self, name: str) -> bool:
        """Whether somebody is of the front matter, or named with an office of the
        government.
        """
        return name in self.ministers or name in self._governing

    def _read(self) -> None:
        """Get to know the people of the text."""
        every = (one for sentence in self._lines.titled() for one in mentions(sentence))
        doubtful = [one for one in every if one.titled and one.name]
        # What is a name for certain first: it may be what others have at their ends.
        for one in sorted(doubtful, key=lambda one: one.guessed):
            if not one.guessed or self._match(one.name):
                name = self._person(one.name, one.governs)
                self._learn(name, one)

    def _learn(self, name: str, mention: Mention) -> None:
        if mention.sex:
            self._sex.setdefault(name, mention.sex)
        if not self.knows(name):
            return
        if mention.office:
            self._offices[name] = self._offices.get(name, frozenset()) | mention.office
        if mention.office and not mention.office & OPPONENTS:
            self._quotable.add(name)
        if mention.governs and name not in self._governing:
            self._governing.append(name)

    def _known(self, name: str) -> str:
        """Make a person known; gives the name."""
        last = fold(name.split()[-1])
        people = self._by_last.setdefault(last, [])
        if name not in people and self._size < _MOST:
            people.append(name)
            self._size += 1
        return name

    def _match(self, name: Sequence[str]) -> str | None:
        """The person known whom a name means, or None."""
        if len(name) > 1:
            folded = [fold(word) for word in name]
            people = self._by_last.get(folded[-1], ())
            for other in people:
                first = [fold(word) for word in other.split()]
                if folded[-2] in first or are_alike(folded[0], first[0]):
                    return other
            return None
        people = self._by_last.get(fold(name[0]), ())
        if people:
            return people[-1]
        first_name = [
            one
            for some in self._by_last.values()
            for one in some
            if fold(one.split()[0]) == fold(name[0])
        ]
        return first_name[0] if len(first_name) == 1 else None

    def _person(self, name: Sequence[str], governs: bool = False) -> str:
        """The person whom a titled name means, known or not."""
        known = self._match(name) or self._written_otherwise(name, governs)
        if known is not None:
            return known
        if len(name) == 1:
            pairs = self._lines.before(fold(name[0]))
            if pairs:
                return self._known(f"{pairs.most_common(1)[0][0]} {name[0]}")
        return self._known(" ".join(name))

    def _written_otherwise(self, name: Sequence[str], governs: bool) -> str | None:
        """The minister whose name this is, too: mistyped by one letter, or, of a member of the
        government, with a first name that the front matter has not.
        """
        last = fold(name[-1])
        found = []
        for minister in self.ministers:
            first, own = fold(minister.split()[0]), fold(minister.split()[-1])
            if own == last:
                calls = {fold(one) for one in self._lines.before(last)}
                same = governs and first not in calls
            else:
                same = differ_by_one(own, last) and (
                    len(name) == 1 or are_alike(fold(name[0]), first)
                )
            if same:
                found.append(minister)
        return found[0] if len(found) == 1 else None

    def _meant(self, one: Mention, recent: Sequence[str], speaks: bool) -> tuple[str, ...]:
        if one.pronoun:
            return self._pronoun(one.pronoun, recent)
        if one.name and not (one.guessed and not self._match(one.name)):
            if one.titled:
                return (self._person(one.name, one.governs),)
            for begin in range(len(one.name)):
                known = self._match(one.name[begin:])
                if known and (begin == 0 or len(one.name) - begin > 1):
                    return (known,)
            return (self._stranger(one.name),) if speaks else ()
        return self._holder(one, recent)

    def _stranger(self, name: Sequence[str]) -> str:
        """Somebody named without a title whom nothing else names."""
        is_person = 2 <= len(name) <= 3 and not any(
            fold(word) in BODIES or (word.isupper() and len(word) > 2) for word in name
        )
        return self._known(" ".join(name)) if is_person else " ".join(name)

    def _pronoun(self, pronoun: str, recent: Sequence[str]) -> tuple[str, ...]:
        if pronoun == THEY:
            return self._all()
        for name in reversed(recent):
            if self._sex.get(name, _SEXES[pronoun]) == _SEXES[pronoun]:
                return (name,)
        fitting = [
            name for name in self.ministers if self._sex.get(name, "") in ("", _SEXES[pronoun])
        ]
        return (fitting[0],) if len(fitting) == 1 else ()

    def _all(self) -> tuple[str, ...]:
        """The ministers of a joint statement."""
        if len(self.ministers) > 1:
            return self.ministers
        return tuple(dict.fromkeys((*self.ministers, *self._governing)))

    def _holder(self, one: Mention, recent: Sequence[str]) -> tuple[str, ...]:
        """Who holds the office that a mention names."""
        if one.many:
            return self._all()
        if one.office:
            scores = {
                name: (len(one.office & held) / len(one.office), -len(held))
                for name, held in self._offices.items()
            }
            best = max(scores, key=lambda name: scores[name], default=None)
            if best is not None and scores[best][0] >= _ALIKE:
                return (best,)
        if not one.governs:
            return ()
        for name in reversed(recent):
            if self.governs(name) and not one.office:
                return (name,)
        return self.ministers if len(self.ministers) == 1 else ()


def _is_whole(subject: Sequence[SpokenWord], one: Mention) -> bool:
    """Whether "Ministers" are a subject of their own."""
    before = subject[one.first - 1].folded if one.first else "the"
    return one.pronoun != "" or before in ("the", "both", "two", "three")
