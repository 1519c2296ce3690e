WITH "t2" AS (
  SELECT
    "t1"."customer_id",
    "t1"."case_id",
    "t1"."actor",
    "t1"."occurred_us",
    "t1"."event",
    "t1"."event_id",
    "t1"."sequence",
    "t1"."promised_us",
    "t1"."session_id",
    "t1"."channel",
    "t1"."value",
    "t1"."currency",
    "t1"."case_status",
    "t1"."arrival",
    "t1"."device",
    "t1"."country",
    "t1"."rank",
    "t1"."score",
    "t1"."is_new",
    "t1"."variant",
    "t1"."late",
    "t1"."delay_us",
    "t1"."is_goal",
    "t1"."came_late",
    "t1"."weekend_ad",
    "t1"."customer_key",
    "t1"."name",
    ROW_NUMBER() OVER (
      PARTITION BY "t1"."customer_key"
      ORDER BY "t1"."occurred_us" ASC, "t1"."sequence" ASC, "t1"."arrival" ASC
    ) - 1 AS "place",
    LAG("t1"."name") OVER (
      PARTITION BY "t1"."customer_key"
      ORDER BY "t1"."occurred_us" ASC, "t1"."sequence" ASC, "t1"."arrival" ASC
    ) AS "name_before",
    LEAD("t1"."name") OVER (
      PARTITION BY "t1"."customer_key"
      ORDER BY "t1"."occurred_us" ASC, "t1"."sequence" ASC, "t1"."arrival" ASC
    ) AS "name_after",
    LAG("t1"."occurred_us") OVER (
      PARTITION BY "t1"."customer_key"
      ORDER BY "t1"."occurred_us" ASC, "t1"."sequence" ASC, "t1"."arrival" ASC
    ) AS "us_before",
    LEAD("t1"."occurred_us") OVER (
      PARTITION BY "t1"."customer_key"
      ORDER BY "t1"."occurred_us" ASC, "t1"."sequence" ASC, "t1"."arrival" ASC
    ) AS "us_after"
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
), "t20" AS (
  SELECT
    "t19"."customer_key",
    "t19"."place",
    "t19"."took_us",
    "t19"."start",
    LAG("t19"."start") OVER (PARTITION BY "t19"."customer_key" ORDER BY "t19"."place" ASC) AS "last_start",
    ROW_NUMBER() OVER (PARTITION BY "t19"."customer_key" ORDER BY "t19"."place" ASC) - 1 AS "number"
  FROM (
    SELECT
      "t18"."customer_key",
      "t18"."place",
      "t18"."occurred_us" - "t18"."start_3" AS "took_us",
      "t18"."from_3" AS "start"
    FROM (
      SELECT
        "t17".*
        EXCLUDE ("before_from", "before_place", "before_start", "before_us")
      FROM (
        SELECT
          "t16"."customer_key",
          "t16"."place",
          "t16"."occurred_us",
          "t16"."fits_1",
          "t16"."fits_2",
          "t16"."fits_3",
          "t16"."start_1",
          "t16"."from_1",
          "t16"."start_2",
          "t16"."from_2",
          "t16"."last_2",
          "t16"."before_start",
          "t16"."before_from",
          "t16"."before_place",
          "t16"."before_us",
          IFF(
            COALESCE("t16"."fits_3" AND (
              "t16"."before_start" IS NOT NULL
            ), FALSE),
            "t16"."before_start",
            CAST(NULL AS BIGINT)
          ) AS "start_3",
          IFF(
            COALESCE("t16"."fits_3" AND (
              "t16"."before_start" IS NOT NULL
            ), FALSE),
            "t16"."before_from",
            CAST(NULL AS BIGINT)
          ) AS "from_3",
          IFF(
            COALESCE("t16"."fits_3" AND (
              "t16"."before_start" IS NOT NULL
            ), FALSE),
            "t16"."before_us",
            CAST(NULL AS BIGINT)
          ) AS "last_3"
        FROM (
          SELECT
            "t15"."customer_key",
            "t15"."place",
            "t15"."occurred_us",
            "t15"."fits_1",
            "t15"."fits_2",
            "t15"."fits_3",
            "t15"."start_1",
            "t15"."from_1",
            "t15"."start_2",
            "t15"."from_2",
            "t15"."last_2",
            MAX("t15"."start_2") OVER (
              PARTITION BY "t15"."customer_key"
              ORDER BY "t15"."place" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
            ) AS "before_start",
            MAX("t15"."from_2") OVER (
              PARTITION BY "t15"."customer_key"
              ORDER BY "t15"."place" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
            ) AS "before_from",
            MAX(IFF("t15"."start_2" IS NOT NULL, "t15"."place", CAST(NULL AS BIGINT))) OVER (
              PARTITION BY "t15"."customer_key"
              ORDER BY "t15"."place" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
            ) AS "before_place",
            MAX(IFF("t15"."start_2" IS NOT NULL, "t15"."occurred_us", CAST(NULL AS BIGINT))) OVER (
              PARTITION BY "t15"."customer_key"
              ORDER BY "t15"."place" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
            ) AS "before_us"
          FROM (
            SELECT
              "t14".*
              EXCLUDE ("before_from", "before_place", "before_start", "before_us")
            FROM (
              SELECT
                "t13"."customer_key",
                "t13"."place",
                "t13"."occurred_us",
                "t13"."fits_1",
                "t13"."fits_2",
                "t13"."fits_3",
                "t13"."start_1",
                "t13"."from_1",
                "t13"."before_start",
                "t13"."before_from",
                "t13"."before_place",
                "t13"."before_us",
                IFF(
                  COALESCE("t13"."fits_2" AND (
                    "t13"."before_start" IS NOT NULL
                  ), FALSE),
                  "t13"."before_start",
                  CAST(NULL AS BIGINT)
                ) AS "start_2",
                IFF(
                  COALESCE("t13"."fits_2" AND (
                    "t13"."before_start" IS NOT NULL
                  ), FALSE),
                  "t13"."before_from",
                  CAST(NULL AS BIGINT)
                ) AS "from_2",
                IFF(
                  COALESCE("t13"."fits_2" AND (
                    "t13"."before_start" IS NOT NULL
                  ), FALSE),
                  "t13"."before_us",
                  CAST(NULL AS BIGINT)
                ) AS "last_2"
              FROM (
                SELECT
                  "t12"."customer_key",
                  "t12"."place",
                  "t12"."occurred_us",
                  "t12"."fits_1",
                  "t12"."fits_2",
                  "t12"."fits_3",
                  "t12"."start_1",
                  "t12"."from_1",
                  MAX("t12"."start_1") OVER (
                    PARTITION BY "t12"."customer_key"
                    ORDER BY "t12"."place" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                  ) AS "before_start",
                  MAX("t12"."from_1") OVER (
                    PARTITION BY "t12"."customer_key"
                    ORDER BY "t12"."place" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                  ) AS "before_from",
                  MAX(IFF("t12"."start_1" IS NOT NULL, "t12"."place", CAST(NULL AS BIGINT))) OVER (
                    PARTITION BY "t12"."customer_key"
                    ORDER BY "t12"."place" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                  ) AS "before_place",
                  MAX(IFF("t12"."start_1" IS NOT NULL, "t12"."occurred_us", CAST(NULL AS BIGINT))) OVER (
                    PARTITION BY "t12"."customer_key"
                    ORDER BY "t12"."place" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                  ) AS "before_us"
                FROM (
                  SELECT
                    "t10"."customer_key",
                    "t10"."place",
                    "t10"."occurred_us",
                    "t10"."fits_1",
                    "t10"."fits_2",
                    "t10"."fits_3",
                    IFF("t10"."fits_1", "t10"."occurred_us", CAST(NULL AS BIGINT)) AS "start_1",
                    IFF("t10"."fits_1", "t10"."place", CAST(NULL AS BIGINT)) AS "from_1"
                  FROM (
                    SELECT
                      "t3"."customer_key",
                      "t3"."place",
                      "t3"."occurred_us",
                      COALESCE("t3"."event" = 'view', FALSE) AS "fits_1",
                      COALESCE("t3"."event" = 'basket', FALSE) AS "fits_2",
                      COALESCE("t3"."event" = 'pay', FALSE) AS "fits_3"
                    FROM "t2" AS "t3"
                  ) AS "t10"
                  WHERE
                    "t10"."fits_1" OR "t10"."fits_2" OR "t10"."fits_3"
                ) AS "t12"
              ) AS "t13"
            ) AS "t14"
          ) AS "t15"
        ) AS "t16"
      ) AS "t17"
    ) AS "t18"
    WHERE
      (
        (
          "t18"."start_1" IS NOT NULL
        )
        OR (
          "t18"."start_2" IS NOT NULL
        )
        OR (
          "t18"."start_3" IS NOT NULL
        )
      )
      AND "t18"."start_3" IS NOT NULL
  ) AS "t19"
)
SELECT
  *
FROM (
  SELECT
    *
  FROM (
    SELECT
      'pattern' AS "what",
      '' AS "name",
      "t29"."customers",
      "t29"."count",
      "t11"."n",
      "t29"."times",
      CAST(NULL AS ARRAY) AS "overlaps"
    FROM (
      SELECT
        COUNT(DISTINCT "t22"."customer_key") AS "customers",
        COUNT(*) AS "count",
        ARRAY_CONSTRUCT(
          PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY
            "t22"."took_us"),
          PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY
            "t22"."took_us")
        ) AS "times"
      FROM (
        SELECT
          *
        FROM "t20" AS "t21"
        WHERE
          "t21"."number" = 0
      ) AS "t22"
    ) AS "t29"
    CROSS JOIN (
      SELECT
        COUNT(*) AS "n"
      FROM (
        SELECT DISTINCT
          "t3"."customer_key"
        FROM "t2" AS "t3"
      ) AS "t4"
    ) AS "t11"
  ) AS "t32"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      'before' AS "what",
      "t36"."name",
      "t36"."customers",
      "t36"."count",
      CAST(NULL AS BIGINT) AS "n",
      "t36"."times",
      CAST(NULL AS ARRAY) AS "overlaps"
    FROM (
      SELECT
        "t33"."name",
        COUNT(DISTINCT "t33"."customer_key") AS "customers",
        COUNT(*) AS "count",
        ARRAY_CONSTRUCT(
          PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY
            "t33"."apart_us"),
          PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY
            "t33"."apart_us")
        ) AS "times"
      FROM (
        SELECT
          "t30"."customer_key",
          "t30"."at",
          "t30"."place",
          "t30"."occurred_us",
          COALESCE("t30"."name", '(begin)') AS "name",
          "t30"."us",
          "t30"."occurred_us" - "t30"."us" AS "apart_us"
        FROM (
          SELECT
            "t26"."customer_key",
            "t26"."at",
            "t7"."place",
            "t7"."occurred_us",
            "t7"."name",
            "t7"."us"
          FROM (
            SELECT
              "t21"."customer_key",
              "t21"."start" AS "at"
            FROM "t20" AS "t21"
            WHERE
              "t21"."number" = 0
          ) AS "t26"
          INNER JOIN (
            SELECT
              "t3"."customer_key",
              "t3"."place",
              "t3"."occurred_us",
              "t3"."name_before" AS "name",
              "t3"."us_before" AS "us"
            FROM "t2" AS "t3"
          ) AS "t7"
            ON "t26"."customer_key" = "t7"."customer_key" AND "t26"."at" = "t7"."place"
        ) AS "t30"
      ) AS "t33"
      GROUP BY
        1
    ) AS "t36"
  ) AS "t38"
) AS "t39"
UNION ALL
SELECT
  *
FROM (
  SELECT
    *
  FROM (
    SELECT
      'after' AS "what",
      "t37"."name",
      "t37"."customers",
      "t37"."count",
      CAST(NULL AS BIGINT) AS "n",
      "t37"."times",
      CAST(NULL AS ARRAY) AS "overlaps"
    FROM (
      SELECT
        "t34"."name",
        COUNT(DISTINCT "t34"."customer_key") AS "customers",
        COUNT(*) AS "count",
        ARRAY_CONSTRUCT(
          PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY
            "t34"."apart_us"),
          PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY
            "t34"."apart_us")
        ) AS "times"
      FROM (
        SELECT
          "t31"."customer_key",
          "t31"."at",
          "t31"."place",
          "t31"."occurred_us",
          COALESCE("t31"."name", '(end)') AS "name",
          "t31"."us",
          -(
            "t31"."occurred_us" - "t31"."us"
          ) AS "apart_us"
        FROM (
          SELECT
            "t27"."customer_key",
            "t27"."at",
            "t8"."place",
            "t8"."occurred_us",
            "t8"."name",
            "t8"."us"
          FROM (
            SELECT
              "t21"."customer_key",
              "t21"."place" AS "at"
            FROM "t20" AS "t21"
            WHERE
              "t21"."number" = 0
          ) AS "t27"
          INNER JOIN (
            SELECT
              "t3"."customer_key",
              "t3"."place",
              "t3"."occurred_us",
              "t3"."name_after" AS "name",
              "t3"."us_after" AS "us"
            FROM "t2" AS "t3"
          ) AS "t8"
            ON "t27"."customer_key" = "t8"."customer_key" AND "t27"."at" = "t8"."place"
        ) AS "t31"
      ) AS "t34"
      GROUP BY
        1
    ) AS "t37"
  ) AS "t40"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      'run' AS "what",
      '' AS "name",
      CAST(NULL AS BIGINT) AS "customers",
      "t43"."count",
      CAST(NULL AS BIGINT) AS "n",
      CAST(NULL AS ARRAY) AS "times",
      "t43"."overlaps"
    FROM (
      SELECT
        "t42"."overlaps",
        COUNT(*) AS "count"
      FROM (
        SELECT
          "t41"."customer_key",
          "t41"."run",
          ARRAY_AGG("t41"."over") WITHIN GROUP (ORDER BY
            "t41"."place" ASC) AS "overlaps"
        FROM (
          SELECT
            "t35"."customer_key",
            "t35"."place",
            "t35"."over",
            COUNT(IFF("t35"."over" = 0, 1, CAST(NULL AS TINYINT))) OVER (
              PARTITION BY "t35"."customer_key"
              ORDER BY "t35"."place" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "run"
          FROM (
            SELECT
              "t25"."customer_key",
              "t25"."place",
              0 + IFF(
                COALESCE(
                  LAG("t25"."place", 1) OVER (PARTITION BY "t25"."customer_key" ORDER BY "t25"."place" ASC) >= "t25"."start",
                  FALSE
                ),
                1,
                0
              ) + IFF(
                COALESCE(
                  LAG("t25"."place", 2) OVER (PARTITION BY "t25"."customer_key" ORDER BY "t25"."place" ASC) >= "t25"."start",
                  FALSE
                ),
                1,
                0
              ) AS "over"
            FROM (
              SELECT
                *
              FROM "t20" AS "t21"
              WHERE
                COALESCE("t21"."last_start" <> "t21"."start", TRUE)
            ) AS "t25"
          ) AS "t35"
        ) AS "t41"
        GROUP BY
          1,
          2
      ) AS "t42"
      GROUP BY
        1
    ) AS "t43"
  ) AS "t44"
) AS "t45"
