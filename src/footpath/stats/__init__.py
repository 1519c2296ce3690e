"""Numbers with intervals: arrays in, frozen estimates out. Pure; numpy is imported inside functions.

All intervals are nominal 95 %. Each function names its source; `Estimate.method` names the method.

>>> share(7, 10).n
10
"""

from footpath.stats.agreement import adjusted_rand
from footpath.stats.chance import goodness_of_fit, shares_differ
from footpath.stats.clusters import LEAST_AGREEMENT, Clusters, directions, spherical_k_means, stable_clusters
from footpath.stats.discovery import benjamini_hochberg
from footpath.stats.logrank import LogRank, log_rank
from footpath.stats.means import mean, median_interval, percentile
from footpath.stats.normal import Z95, normal_cdf, t_cdf, t_quantile
from footpath.stats.shares import difference_of_shares, nps, share
from footpath.stats.survival import Survival, kaplan_meier
from footpath.stats.tails import chi_square_tail
from footpath.stats.types import Chance, Estimate
from footpath.stats.welch import difference_of_means

__all__ = [
    "LEAST_AGREEMENT",
    "Z95",
    "Chance",
    "Clusters",
    "Estimate",
    "LogRank",
    "Survival",
    "adjusted_rand",
    "benjamini_hochberg",
    "chi_square_tail",
    "difference_of_means",
    "difference_of_shares",
    "directions",
    "goodness_of_fit",
    "kaplan_meier",
    "log_rank",
    "mean",
    "median_interval",
    "normal_cdf",
    "nps",
    "percentile",
    "share",
    "shares_differ",
    "spherical_k_means",
    "stable_clusters",
    "t_cdf",
    "t_quantile",
]
