"""Cohorts: any measure of customers by when, or how, they came first."""

from footpath.mining.cohorts.question import MISSING, CohortMeasure, Cohorts, cohort_measure, cohorts

__all__ = ["MISSING", "CohortMeasure", "Cohorts", "cohort_measure", "cohorts"]
