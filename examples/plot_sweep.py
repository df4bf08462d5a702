"""Runs a sweep by the command line and plots it: time offline against the lease, a line a policy.

    pip install pandas matplotlib
    python plot_sweep.py picture.png

REBOOTSTORM is the command, where it is not `npx rebootstorm`.
"""

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd

COMMAND = shlex.split(os.environ.get("REBOOTSTORM", "npx rebootstorm"))
FIELD = "timings.leaseMs"


def sweep(folder: Path) -> pd.DataFrame:
    """Runs a drill under both policies with five leases and three seeds. One row for each run."""
    words = ["sweep", "drill", "--nodes", "100", "--seeds", "3", "--out", str(folder)]
    words += ["--vary", f"{FIELD}=2min,3min,4min,6min,8min"]
    subprocess.run([*COMMAND, *words], check=True, stdout=subprocess.DEVNULL)
    return pd.read_csv(folder / "points.csv")


def plot(points: pd.DataFrame, picture: str) -> pd.DataFrame:
    """Draws the median over the seeds and the band between the least and the most."""
    points["lease, min"] = points[FIELD] / 60_000
    points["below target, min"] = points["belowTargetMs"] / 60_000
    groups = points.groupby(["policy", "lease, min"])["below target, min"]
    bands = groups.agg(["min", "median", "max"]).reset_index()
    figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
    for policy, band in bands.groupby("policy"):
        axes.plot(band["lease, min"], band["median"], marker="o", label=policy)
        axes.fill_between(band["lease, min"], band["min"], band["max"], alpha=0.2)
    axes.set(xlabel="a registration lives, min", ylabel="below the target, min", ylim=0)
    axes.legend()
    figure.savefig(picture, dpi=150)
    return bands


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        print(plot(sweep(Path(folder)), sys.argv[1]).to_string(index=False))
