"""Estimates of the undocumented beside what the field's programs gave: `python -m benchmarks.estimation`.

Coverage is counted over the reference's simulated tables, whose truth is known. The peers' numbers are those recorded
in the reference (Rcapture, dga, LCMCR, all R); ours are computed now, with CPU seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from antigone.evidence.estimation import MethodEstimate, NotIdentifiable, estimate, from_patterns
from antigone.evidence.estimation.decomposable import decomposable
from antigone.evidence.estimation.latent_class import latent_class
from antigone.evidence.estimation.log_linear import log_linear, log_linear_averaged

ROOT = Path(__file__).parents[1]
FIGURES = Path(os.environ.get("ANTIGONE_REFERENCE", ROOT / "../shared/reference")) / "figures"
METHODS = {
    "latent-class": (latent_class, "lcmcr"),
    "decomposable": (decomposable, "dga"),
    "log-linear": (log_linear, "rcapture_ms"),
    "averaged": (log_linear_averaged, ""),
}


def tables() -> None:
    """Every table of the reference by every method, the peer's number beside ours."""
    print(f"{'table':24}{'method':16}{'ours':>32}{'CPU-s':>8}  {'peer':>32}{'ratio':>7}")
    for path in sorted((FIGURES / "peers").glob("*.json")):
        content = json.loads(path.read_text())
        if not isinstance(content, dict):
            continue
        table = from_patterns(content["lists"], content["patterns"])
        for name, (method, peer) in METHODS.items():
            began = time.process_time()
            found = method(table)
            took = time.process_time() - began
            other = (content["peers"] or {}).get(peer) or {}
            said = f"{other['est']:,.0f} [{other['lo']:,.0f} to {other['hi'] or 0:,.0f}]" if other.get("est") else ""
            ratio = f"{found.n / other['est']:.3f}" if said and isinstance(found, MethodEstimate) else ""
            print(f"{content['name']:24}{name:16}{_said(found):>32}{took:>8.2f}  {said:>32}{ratio:>7}")


def _said(found: Any) -> str:
    return f"{found.n:,.0f} [{found.low:,.0f} to {found.high:,.0f}]" if isinstance(found, MethodEstimate) else "refused"


def coverage() -> None:
    """How often the 95 % interval holds the truth, design by design, beside the peers'."""
    peers = json.loads((FIGURES / "sim_peer_summary.json").read_text())
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        answers = list(pool.map(_covered, sorted((FIGURES / "simulated").glob("*.json"))))
    by_design: dict[tuple[str, str], list[tuple[bool, float, float]]] = defaultdict(list)
    for design, results in answers:
        for method, result in results.items():
            if result is not None:
                by_design[design, method].append(result)
    print(f"\n{'design':12}{'method':16}{'covered':>10}{'bias':>9}{'width':>8}   peer: covered, width, ratio of widths")
    for (design, method), results in sorted(by_design.items()):
        width = sum(one[2] for one in results) / len(results)
        bias = sum(one[1] for one in results) / len(results)
        other = peers.get(f"{design}|{METHODS[method][1]}", [])
        beside = ""
        if other:
            mean = sum(one[2] for one in other) / len(other)
            beside = f"{sum(one[1] for one in other)}/{len(other)}, {mean:.3f}, {width / mean:.2f}"
        covered = sum(one[0] for one in results)
        print(f"{design:12}{method:16}{covered:>7}/{len(results):<3}{bias:>+8.1%}{width:>8.3f}   {beside}")


def _covered(path: Path) -> tuple[str, dict[str, tuple[bool, float, float] | None]]:
    content = json.loads(path.read_text())
    truth = content["true_N"]
    table = from_patterns(content["lists"], content["patterns"])
    results: dict[str, tuple[bool, float, float] | None] = {}
    for name, (method, _) in METHODS.items():
        found = method(table)
        results[name] = (
            (found.low <= truth <= found.high, found.n / truth - 1, (found.high - found.low) / truth)
            if isinstance(found, MethodEstimate)
            else None
        )
    return content["name"].rsplit("_r", 1)[0], results


def sudan() -> None:
    """Whether the estimates of the war whose linkage thresholds were varied move as the published ones did."""
    from scipy.stats import spearmanr

    for outcome in ("all", "injury"):
        published, ours = [], []
        for path in sorted((FIGURES / "sudan").glob(f"{outcome}_*.json")):
            content = json.loads(path.read_text())
            try:
                found = estimate(content)
            except NotIdentifiable:
                continue
            published.append(content["published"]["total_deaths_est"])
            ours.append(found.n)
        print(f"\n{outcome}: rank correlation {spearmanr(published, ours)[0]:.3f} over {len(ours)} linkage scenarios")


def main() -> None:
    """See the head of this file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["tables", "coverage", "sudan"])
    chosen = parser.parse_args().only
    for name, part in (("tables", tables), ("coverage", coverage), ("sudan", sudan)):
        if chosen in (None, name):
            part()


if __name__ == "__main__":
    main()
