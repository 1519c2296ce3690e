"""Numbers with intervals: arrays in, frozen estimates out. Pure; numpy is imported inside functions.

All intervals are nominal 95 %. Each function names its source; `Estimate.method` names the method.

>>> share(7, 10).n
10
"""

from footpath.stats.discovery import benjamini_hochberg
from footpath.stats.means import mean, median_interval, percentile
from footpath.stats.normal import Z95, normal_cdf, t_cdf, t_quantile
from footpath.stats.shares import difference_of_shares, nps, share
from footpath.stats.survival import Survival, kaplan_meier
from footpath.stats.types import Estimate

__all__ = [
    "Z95",
    "Estimate",
    "Survival",
    "benjamini_hochberg",
    "difference_of_shares",
    "kaplan_meier",
    "mean",
    "median_interval",
    "normal_cdf",
    "nps",
    "percentile",
    "share",
    "t_cdf",
    "t_quantile",
]
