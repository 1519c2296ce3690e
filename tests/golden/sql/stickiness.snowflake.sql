SELECT
  "t2"."period",
  "t2"."days",
  COUNT(*) AS "customers"
FROM (
  SELECT
    "t1"."customer_key",
    "t1"."period",
    COUNT(*) AS "days"
  FROM (
    SELECT DISTINCT
      "t0"."customer_key",
      CAST(FLOOR((
        "t0"."occurred_us" + -1708905600000000
      ) / (
        604800000000
      )) AS BIGINT) + 2826 AS "period",
      CAST(FLOOR((
        "t0"."occurred_us" + -1709251200000000
      ) / (
        86400000000
      )) AS BIGINT) + 19783 AS "day"
    FROM "events" AS "t0"
    WHERE
      "t0"."customer_key" IS NOT NULL
  ) AS "t1"
  GROUP BY
    1,
    2
) AS "t2"
GROUP BY
  1,
  2
