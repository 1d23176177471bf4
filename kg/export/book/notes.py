"""Footnotes of a page, and sentences with the words of a fact marked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from kg.export.book.book import Said
from kg.export.book.figures import Figure


@dataclass(slots=True)
class Notes:
    """Sentences, each once, numbered as they come; `documents` are titles by id."""

    documents: dict[str, str]
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    _marks: dict[int, list[str]] = field(default_factory=dict)

    def add(self, said: Said) -> int:
        """Return the number of a sentence."""
        number = self.numbers.setdefault((said.quote, said.document), len(self.numbers) + 1)
        self._marks.setdefault(number, []).extend(said.marks)
        return number

    def foot(self, *said: Said) -> Markup:
        """Return the numbers of sentences as links to them; nothing for sentences without words."""
        numbers = dict.fromkeys(self.add(one) for one in said if one.quote)
        links = Markup("").join(Markup('<a href="#n{0}">{0}</a>').format(n) for n in numbers)
        return Markup("<sup>{}</sup>").format(links) if links else links

    def figure(self, figure: Figure) -> Markup:
        """Return the number of a figure's sentence, in which its value is marked."""
        return self.foot(Said(figure.quote, figure.document, (figure.value,)))

    def figures(self, figures: Iterable[Figure]) -> Markup:
        """Return the numbers of the sentences of several figures."""
        return self.foot(*(Said(f.quote, f.document, (f.value,)) for f in figures))

    def unseen(self, said: Iterable[Said]) -> list[tuple[Markup, str]]:
        """Return (sentence with its names marked, title of its document) of those that have no number."""
        rest = {(one.quote, one.document): one for one in said if one.quote}
        return [
            (marked(one.quote, one.marks), self.documents.get(one.document, one.document))
            for key, one in rest.items()
            if key not in self.numbers
        ]

    def listed(self) -> list[tuple[int, Markup, str]]:
        """Return (number, sentence with the words of its facts marked, title of its document)."""
        return [
            (n, marked(quote, self._marks.get(n, ())), self.documents.get(document, document))
            for (quote, document), n in self.numbers.items()
        ]


def marked(text: str, words: Iterable[str]) -> Markup:
    """Return a text with words marked, longer words before shorter ones within them."""
    wanted = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    if not wanted:
        return escape(text)
    pieces = re.split("(" + "|".join(map(re.escape, wanted)) + ")", text)
    return Markup("").join(
        Markup("<mark>{}</mark>").format(piece) if n % 2 else escape(piece) for n, piece in enumerate(pieces)
    )
