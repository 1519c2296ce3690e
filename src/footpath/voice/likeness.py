"""How alike texts are: TF-IDF over words and pairs of words, as plain arrays (numpy only, any language)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np


_PAIR = 0.5
"""What a pair of words weighs beside a word alone: enough to tell "not received" from "received", not to hide
that two people used the same words in another order."""


_SMOOTH = 5
"""Added to counts of texts before the logarithm: of a handful of remarks hardly any word is rare for a reason."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Texts as unit vectors: row `document[i]` has weight `weight[i]` at term `term[i]`; rows of equal direction have
    cosine 1, texts without a word are zero.

    Source: Salton and Buckley 1988, "Term-weighting approaches in automatic text retrieval" (log tf, smoothed idf,
    cosine). Cost: one pass over the words.
    """

    document: np.ndarray[Any, Any]
    term: np.ndarray[Any, Any]
    weight: np.ndarray[Any, Any]
    documents: int
    terms: int

    def centroid(self, shares: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Return the mean vector of the documents, each weighed by its share, shape (terms,)."""
        import numpy as np

        return np.bincount(self.term, weights=self.weight * shares[self.document], minlength=self.terms)

    def to(self, vector: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Return the cosine of each document with a vector, shape (documents,)."""
        import numpy as np

        length = float(np.linalg.norm(vector))
        if length == 0 or self.documents == 0:
            return np.zeros(self.documents)
        return (
            np.bincount(self.document, weights=self.weight * vector[self.term], minlength=self.documents)
            / length
        )

    def to_document(self, index: int) -> np.ndarray[Any, Any]:
        """Return the cosine of each document with one of them, shape (documents,)."""
        import numpy as np

        vector = np.zeros(self.terms)
        own = self.document == index
        vector[self.term[own]] = self.weight[own]
        return self.to(vector)


def likeness_of(texts: Sequence[Sequence[str]]) -> Likeness:
    """Return the vectors of texts, each given by its words (see `text.words`)."""
    import numpy as np

    vocabulary: dict[str, int] = {}
    document: list[int] = []
    term: list[int] = []
    weight: list[float] = []
    for index, found in enumerate(texts):
        counts: dict[str, int] = {}
        # Pairs carry what single words lose: "not received" and "received" are far apart.
        for one in [*found, *(f"{a} {b}" for a, b in pairwise(found))]:
            counts[one] = counts.get(one, 0) + 1
        for one, count in counts.items():
            document.append(index)
            term.append(vocabulary.setdefault(one, len(vocabulary)))
            weight.append((1 + math.log(count)) * (_PAIR if " " in one else 1.0))
    documents, terms = np.asarray(document, dtype=np.int64), np.asarray(term, dtype=np.int64)
    known = np.bincount(terms, minlength=len(vocabulary))
    idf = np.log((_SMOOTH + len(texts)) / (_SMOOTH + known)) + 1
    weights = np.asarray(weight, dtype=np.float64) * idf[terms] if len(terms) else np.empty(0)
    length = np.sqrt(np.bincount(documents, weights=weights**2, minlength=len(texts)))
    if len(terms):
        weights = weights / length[documents]
    return Likeness(documents, terms, weights, len(texts), len(vocabulary))
