WITH "t2" AS (
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
    IFF(COALESCE("t0"."event" = 'order', FALSE), 1, CAST(NULL AS BIGINT)) AS "x_0",
    "t0"."value" AS "y_1",
    IFF("t0"."value" IS NOT NULL, 1, CAST(NULL AS BIGINT)) AS "x_1",
    "t0"."country" AS "footpath_group"
  FROM "events" AS "t0"
  WHERE
    "t0"."customer_key" IS NOT NULL AND "t0"."country" IS NOT NULL
)
SELECT
  "t21"."group",
  "t21"."customers",
  "t21"."mixed",
  "t21"."x_0",
  "t21"."y_0",
  "t21"."spread_0",
  "t21"."x_1",
  "t21"."y_1",
  "t21"."spread_1",
  CAST(NULL AS BIGINT) AS "both",
  CAST(NULL AS DOUBLE) AS "joint_0",
  CAST(NULL AS DOUBLE) AS "joint_1"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t18"."group",
      COUNT(*) AS "customers",
      COUNT_IF("t18"."mixed") AS "mixed",
      SUM("t18"."x_0") AS "x_0",
      SUM("t18"."y_0") AS "y_0",
      SUM("t18"."e_0" * "t18"."e_0") AS "spread_0",
      SUM("t18"."x_1") AS "x_1",
      SUM("t18"."y_1") AS "y_1",
      SUM("t18"."e_1" * "t18"."e_1") AS "spread_1"
    FROM (
      SELECT
        "t17"."customer_key",
        "t17"."group",
        "t17"."mixed",
        "t17"."x_0",
        "t17"."y_0",
        "t17"."x_1",
        "t17"."y_1",
        "t17"."r_0",
        "t17"."r_1",
        CAST("t17"."y_0" AS DOUBLE) - (
          "t17"."r_0" * CAST("t17"."x_0" AS DOUBLE)
        ) AS "e_0",
        "t17"."y_1" - (
          "t17"."r_1" * CAST("t17"."x_1" AS DOUBLE)
        ) AS "e_1"
      FROM (
        SELECT
          "t16"."customer_key",
          "t16"."group",
          "t16"."mixed",
          "t16"."x_0",
          "t16"."y_0",
          "t16"."x_1",
          "t16"."y_1",
          CAST(SUM("t16"."y_0") OVER (
            PARTITION BY "t16"."group"
            ORDER BY NULL ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS DOUBLE) / CAST(NULLIF(
            SUM("t16"."x_0") OVER (
              PARTITION BY "t16"."group"
              ORDER BY NULL ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ),
            0
          ) AS DOUBLE) AS "r_0",
          SUM("t16"."y_1") OVER (
            PARTITION BY "t16"."group"
            ORDER BY NULL ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) / CAST(NULLIF(
            SUM("t16"."x_1") OVER (
              PARTITION BY "t16"."group"
              ORDER BY NULL ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ),
            0
          ) AS DOUBLE) AS "r_1"
        FROM (
          SELECT
            "t15"."customer_key",
            "t15"."group",
            BOOLOR_AGG("t15"."mixed") AS "mixed",
            1 AS "x_0",
            COALESCE(MAX("t15"."x_0"), 0) AS "y_0",
            COUNT("t15"."x_1") AS "x_1",
            COALESCE(CAST(SUM("t15"."y_1") AS DOUBLE), 0.0) AS "y_1"
          FROM (
            SELECT
              "t14".*
              EXCLUDE ("footpath_key", "since_us")
            FROM (
              SELECT
                "t3"."customer_id",
                "t3"."case_id",
                "t3"."actor",
                "t3"."occurred_us",
                "t3"."event",
                "t3"."event_id",
                "t3"."sequence",
                "t3"."promised_us",
                "t3"."session_id",
                "t3"."channel",
                "t3"."value",
                "t3"."currency",
                "t3"."case_status",
                "t3"."arrival",
                "t3"."device",
                "t3"."country",
                "t3"."rank",
                "t3"."score",
                "t3"."is_new",
                "t3"."variant",
                "t3"."late",
                "t3"."delay_us",
                "t3"."is_goal",
                "t3"."came_late",
                "t3"."weekend_ad",
                "t3"."customer_key",
                "t3"."x_0",
                "t3"."y_1",
                "t3"."x_1",
                "t13"."footpath_key",
                "t13"."group",
                "t13"."since_us",
                "t13"."mixed"
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
                  IFF(COALESCE("t0"."event" = 'order', FALSE), 1, CAST(NULL AS BIGINT)) AS "x_0",
                  "t0"."value" AS "y_1",
                  IFF("t0"."value" IS NOT NULL, 1, CAST(NULL AS BIGINT)) AS "x_1"
                FROM "events" AS "t0"
                WHERE
                  "t0"."customer_key" IS NOT NULL
              ) AS "t3"
              INNER JOIN (
                SELECT
                  "t11"."customer_key" AS "footpath_key",
                  "t11"."footpath_group" AS "group",
                  CAST(NULL AS BIGINT) AS "since_us",
                  FALSE AS "mixed"
                FROM (
                  SELECT
                    "t10".*
                    EXCLUDE ("footpath_key", "footpath_rank", "footpath_us")
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t8"."customer_id",
                        "t8"."case_id",
                        "t8"."actor",
                        "t8"."occurred_us",
                        "t8"."event",
                        "t8"."event_id",
                        "t8"."sequence",
                        "t8"."promised_us",
                        "t8"."session_id",
                        "t8"."channel",
                        "t8"."value",
                        "t8"."currency",
                        "t8"."case_status",
                        "t8"."arrival",
                        "t8"."device",
                        "t8"."country",
                        "t8"."rank",
                        "t8"."score",
                        "t8"."is_new",
                        "t8"."variant",
                        "t8"."late",
                        "t8"."delay_us",
                        "t8"."is_goal",
                        "t8"."came_late",
                        "t8"."weekend_ad",
                        "t8"."customer_key",
                        "t8"."x_0",
                        "t8"."y_1",
                        "t8"."x_1",
                        "t8"."footpath_group",
                        "t8"."footpath_key",
                        "t8"."footpath_us",
                        ROW_NUMBER() OVER (
                          PARTITION BY "t8"."customer_key"
                          ORDER BY "t8"."occurred_us" ASC, "t8"."sequence" ASC, "t8"."arrival" ASC
                        ) - 1 AS "footpath_rank"
                      FROM (
                        SELECT
                          "t5"."customer_id",
                          "t5"."case_id",
                          "t5"."actor",
                          "t5"."occurred_us",
                          "t5"."event",
                          "t5"."event_id",
                          "t5"."sequence",
                          "t5"."promised_us",
                          "t5"."session_id",
                          "t5"."channel",
                          "t5"."value",
                          "t5"."currency",
                          "t5"."case_status",
                          "t5"."arrival",
                          "t5"."device",
                          "t5"."country",
                          "t5"."rank",
                          "t5"."score",
                          "t5"."is_new",
                          "t5"."variant",
                          "t5"."late",
                          "t5"."delay_us",
                          "t5"."is_goal",
                          "t5"."came_late",
                          "t5"."weekend_ad",
                          "t5"."customer_key",
                          "t5"."x_0",
                          "t5"."y_1",
                          "t5"."x_1",
                          "t5"."footpath_group",
                          "t7"."footpath_key",
                          "t7"."footpath_us"
                        FROM "t2" AS "t5"
                        INNER JOIN (
                          SELECT
                            "t4"."customer_key" AS "footpath_key",
                            MIN("t4"."occurred_us") AS "footpath_us"
                          FROM "t2" AS "t4"
                          GROUP BY
                            1
                        ) AS "t7"
                          ON "t5"."customer_key" = "t7"."footpath_key"
                          AND "t5"."occurred_us" = "t7"."footpath_us"
                      ) AS "t8"
                    ) AS "t9"
                    WHERE
                      "t9"."footpath_rank" = 0
                  ) AS "t10"
                ) AS "t11"
              ) AS "t13"
                ON "t3"."customer_key" = "t13"."footpath_key"
            ) AS "t14"
          ) AS "t15"
          GROUP BY
            1,
            2
        ) AS "t16"
      ) AS "t17"
    ) AS "t18"
    GROUP BY
      1
  ) AS "t19"
  ORDER BY
    "t19"."customers" DESC NULLS LAST,
    "t19"."group" ASC
  LIMIT 500
) AS "t21"
