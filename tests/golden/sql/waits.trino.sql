WITH "t3" AS (
  SELECT
    *
  FROM (
    SELECT
      "t1"."customer_key",
      "t1"."customer_key" AS "who",
      LEAD("t1"."occurred_us") OVER (
        PARTITION BY "t1"."customer_key"
        ORDER BY "t1"."occurred_us" ASC, "t1"."sequence" ASC, "t1"."arrival" ASC
      ) - "t1"."occurred_us" AS "wait_us",
      "t1"."name" AS "from",
      LEAD("t1"."name") OVER (
        PARTITION BY "t1"."customer_key"
        ORDER BY "t1"."occurred_us" ASC, "t1"."sequence" ASC, "t1"."arrival" ASC
      ) AS "to"
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
  ) AS "t2"
  WHERE
    "t2"."wait_us" IS NOT NULL
), "t8" AS (
  SELECT
    "t6"."who",
    "t6"."from",
    "t6"."to",
    "t6"."x",
    SUM("t6"."x") OVER (PARTITION BY "t6"."who" ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS "t"
  FROM (
    SELECT
      "t4"."who",
      "t4"."from",
      "t4"."to",
      SUM(CAST("t4"."wait_us" AS DOUBLE)) AS "x"
    FROM "t3" AS "t4"
    GROUP BY
      1,
      2,
      3
  ) AS "t6"
)
SELECT
  "t7"."from",
  "t7"."to",
  "t7"."customers",
  "t7"."occurrences",
  "t7"."times",
  "t7"."whole_s",
  "t7"."rest_us",
  "t12"."squares",
  "t12"."products",
  "t14"."n",
  "t14"."whole_squares"
FROM (
  SELECT
    "t4"."from",
    "t4"."to",
    COUNT(DISTINCT "t4"."customer_key") AS "customers",
    COUNT(*) AS "occurrences",
    ARRAY[ELEMENT_AT(
      ARRAY_AGG("t4"."wait_us" ORDER BY "t4"."wait_us" ASC) FILTER(WHERE
        NOT "t4"."wait_us" IS NULL),
      CAST(FLOOR(
        (
          (
            CARDINALITY(
              ARRAY_AGG("t4"."wait_us" ORDER BY "t4"."wait_us" ASC) FILTER(WHERE
                NOT "t4"."wait_us" IS NULL)
            ) - 1
          ) * 0.5
        )
      ) AS BIGINT) + 1
    ) + (
      (
        ELEMENT_AT(
          ARRAY_AGG("t4"."wait_us" ORDER BY "t4"."wait_us" ASC) FILTER(WHERE
            NOT "t4"."wait_us" IS NULL),
          CAST(CEILING(
            (
              (
                CARDINALITY(
                  ARRAY_AGG("t4"."wait_us" ORDER BY "t4"."wait_us" ASC) FILTER(WHERE
                    NOT "t4"."wait_us" IS NULL)
                ) - 1
              ) * 0.5
            )
          ) AS BIGINT) + 1
        ) - ELEMENT_AT(
          ARRAY_AGG("t4"."wait_us" ORDER BY "t4"."wait_us" ASC) FILTER(WHERE
            NOT "t4"."wait_us" IS NULL),
          CAST(FLOOR(
            (
              (
                CARDINALITY(
                  ARRAY_AGG("t4"."wait_us" ORDER BY "t4"."wait_us" ASC) FILTER(WHERE
                    NOT "t4"."wait_us" IS NULL)
                ) - 1
              ) * 0.5
            )
          ) AS BIGINT) + 1
        )
      ) * (
        (
          (
            CARDINALITY(
              ARRAY_AGG("t4"."wait_us" ORDER BY "t4"."wait_us" ASC) FILTER(WHERE
                NOT "t4"."wait_us" IS NULL)
            ) - 1
          ) * 0.5
        ) - FLOOR(
          (
            (
              CARDINALITY(
                ARRAY_AGG("t4"."wait_us" ORDER BY "t4"."wait_us" ASC) FILTER(WHERE
                  NOT "t4"."wait_us" IS NULL)
              ) - 1
            ) * 0.5
          )
        )
      )
    ), ELEMENT_AT(
      ARRAY_AGG("t4"."wait_us" ORDER BY "t4"."wait_us" ASC) FILTER(WHERE
        NOT "t4"."wait_us" IS NULL),
      CAST(FLOOR(
        (
          (
            CARDINALITY(
              ARRAY_AGG("t4"."wait_us" ORDER BY "t4"."wait_us" ASC) FILTER(WHERE
                NOT "t4"."wait_us" IS NULL)
            ) - 1
          ) * 0.9
        )
      ) AS BIGINT) + 1
    ) + (
      (
        ELEMENT_AT(
          ARRAY_AGG("t4"."wait_us" ORDER BY "t4"."wait_us" ASC) FILTER(WHERE
            NOT "t4"."wait_us" IS NULL),
          CAST(CEILING(
            (
              (
                CARDINALITY(
                  ARRAY_AGG("t4"."wait_us" ORDER BY "t4"."wait_us" ASC) FILTER(WHERE
                    NOT "t4"."wait_us" IS NULL)
                ) - 1
              ) * 0.9
            )
          ) AS BIGINT) + 1
        ) - ELEMENT_AT(
          ARRAY_AGG("t4"."wait_us" ORDER BY "t4"."wait_us" ASC) FILTER(WHERE
            NOT "t4"."wait_us" IS NULL),
          CAST(FLOOR(
            (
              (
                CARDINALITY(
                  ARRAY_AGG("t4"."wait_us" ORDER BY "t4"."wait_us" ASC) FILTER(WHERE
                    NOT "t4"."wait_us" IS NULL)
                ) - 1
              ) * 0.9
            )
          ) AS BIGINT) + 1
        )
      ) * (
        (
          (
            CARDINALITY(
              ARRAY_AGG("t4"."wait_us" ORDER BY "t4"."wait_us" ASC) FILTER(WHERE
                NOT "t4"."wait_us" IS NULL)
            ) - 1
          ) * 0.9
        ) - FLOOR(
          (
            (
              CARDINALITY(
                ARRAY_AGG("t4"."wait_us" ORDER BY "t4"."wait_us" ASC) FILTER(WHERE
                  NOT "t4"."wait_us" IS NULL)
              ) - 1
            ) * 0.9
          )
        )
      )
    )] AS "times",
    SUM(CAST(FLOOR(CAST((
      "t4"."wait_us"
    ) AS DOUBLE) / (
      1000000
    )) AS BIGINT)) AS "whole_s",
    SUM("t4"."wait_us" % 1000000) AS "rest_us"
  FROM "t3" AS "t4"
  GROUP BY
    1,
    2
) AS "t7"
INNER JOIN (
  SELECT
    "t9"."from",
    "t9"."to",
    SUM("t9"."x" * "t9"."x") AS "squares",
    SUM("t9"."x" * "t9"."t") AS "products"
  FROM "t8" AS "t9"
  GROUP BY
    1,
    2
) AS "t12"
  ON "t7"."from" = "t12"."from" AND "t7"."to" = "t12"."to"
CROSS JOIN (
  SELECT
    COUNT(*) AS "n",
    SUM("t10"."t" * "t10"."t") AS "whole_squares"
  FROM (
    SELECT
      "t9"."who",
      SUM("t9"."x") AS "t"
    FROM "t8" AS "t9"
    GROUP BY
      1
  ) AS "t10"
) AS "t14"
