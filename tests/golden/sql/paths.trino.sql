SELECT
  *
FROM (
  SELECT
    "t3"."path",
    "t3"."count",
    SUM("t3"."count") OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS "total"
  FROM (
    SELECT
      "t2"."path",
      COUNT(*) AS "count"
    FROM (
      SELECT
        "t1"."customer_key",
        ARRAY_AGG(
          "t1"."name" ORDER BY "t1"."occurred_us" ASC, "t1"."sequence" ASC, "t1"."arrival" ASC
        ) FILTER(WHERE
          "t1"."name" IS NOT NULL) AS "path"
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
      GROUP BY
        1
    ) AS "t2"
    GROUP BY
      1
  ) AS "t3"
) AS "t4"
ORDER BY
  "t4"."count" DESC,
  "t4"."path" ASC
LIMIT 100
