WITH "t2" AS (
  SELECT
    "t1"."customer_key",
    "t1"."name",
    "t1"."occurred_us",
    ROW_NUMBER() OVER (
      PARTITION BY "t1"."customer_key"
      ORDER BY "t1"."occurred_us" ASC, "t1"."sequence" ASC, "t1"."arrival" ASC
    ) - 1 AS "place",
    LAG("t1"."name") OVER (
      PARTITION BY "t1"."customer_key"
      ORDER BY "t1"."occurred_us" ASC, "t1"."sequence" ASC, "t1"."arrival" ASC
    ) AS "before"
  FROM (
    SELECT
      "t0"."customer_id",
      "t0"."case_id",
      "t0"."actor",
      "t0"."occurred_us",
      "t0"."event",
      "t0"."event_id",
      "t0"."sequence",
      "t0"."promised_us",
      "t0"."session_id",
      "t0"."channel",
      "t0"."value",
      "t0"."currency",
      "t0"."case_status",
      "t0"."arrival",
      "t0"."device",
      "t0"."country",
      "t0"."rank",
      "t0"."score",
      "t0"."is_new",
      "t0"."variant",
      "t0"."late",
      "t0"."delay_us",
      "t0"."is_goal",
      "t0"."came_late",
      "t0"."weekend_ad",
      "t0"."customer_key",
      "t0"."event" AS "name"
    FROM "events" AS "t0"
    WHERE
      "t0"."customer_key" IS NOT NULL
  ) AS "t1"
), "t7" AS (
  SELECT
    "t3"."customer_key",
    "t3"."name",
    "t3"."occurred_us",
    "t3"."place",
    "t3"."before",
    "t3"."occurred_us" - LAG("t3"."occurred_us") OVER (PARTITION BY "t3"."customer_key", "t3"."name" ORDER BY "t3"."place" ASC) AS "round_us",
    "t3"."place" - LAG("t3"."place") OVER (PARTITION BY "t3"."customer_key", "t3"."name" ORDER BY "t3"."place" ASC) AS "apart"
  FROM "t2" AS "t3"
), "t13" AS (
  SELECT
    *
  FROM (
    SELECT
      "t8"."customer_key",
      "t8"."name",
      "t8"."round_us",
      'rework' AS "kind",
      "t8"."before" AS "via"
    FROM "t7" AS "t8"
    WHERE
      "t8"."apart" IS NOT NULL AND "t8"."apart" = 2
  ) AS "t9"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t8"."customer_key",
        "t8"."name",
        "t8"."round_us",
        'repeat' AS "kind",
        '' AS "via"
      FROM "t7" AS "t8"
      WHERE
        "t8"."apart" IS NOT NULL AND "t8"."apart" = 1
    ) AS "t10"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t8"."customer_key",
        "t8"."name",
        "t8"."round_us",
        'return' AS "kind",
        '' AS "via"
      FROM "t7" AS "t8"
      WHERE
        "t8"."apart" IS NOT NULL AND "t8"."apart" > 1
    ) AS "t11"
  ) AS "t12"
)
SELECT
  "t18"."kind",
  "t18"."name",
  "t18"."via",
  "t18"."customers",
  "t18"."occurrences",
  "t18"."times",
  "t18"."whole_s",
  "t18"."rest_us",
  "t19"."count",
  "t19"."rounds",
  "t19"."most_rounds",
  "t6"."n"
FROM (
  SELECT
    "t14"."kind",
    "t14"."name",
    "t14"."via",
    COUNT(DISTINCT "t14"."customer_key") AS "customers",
    COUNT(*) AS "occurrences",
    ARRAY_CONSTRUCT(PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY
      "t14"."round_us")) AS "times",
    SUM(CAST(FLOOR((
      "t14"."round_us"
    ) / (
      1000000
    )) AS BIGINT)) AS "whole_s",
    SUM("t14"."round_us" % 1000000) AS "rest_us"
  FROM "t13" AS "t14"
  GROUP BY
    1,
    2,
    3
) AS "t18"
INNER JOIN (
  SELECT
    "t15"."kind",
    "t15"."name",
    "t15"."via",
    COUNT(*) AS "count",
    ARRAY_CONSTRUCT(PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY
      "t15"."rounds")) AS "rounds",
    MAX("t15"."rounds") AS "most_rounds"
  FROM (
    SELECT
      "t14"."customer_key",
      "t14"."kind",
      "t14"."name",
      "t14"."via",
      COUNT(*) AS "rounds"
    FROM "t13" AS "t14"
    GROUP BY
      1,
      2,
      3,
      4
  ) AS "t15"
  GROUP BY
    1,
    2,
    3
) AS "t19"
  ON "t18"."kind" = "t19"."kind"
  AND "t18"."name" = "t19"."name"
  AND "t18"."via" = "t19"."via"
INNER JOIN (
  SELECT
    "t4"."name",
    COUNT(*) AS "n"
  FROM (
    SELECT DISTINCT
      "t3"."customer_key",
      "t3"."name"
    FROM "t2" AS "t3"
  ) AS "t4"
  GROUP BY
    1
) AS "t6"
  ON "t18"."name" = "t6"."name"
