SELECT
  "t3"."period",
  COUNT(*) AS "active",
  COUNT_IF("t3"."is_new") AS "new",
  COUNT_IF("t3"."is_returning") AS "returning"
FROM (
  SELECT
    "t2"."customer_key",
    "t2"."period",
    "t2"."before" = -2147483648 AS "is_new",
    (
      "t2"."period" - "t2"."before"
    ) = 1 AS "is_returning"
  FROM (
    SELECT
      "t1"."customer_key",
      "t1"."period",
      LAG("t1"."period", 1, -2147483648) OVER (PARTITION BY "t1"."customer_key" ORDER BY "t1"."period" ASC) AS "before"
    FROM (
      SELECT DISTINCT
        "t0"."customer_key",
        CAST(FLOOR((
          "t0"."occurred_us" + -1708905600000000
        ) / (
          604800000000
        )) AS BIGINT) + 2826 AS "period"
      FROM "events" AS "t0"
      WHERE
        "t0"."customer_key" IS NOT NULL
    ) AS "t1"
  ) AS "t2"
) AS "t3"
GROUP BY
  1
