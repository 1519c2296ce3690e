"""The building blocks of journeys: visits, the episodes that they make, and the steps that episodes pass."""
