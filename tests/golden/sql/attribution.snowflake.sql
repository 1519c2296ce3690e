SELECT
  'moves' AS "part",
  ["t7"."back_1", "t7"."channel"] AS "channels",
  "t7"."place",
  CAST(0 AS BIGINT) AS "length",
  "t7"."last",
  "t7"."converted",
  "t7"."count",
  CAST(NULL AS DOUBLE) AS "decay"
FROM (
  SELECT
    "t6"."back_1",
    "t6"."channel",
    "t6"."place",
    "t6"."last",
    "t6"."converted",
    COUNT(*) AS "count"
  FROM (
    SELECT
      "t5"."back_1",
      "t5"."channel",
      "t5"."place" = "t5"."length" AS "last",
      "t5"."converted",
      IFF("t5"."place" > 2, 2, "t5"."place") AS "place"
    FROM (
      SELECT
        "t4"."customer_key",
        "t4"."channel",
        "t4"."goal_us" IS NOT NULL AS "converted",
        (
          ROW_NUMBER() OVER (PARTITION BY "t4"."customer_key" ORDER BY "t4"."occurred_us" ASC) - 1
        ) + 1 AS "place",
        COUNT(*) OVER (
          PARTITION BY "t4"."customer_key"
          ORDER BY NULL ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "length",
        LAG("t4"."channel", 1) OVER (PARTITION BY "t4"."customer_key" ORDER BY "t4"."occurred_us" ASC) AS "back_1"
      FROM (
        SELECT
          "t3".*
          EXCLUDE ("before_us")
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t1"."customer_key",
              "t1"."occurred_us",
              "t1"."channel_" AS "channel",
              LAG("t1"."occurred_us", 1, -4611686018427387904) OVER (
                PARTITION BY "t1"."customer_key"
                ORDER BY "t1"."occurred_us" ASC, "t1"."sequence" ASC, "t1"."arrival" ASC
              ) AS "before_us",
              MIN("t1"."reached_us") OVER (
                PARTITION BY "t1"."customer_key"
                ORDER BY "t1"."occurred_us" ASC, "t1"."sequence" ASC, "t1"."arrival" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS "goal_us"
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
                "t0"."event" AS "name",
                COALESCE("t0"."channel", '(none)') AS "channel_",
                IFF(COALESCE("t0"."event" = 'order', FALSE), "t0"."occurred_us", CAST(NULL AS BIGINT)) AS "reached_us"
              FROM "events" AS "t0"
              WHERE
                "t0"."customer_key" IS NOT NULL
            ) AS "t1"
          ) AS "t2"
          WHERE
            (
              "t2"."occurred_us" - "t2"."before_us"
            ) > 1800000000
            AND (
              (
                "t2"."goal_us" IS NULL
              ) OR (
                "t2"."occurred_us" <= "t2"."goal_us"
              )
            )
        ) AS "t3"
      ) AS "t4"
    ) AS "t5"
  ) AS "t6"
  GROUP BY
    1,
    2,
    3,
    4,
    5
) AS "t7"
