"""Spark: a cluster that somebody else runs, by its own protocol (``spark://``) or Spark Connect (``sc://``).

Footpath asks it and changes nothing of it: the cluster's own configuration (SPARK_CONF_DIR) says how much an application may
take. Needs the extra ``footpath[spark]``, and Java for ``spark://``.
"""

from __future__ import annotations

from footpath.engines.spark.engine import SparkEngine, spark_workspace

__all__ = ["SparkEngine", "spark_workspace"]
