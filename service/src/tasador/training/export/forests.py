"""A fitted model as the file that serves: the forests' nodes, packed; checked against xgboost before it is written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import xgboost as xgb

from tasador.pricing.features import FACTOR_OF, FACTORS, FEATURES
from tasador.pricing.trees.forest import HALF, LEAF, Forest
from tasador.pricing.trees.points import Points
from tasador.training.export.packing import packed
from tasador.training.faults import ExportError
from tasador.training.fitting import boost
from tasador.training.fitting.atlas import Floats, Integers

PRECISE = 1e-6
WIDTH = len(FEATURES)
USUAL = 20_000  # homes whose mean an explanation starts from
UNEXPLAINED = {"mean": 0.0, "factors": 0, "scale": 1.0, "shares": b""}
RARE = 1e-9  # weight of a leaf that none of them reached


@dataclass(frozen=True)
class Tree:
    """xgboost's own arrays, by node number."""

    left: Integers
    right: Integers
    index: Integers
    value: npt.NDArray[np.float32]  # the threshold of a split, the value of a leaf
    missing_left: npt.NDArray[np.bool_]

    def preorder(self) -> tuple[Integers, Integers]:
        """Nodes with each parent before its left half and that before its right one; how far ahead the right one is."""
        order, ahead, stack = [], [], [0]
        size = self._sizes()
        while stack:
            node = stack.pop()
            order.append(node)
            ahead.append(0)
            if self.left[node] >= 0:
                ahead[-1] = 1 + size[self.left[node]]
                stack += [int(self.right[node]), int(self.left[node])]
        return np.array(order), np.array(ahead)

    def leaves(self) -> Integers:
        """Those of its nodes that are leaves, in preorder."""
        order, ahead = self.preorder()
        found: Integers = order[ahead == 0]
        return found

    def _sizes(self) -> list[int]:
        """Nodes from each one down; children have higher numbers than their parent."""
        size = [1] * len(self.left)
        for node in range(len(size) - 1, -1, -1):
            if self.left[node] >= 0:
                size[node] += size[self.left[node]] + size[self.right[node]]
        return size

    def means(self, reached: Integers) -> Floats:
        """Of each node, the mean of the leaves below, of which so many homes reached each."""
        mean, homes = self.value.astype(float), np.maximum(reached.astype(float), RARE)
        for node in range(len(mean) - 1, -1, -1):
            if self.left[node] >= 0:
                pair = [self.left[node], self.right[node]]
                mean[node], homes[node] = np.average(mean[pair], weights=homes[pair]), homes[pair].sum()
        return mean


def trees(booster: xgb.Booster) -> list[Tree]:
    learner = json.loads(booster.save_raw("json"))["learner"]
    return [_tree(one) for one in learner["gradient_booster"]["model"]["trees"]]


def _tree(raw: dict[str, Any]) -> Tree:
    left, right = (np.array(raw[name], dtype=np.int64) for name in ("left_children", "right_children"))
    value = np.array(raw["split_conditions"], dtype=np.float32)
    index = np.array(raw["split_indices"], dtype=np.int64)
    return Tree(left, right, index, value, np.array(raw["default_left"], dtype=bool))


def pack_forest(booster: xgb.Booster, base: float = 0.0, usual: pd.DataFrame | None = None) -> dict[str, Any]:
    """The columns of `Forest`, explained from the mean of usual homes where there are any.

    A split that sends missing values left looks at the second copy of its feature.
    """
    grown = trees(booster)
    indices, values, skips = [], [], []
    for tree in grown:
        order, ahead = tree.preorder()
        split = ahead > 0
        indices.append(np.where(split, tree.index[order] + WIDTH * tree.missing_left[order], LEAF))
        values.append(tree.value[order])
        skips.append(np.where(split, ahead, np.cumsum(~split) - 1))
    return {
        "base": base,
        "sizes": packed("H", [len(one) for one in indices]),
        "index": packed("B", np.concatenate(indices)),
        "value": packed("f", np.concatenate(values)),
        "skip": packed("H", np.concatenate(skips)),
        **(UNEXPLAINED if usual is None else _explained(grown, base, _reached(booster, _some(usual)))),
    }


def _some(usual: pd.DataFrame) -> pd.DataFrame:
    return usual.sample(min(USUAL, len(usual)), random_state=0)


def _explained(grown: Sequence[Tree], base: float, reached: Integers) -> dict[str, Any]:
    """Shares of every leaf, counted from the mean over the homes that reached these leaves."""
    mean, shares = base, []
    for tree, leaves in zip(grown, reached.T, strict=True):
        means = tree.means(np.bincount(leaves, minlength=len(tree.left)))
        mean += float(means[0])
        shares.append(_shares(tree, means)[tree.leaves()])
    steps, scale = _steps(np.concatenate(shares))
    return {"mean": mean, "factors": len(FACTORS), "scale": scale, "shares": packed("H", steps)}


def _reached(booster: xgb.Booster, rows: pd.DataFrame) -> Integers:
    """xgboost's own number of the leaf of each row, by tree."""
    table = xgb.DMatrix(rows[list(FEATURES)].astype(np.float32))
    told = booster.predict(table, pred_leaf=True)
    return np.asarray(told, dtype=np.int64)


def _shares(tree: Tree, mean: Floats) -> Floats:
    """Of each node, what each factor added on the way from the root (Saabas)."""
    shares = np.zeros((len(tree.left), len(FACTORS)))
    for node in np.flatnonzero(tree.left >= 0):
        factor = FACTOR_OF[tree.index[node]]
        for child in (tree.left[node], tree.right[node]):
            shares[child] = shares[node]
            shares[child, factor] += mean[child] - mean[node]
    return shares


def _steps(shares: Floats) -> tuple[Integers, float]:
    """Each share in 16 bits about the middle, and what one step of them is worth."""
    scale = max(float(np.abs(shares).max()), 1e-9) / (HALF - 1)
    return np.rint(shares / scale).astype(np.int64) + HALF, scale


def check(booster: xgb.Booster, forest: Forest, table: pd.DataFrame) -> None:
    """The very leaf in every tree, together and alone, and the margin to 1e-6, on these rows, on the thresholds and
    with values missing."""
    rows = probes(booster, table)
    leaves = _reached(booster, rows)
    margins = boost.predict(booster, rows)
    numbers = _numbers(booster)
    asked = rows.to_numpy(float).tolist()
    reached = forest.reached(Points(asked))
    alone = [leaf for one in asked for leaf in forest.leaves(forest.reached(Points([one])))]
    expected = np.array([[numbers[k][leaf] for leaf in told] for k, told in enumerate(leaves.T)]).T
    off = np.abs(np.expm1(np.array(forest.margins(reached)) - forest.base - margins))
    wrong = np.any([np.array(way) != expected for way in (forest.leaves(reached), alone)], axis=(0, 2))
    for what, at in (("another leaf", wrong), ("another price", off > PRECISE)):
        if at.any():
            row = rows[at].iloc[0].tolist()
            raise ExportError(f"where: the exported forest; what: {what} than xgboost's for {row}")


def _numbers(booster: xgb.Booster) -> list[dict[int, int]]:
    """Of each tree: its leaves by xgboost's number, to their number in the whole forest."""
    found, count = [], 0
    for tree in trees(booster):
        leaves = tree.leaves().tolist()
        found.append({node: count + k for k, node in enumerate(leaves)})
        count += len(leaves)
    return found


def probes(booster: xgb.Booster, table: pd.DataFrame, seed: int = 0) -> pd.DataFrame:
    """Each row as it is, with values missing at random, and with values moved onto thresholds."""
    drawn = np.random.default_rng(seed)
    rows = table[list(FEATURES)].to_numpy(np.float32)
    holes, edges = rows.copy(), rows.copy()
    holes[drawn.random(rows.shape) < 0.4] = np.nan
    grown = trees(booster)
    for k in range(WIDTH):
        cuts = np.unique(np.concatenate([tree.value[(tree.left >= 0) & (tree.index == k)] for tree in grown]))
        if len(cuts):
            moved = drawn.random(len(rows)) < 0.5
            edges[moved, k] = drawn.choice(cuts, int(moved.sum()))
    return pd.DataFrame(np.concatenate([rows, holes, edges]), columns=list(FEATURES))
