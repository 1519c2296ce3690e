SELECT
  COUNT(*) AS "sessions",
  COUNT(DISTINCT "t4"."customer_key") AS "customers",
  ELEMENT_AT(
    ARRAY_AGG(CAST("t4"."events" AS DOUBLE) ORDER BY CAST("t4"."events" AS DOUBLE) ASC) FILTER(WHERE
      NOT CAST("t4"."events" AS DOUBLE) IS NULL),
    CAST(FLOOR(
      (
        (
          CARDINALITY(
            ARRAY_AGG(CAST("t4"."events" AS DOUBLE) ORDER BY CAST("t4"."events" AS DOUBLE) ASC) FILTER(WHERE
              NOT CAST("t4"."events" AS DOUBLE) IS NULL)
          ) - 1
        ) * 0.5
      )
    ) AS BIGINT) + 1
  ) + (
    (
      ELEMENT_AT(
        ARRAY_AGG(CAST("t4"."events" AS DOUBLE) ORDER BY CAST("t4"."events" AS DOUBLE) ASC) FILTER(WHERE
          NOT CAST("t4"."events" AS DOUBLE) IS NULL),
        CAST(CEILING(
          (
            (
              CARDINALITY(
                ARRAY_AGG(CAST("t4"."events" AS DOUBLE) ORDER BY CAST("t4"."events" AS DOUBLE) ASC) FILTER(WHERE
                  NOT CAST("t4"."events" AS DOUBLE) IS NULL)
              ) - 1
            ) * 0.5
          )
        ) AS BIGINT) + 1
      ) - ELEMENT_AT(
        ARRAY_AGG(CAST("t4"."events" AS DOUBLE) ORDER BY CAST("t4"."events" AS DOUBLE) ASC) FILTER(WHERE
          NOT CAST("t4"."events" AS DOUBLE) IS NULL),
        CAST(FLOOR(
          (
            (
              CARDINALITY(
                ARRAY_AGG(CAST("t4"."events" AS DOUBLE) ORDER BY CAST("t4"."events" AS DOUBLE) ASC) FILTER(WHERE
                  NOT CAST("t4"."events" AS DOUBLE) IS NULL)
              ) - 1
            ) * 0.5
          )
        ) AS BIGINT) + 1
      )
    ) * (
      (
        (
          CARDINALITY(
            ARRAY_AGG(CAST("t4"."events" AS DOUBLE) ORDER BY CAST("t4"."events" AS DOUBLE) ASC) FILTER(WHERE
              NOT CAST("t4"."events" AS DOUBLE) IS NULL)
          ) - 1
        ) * 0.5
      ) - FLOOR(
        (
          (
            CARDINALITY(
              ARRAY_AGG(CAST("t4"."events" AS DOUBLE) ORDER BY CAST("t4"."events" AS DOUBLE) ASC) FILTER(WHERE
                NOT CAST("t4"."events" AS DOUBLE) IS NULL)
            ) - 1
          ) * 0.5
        )
      )
    )
  ) AS "median_events",
  ELEMENT_AT(
    ARRAY_AGG("t4"."end_us" - "t4"."start_us" ORDER BY "t4"."end_us" - "t4"."start_us" ASC) FILTER(WHERE
      NOT (
        "t4"."end_us" - "t4"."start_us"
      ) IS NULL),
    CAST(FLOOR(
      (
        (
          CARDINALITY(
            ARRAY_AGG("t4"."end_us" - "t4"."start_us" ORDER BY "t4"."end_us" - "t4"."start_us" ASC) FILTER(WHERE
              NOT (
                "t4"."end_us" - "t4"."start_us"
              ) IS NULL)
          ) - 1
        ) * 0.5
      )
    ) AS BIGINT) + 1
  ) + (
    (
      ELEMENT_AT(
        ARRAY_AGG("t4"."end_us" - "t4"."start_us" ORDER BY "t4"."end_us" - "t4"."start_us" ASC) FILTER(WHERE
          NOT (
            "t4"."end_us" - "t4"."start_us"
          ) IS NULL),
        CAST(CEILING(
          (
            (
              CARDINALITY(
                ARRAY_AGG("t4"."end_us" - "t4"."start_us" ORDER BY "t4"."end_us" - "t4"."start_us" ASC) FILTER(WHERE
                  NOT (
                    "t4"."end_us" - "t4"."start_us"
                  ) IS NULL)
              ) - 1
            ) * 0.5
          )
        ) AS BIGINT) + 1
      ) - ELEMENT_AT(
        ARRAY_AGG("t4"."end_us" - "t4"."start_us" ORDER BY "t4"."end_us" - "t4"."start_us" ASC) FILTER(WHERE
          NOT (
            "t4"."end_us" - "t4"."start_us"
          ) IS NULL),
        CAST(FLOOR(
          (
            (
              CARDINALITY(
                ARRAY_AGG("t4"."end_us" - "t4"."start_us" ORDER BY "t4"."end_us" - "t4"."start_us" ASC) FILTER(WHERE
                  NOT (
                    "t4"."end_us" - "t4"."start_us"
                  ) IS NULL)
              ) - 1
            ) * 0.5
          )
        ) AS BIGINT) + 1
      )
    ) * (
      (
        (
          CARDINALITY(
            ARRAY_AGG("t4"."end_us" - "t4"."start_us" ORDER BY "t4"."end_us" - "t4"."start_us" ASC) FILTER(WHERE
              NOT (
                "t4"."end_us" - "t4"."start_us"
              ) IS NULL)
          ) - 1
        ) * 0.5
      ) - FLOOR(
        (
          (
            CARDINALITY(
              ARRAY_AGG("t4"."end_us" - "t4"."start_us" ORDER BY "t4"."end_us" - "t4"."start_us" ASC) FILTER(WHERE
                NOT (
                  "t4"."end_us" - "t4"."start_us"
                ) IS NULL)
            ) - 1
          ) * 0.5
        )
      )
    )
  ) AS "median_us"
FROM (
  SELECT
    "t3"."customer_key",
    (
      ROW_NUMBER() OVER (PARTITION BY "t3"."customer_key" ORDER BY "t3"."place" ASC) - 1
    ) + 1 AS "session",
    "t3"."customer_id" AS "customer",
    "t3"."occurred_us" AS "start_us",
    COALESCE(
      LEAD("t3"."before_us") OVER (PARTITION BY "t3"."customer_key" ORDER BY "t3"."place" ASC),
      "t3"."last_us"
    ) AS "end_us",
    COALESCE(
      LEAD("t3"."place") OVER (PARTITION BY "t3"."customer_key" ORDER BY "t3"."place" ASC),
      "t3"."total"
    ) - "t3"."place" AS "events"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t1"."customer_key",
        "t1"."customer_id",
        "t1"."occurred_us",
        LAG("t1"."occurred_us") OVER (
          PARTITION BY "t1"."customer_key"
          ORDER BY "t1"."occurred_us" ASC, "t1"."sequence" ASC, "t1"."arrival" ASC
        ) AS "before_us",
        ROW_NUMBER() OVER (
          PARTITION BY "t1"."customer_key"
          ORDER BY "t1"."occurred_us" ASC, "t1"."sequence" ASC, "t1"."arrival" ASC
        ) - 1 AS "place",
        MAX("t1"."occurred_us") OVER (
          PARTITION BY "t1"."customer_key"
          ORDER BY "t1"."occurred_us" ASC, "t1"."sequence" ASC, "t1"."arrival" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "last_us",
        COUNT(*) OVER (
          PARTITION BY "t1"."customer_key"
          ORDER BY "t1"."occurred_us" ASC, "t1"."sequence" ASC, "t1"."arrival" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "total"
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
      (
        "t2"."before_us" IS NULL
      )
      OR (
        (
          "t2"."occurred_us" - "t2"."before_us"
        ) > 1800000000
      )
  ) AS "t3"
) AS "t4"
