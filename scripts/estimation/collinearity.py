"""Which columns of a regression say nothing new: absorbed by the effects, or collinear with columns before them."""

from dataclasses import dataclass

import numpy as np

from core.errors import StudyError, named

# What is left of a column, relative to its values and to those from which it is taken, below which it is nothing but
# the rounding of numbers that were read with 12 digits (a relative error of up to 5e-12 each, of a product twice that).
PRECISION = 1e-10
SHARE = 1e-6  # of the values of a column, that another must explain to be named beside it


@dataclass(frozen=True)
class Lost:
    """A term without variation of its own; `partners` are the terms that explain it, none if the effects do."""

    term: str
    partners: tuple[str, ...]

    def said(self, effects: tuple[str, ...]) -> str:
        """Why it is lost, as the end of a sentence that begins with its name."""
        if self.partners:
            return f"is collinear with {named([f'`{name}`' for name in self.partners])} once the effects are absorbed"
        by = " and ".join(effects) + " effects" if effects else "constant"
        return f"is absorbed by the {by}: it does not vary within them in this sample"


def lost_terms(net: np.ndarray, sizes: np.ndarray, terms: tuple[str, ...]) -> list[Lost]:
    """The columns that the effects or the columns before them explain, in order.

    Parameters
    ----------
    net : (N, K) columns after the effects, multiplied by the roots of the weights if there are any
    sizes : (K,) norms of the same columns before the effects, which say how precisely they are known
    terms : (K,) their names

    Notes
    -----
    Gram-Schmidt, twice over. What is left of column j is compared with ||x_j|| + sum_k |b_k| ||x_k||, where b are its
    coefficients on the columns kept before: the size of the numbers whose rounding is left when it is explained.
    """
    if not net.size:
        return []
    bases, mixes = np.empty(net.shape, order="F"), np.zeros((len(terms), len(terms)))
    kept: list[int] = []
    lost = []
    for position, column in enumerate(net.T):
        k = len(kept)
        basis, mix = bases[:, :k], mixes[:k, :k]  # basis = kept columns @ mix
        loadings, rest = np.zeros(k), column
        for _ in range(2):
            step = basis.T @ rest
            loadings, rest = loadings + step, rest - basis @ step
        explained = mix @ loadings
        shares = np.abs(explained) * sizes[kept]
        left = np.linalg.norm(rest)
        if left <= PRECISION * (sizes[position] + shares.sum()):
            by_effects = np.linalg.norm(column) <= PRECISION * sizes[position]
            partners = [terms[at] for at, share in zip(kept, shares, strict=True) if share > SHARE * sizes[position]]
            lost.append(Lost(terms[position], () if by_effects else tuple(partners)))
            continue
        bases[:, k], mixes[:k, k], mixes[k, k] = rest / left, -explained / left, 1 / left
        kept.append(position)
    return lost


def refuse_reproduced(net: np.ndarray, size: float, shares: np.ndarray, name: str, by: list[str]) -> None:
    """Raise StudyError if nothing but rounding is left of the outcome.

    net : (N,) residuals; size : norm of the outcome before the effects; shares : (K,) |b_k| ||x_k|| of the regressors
    """
    if np.linalg.norm(net) <= PRECISION * (size + shares.sum()):
        whom = named([f"`{term}`" for term in by]) if by else "the effects"
        raise StudyError(f"`{name}` is reproduced exactly by {whom}: no variance is left to estimate with")
