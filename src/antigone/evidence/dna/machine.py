"""The machine that runs a compiled plan over many loci: dense tables, built and summed out one after another.

Numba, because the tables are small (a few to a few hundred cells) and many: NumPy would spend its time in calls. The
tests hold it to an `einsum` over the same tables, and to sums over every genotype of every person.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from antigone.evidence.dna.elimination import MAX_DIMENSIONS, Domain, Table

_FOUNDER, _INBRED, _GAMETE = int(Table.FOUNDER), int(Table.INBRED), int(Table.GAMETE)
_TRANSMISSION, _PASSED, _SWITCHED = int(Table.TRANSMISSION), int(Table.PASSED), int(Table.SWITCHED)
_RECOMBINATION, _TYPED, _TYPED_SAME = int(Table.RECOMBINATION), int(Table.TYPED), int(Table.TYPED_SAME_GENE)
_SOFT, _SOFT_ONE, _TWICE = int(Table.SOFT), int(Table.SOFT_ONE_GENE), int(Table.TWICE_IF_DIFFERENT)
_ALL, _FIRST, _SECOND = int(Domain.ALL), int(Domain.FIRST), int(Domain.SECOND)
_EITHER, _SWITCH = int(Domain.EITHER), int(Domain.SWITCH)
_DIMS = MAX_DIMENSIONS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@njit(cache=True, nogil=True)
def run(
    program: Any,
    row_locus: Any,
    sizes: Any,
    frequencies: Any,
    mutation: Any,
    codes: Any,
    soft: Any,
    inbreeding: Any,
    recombination: Any,
    out: Any,
) -> None:
    """The likelihood of every row, or its table over the target's genes, into `out`.

    C is 1, or 2 for a pair of linked loci; K the largest number of alleles; T the number of typed people of the plan.

    Args:
        program: from `elimination.compiled`.
        row_locus: int64[R], which locus each row is about; rows may share a locus with different frequencies.
        sizes: int64[L, C], numbers of alleles.
        frequencies: float64[R, C, K], what founders draw from.
        mutation: float64[L, C, 2, K, K], mother's and father's matrices.
        codes: int64[L, C, T, 2], certain alleles of the typed.
        soft: float64[L, C, T, K, K], P(observation | genotype); any shape with five axes when the plan asks for none.
        inbreeding: of inbred founders, in the plan's order.
        recombination: float64[L, 2], between the two loci, in mothers and in fathers.
        out: float64[R, W], W = 1 without a target, K for one gene, K * K for two.
    """
    n_variables, n_tables, n_steps = program[0], program[1], program[2]
    n_all = n_tables + n_steps
    width = sizes.max() if sizes.size else 1
    values = np.zeros((n_variables, max(width, 2)), dtype=np.int64)
    extent = np.zeros(n_variables, dtype=np.int64)
    n_dims = np.zeros(n_all, dtype=np.int64)
    dims = np.zeros((n_all, _DIMS), dtype=np.int64)
    kinds = np.zeros(n_tables, dtype=np.int64)
    numbers = np.zeros(n_tables, dtype=np.int64)
    starts = np.zeros(n_steps, dtype=np.int64)
    offset = np.zeros(n_all + 1, dtype=np.int64)
    arena = np.zeros(1024, dtype=np.float64)
    strides = np.zeros((n_all, _DIMS + 1), dtype=np.int64)
    at = np.zeros(n_all, dtype=np.int64)
    digit = np.zeros(_DIMS, dtype=np.int64)

    place = 3 + 3 * n_variables
    for table in range(n_tables):
        kinds[table] = program[place]
        numbers[table] = program[place + 1]
        n_dims[table] = program[place + 2]
        for d in range(n_dims[table]):
            dims[table, d] = program[place + 3 + d]
        place += 3 + n_dims[table]
    for step in range(n_steps):
        starts[step] = place
        n_inputs = program[place + 1]
        place += 2 + n_inputs
        n_dims[n_tables + step] = program[place]
        for d in range(program[place]):
            dims[n_tables + step, d] = program[place + 1 + d]
        place += 1 + n_dims[n_tables + step]

    for row in range(row_locus.shape[0]):
        locus = row_locus[row]
        for v in range(n_variables):
            domain, typed, chain = program[3 + 3 * v], program[4 + 3 * v], program[5 + 3 * v]
            if domain == _ALL:
                extent[v] = sizes[locus, chain]
                for x in range(extent[v]):
                    values[v, x] = x
            elif domain == _SWITCH:
                extent[v] = 2
                values[v, 0] = 0
                values[v, 1] = 1
            elif domain == _FIRST:
                extent[v] = 1
                values[v, 0] = codes[locus, chain, typed, 0]
            elif domain == _SECOND:
                extent[v] = 1
                values[v, 0] = codes[locus, chain, typed, 1]
            else:
                values[v, 0] = codes[locus, chain, typed, 0]
                values[v, 1] = codes[locus, chain, typed, 1]
                extent[v] = 1 if values[v, 0] == values[v, 1] else 2
        total = 0
        for table in range(n_all):
            offset[table] = total
            cells = 1
            for d in range(n_dims[table]):
                cells *= extent[dims[table, d]]
            total += cells
        if total > arena.shape[0]:
            arena = np.zeros(2 * total, dtype=np.float64)

        for table in range(n_tables):
            base = offset[table]
            kind, number = kinds[table], numbers[table]
            if kind == _TWICE:
                same = codes[locus, 0, number, 0] == codes[locus, 0, number, 1]
                arena[base] = 1.0 if same else 2.0
                continue
            a = dims[table, 0]
            chain = program[5 + 3 * a]
            if kind == _FOUNDER:
                for x in range(extent[a]):
                    arena[base + x] = frequencies[row, chain, values[a, x]]
            elif kind == _GAMETE:
                for x in range(extent[a]):
                    s = 0.0
                    for g in range(sizes[locus, chain]):
                        s += frequencies[row, chain, g] * mutation[locus, chain, number, g, values[a, x]]
                    arena[base + x] = s
            elif kind == _INBRED:
                b = dims[table, 1]
                f = inbreeding[number]
                cell = base
                for x in range(extent[a]):
                    p = frequencies[row, chain, values[a, x]]
                    for y in range(extent[b]):
                        value = (1 - f) * p * frequencies[row, chain, values[b, y]]
                        if values[a, x] == values[b, y]:
                            value += f * p
                        arena[cell] = value
                        cell += 1
            elif kind == _TRANSMISSION:
                b, c = dims[table, 1], dims[table, 2]
                cell = base
                for x in range(extent[a]):
                    for y in range(extent[b]):
                        for z in range(extent[c]):
                            to = values[c, z]
                            arena[cell] = 0.5 * (
                                mutation[locus, chain, number, values[a, x], to]
                                + mutation[locus, chain, number, values[b, y], to]
                            )
                            cell += 1
            elif kind == _PASSED:
                c = dims[table, 1]
                cell = base
                for x in range(extent[a]):
                    for z in range(extent[c]):
                        arena[cell] = mutation[locus, chain, number, values[a, x], values[c, z]]
                        cell += 1
            elif kind == _SWITCHED:
                b, c = dims[table, 1], dims[table, 2]
                cell = base
                for x in range(extent[a]):
                    for y in range(extent[b]):
                        for z in range(extent[c]):
                            to = values[c, z]
                            # The two ways of the first locus are equally likely; `_RECOMBINATION` ties the second.
                            arena[cell] = mutation[locus, chain, number, values[a, x], to]
                            arena[cell + 1] = mutation[locus, chain, number, values[b, y], to]
                            cell += 2
            elif kind == _RECOMBINATION:
                rho = recombination[locus, number]
                arena[base] = 0.5 * (1 - rho)
                arena[base + 1] = 0.5 * rho
                arena[base + 2] = 0.5 * rho
                arena[base + 3] = 0.5 * (1 - rho)
            elif kind == _TYPED:
                b = dims[table, 1]
                u, w = codes[locus, chain, number, 0], codes[locus, chain, number, 1]
                cell = base
                for x in range(extent[a]):
                    i = values[a, x]
                    for y in range(extent[b]):
                        j = values[b, y]
                        arena[cell] = 1.0 if (i == u and j == w) or (i == w and j == u) else 0.0
                        cell += 1
            elif kind == _TYPED_SAME:
                u, w = codes[locus, chain, number, 0], codes[locus, chain, number, 1]
                for x in range(extent[a]):
                    arena[base + x] = 1.0 if values[a, x] == u and u == w else 0.0
            elif kind == _SOFT:
                b = dims[table, 1]
                cell = base
                for x in range(extent[a]):
                    for y in range(extent[b]):
                        arena[cell] = soft[locus, chain, number, values[a, x], values[b, y]]
                        cell += 1
            elif kind == _SOFT_ONE:
                for x in range(extent[a]):
                    arena[base + x] = soft[locus, chain, number, values[a, x], values[a, x]]

        for step in range(n_steps):
            start = starts[step]
            summed = program[start]
            n_inputs = program[start + 1]
            result = n_tables + step
            n_out = n_dims[result]
            length = extent[summed] if summed >= 0 else 1
            for i in range(n_inputs):
                table = program[start + 2 + i]
                at[i] = offset[table]
                for d in range(n_out + 1):
                    strides[i, d] = 0
                stride = 1
                for d in range(n_dims[table] - 1, -1, -1):
                    v = dims[table, d]
                    if v == summed:
                        strides[i, n_out] = stride
                    else:
                        for e in range(n_out):
                            if dims[result, e] == v:
                                strides[i, e] = stride
                    stride *= extent[v]
            cells = 1
            for d in range(n_out):
                digit[d] = 0
                cells *= extent[dims[result, d]]
            base = offset[result]
            for cell in range(cells):
                s = 0.0
                if n_inputs == 1:
                    a0, s0 = at[0], strides[0, n_out]
                    for x in range(length):
                        s += arena[a0 + x * s0]
                elif n_inputs == 2:
                    a0, s0 = at[0], strides[0, n_out]
                    a1, s1 = at[1], strides[1, n_out]
                    for x in range(length):
                        s += arena[a0 + x * s0] * arena[a1 + x * s1]
                elif n_inputs == 3:
                    a0, s0 = at[0], strides[0, n_out]
                    a1, s1 = at[1], strides[1, n_out]
                    a2, s2 = at[2], strides[2, n_out]
                    for x in range(length):
                        s += arena[a0 + x * s0] * arena[a1 + x * s1] * arena[a2 + x * s2]
                else:
                    for x in range(length):
                        product = 1.0
                        for i in range(n_inputs):
                            product *= arena[at[i] + x * strides[i, n_out]]
                        s += product
                arena[base + cell] = s
                for d in range(n_out - 1, -1, -1):
                    digit[d] += 1
                    for i in range(n_inputs):
                        at[i] += strides[i, d]
                    if digit[d] < extent[dims[result, d]]:
                        break
                    for i in range(n_inputs):
                        at[i] -= strides[i, d] * digit[d]
                    digit[d] = 0

        last = n_all - 1
        base = offset[last]
        if n_dims[last] == 0:
            out[row, 0] = arena[base]
        elif n_dims[last] == 1:
            a = dims[last, 0]
            for x in range(extent[a]):
                out[row, values[a, x]] = arena[base + x]
        else:
            a, b = dims[last, 0], dims[last, 1]
            k = frequencies.shape[2]
            cell = base
            for x in range(extent[a]):
                for y in range(extent[b]):
                    out[row, values[a, x] * k + values[b, y]] = arena[cell]
                    cell += 1


@njit(cache=True, nogil=True)
def lump(
    loci: Any,
    counts: Any,
    frequencies: Any,
    targets: Any,
    silent: Any,
    seen: Any,
    sizes: Any,
    p: Any,
    mutation: Any,
    classes: Any,
) -> None:
    """Put the alleles that nobody in the family bears into one class, locus by locus.

    Exact where the chance to mutate to an allele depends on that allele alone (no mutation, equal, proportional):
    then the class is left and entered with one rate whichever its members (Kemeny and Snell 1960, strong lumpability).

    Args:
        loci: int64[L], rows of the panel's arrays.
        counts: int64[N], alleles of each marker of the panel.
        frequencies: float64[N, A].
        targets: float64[N, 2, A], chance to mutate to each allele from any other, mothers' and fathers'.
        silent: int64[N], the silent allele or -1.
        seen: int64[L, S], allele numbers seen in the family, -1 for none; repeats allowed.
        sizes, p, mutation, classes: outputs: int64[L, 1]; float64[L, 1, K]; float64[L, 1, 2, K, K]; int64[L, A],
            class of each allele.
    """
    for row in range(loci.shape[0]):
        marker = loci[row]
        n = counts[marker]
        for allele in range(n):
            classes[row, allele] = -1
        k = 0
        for s in range(seen.shape[1]):
            allele = seen[row, s]
            if allele >= 0 and classes[row, allele] < 0:
                classes[row, allele] = k
                p[row, 0, k] = frequencies[marker, allele]
                mutation[row, 0, 0, 0, k] = targets[marker, 0, allele]
                mutation[row, 0, 1, 0, k] = targets[marker, 1, allele]
                k += 1
        if silent[marker] >= 0 and classes[row, silent[marker]] < 0:
            allele = silent[marker]
            classes[row, allele] = k
            p[row, 0, k] = frequencies[marker, allele]
            mutation[row, 0, 0, 0, k] = targets[marker, 0, allele]
            mutation[row, 0, 1, 0, k] = targets[marker, 1, allele]
            k += 1
        if k < n:
            p[row, 0, k] = 0.0
            mutation[row, 0, 0, 0, k] = 0.0
            mutation[row, 0, 1, 0, k] = 0.0
            for allele in range(n):
                if classes[row, allele] < 0:
                    classes[row, allele] = k
                    p[row, 0, k] += frequencies[marker, allele]
                    mutation[row, 0, 0, 0, k] += targets[marker, 0, allele]
                    mutation[row, 0, 1, 0, k] += targets[marker, 1, allele]
            k += 1
        sizes[row, 0] = k
        for sex in range(2):
            away = 0.0
            for j in range(k):
                away += mutation[row, 0, sex, 0, j]
            for i in range(1, k):
                for j in range(k):
                    mutation[row, 0, sex, i, j] = mutation[row, 0, sex, 0, j]
            for i in range(k):
                mutation[row, 0, sex, i, i] += 1.0 - away
