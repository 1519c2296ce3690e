SELECT
  COUNT("t13"."took_1") AS "reached_1",
  PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY
    "t13"."took_1") AS "median_1",
  COUNT("t13"."took_2") AS "reached_2",
  PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY
    "t13"."took_2") AS "median_2",
  COUNT("t13"."took_3") AS "reached_3",
  PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY
    "t13"."took_3") AS "median_3",
  COUNT("t13"."took_4") AS "reached_4",
  PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY
    "t13"."took_4") AS "median_4"
FROM (
  SELECT
    "t12"."customer_key",
    "t12"."occurred_us",
    "t12"."place",
    "t12"."took_1",
    "t12"."took_2",
    "t12"."took_3",
    IFF(
      (
        "t12"."start" IS NOT NULL
      ) AND (
        "t12"."before" IS NULL
      ),
      "t12"."occurred_us" - "t12"."start",
      CAST(NULL AS BIGINT)
    ) AS "took_4",
    CAST(NULL AS BIGINT) AS "start"
  FROM (
    SELECT
      "t11"."customer_key",
      "t11"."occurred_us",
      "t11"."place",
      "t11"."took_1",
      "t11"."took_2",
      "t11"."took_3",
      "t11"."fits_4",
      "t11"."start",
      MAX("t11"."start") OVER (
        PARTITION BY "t11"."customer_key"
        ORDER BY "t11"."place" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
      ) AS "before"
    FROM (
      SELECT
        "t10"."customer_key",
        "t10"."occurred_us",
        "t10"."place",
        "t10"."took_1",
        "t10"."took_2",
        "t10"."took_3",
        "t10"."fits_4",
        "t10"."next_start" AS "start"
      FROM (
        SELECT
          "t9"."customer_key",
          "t9"."occurred_us",
          "t9"."place",
          "t9"."took_1",
          "t9"."took_2",
          "t9"."fits_3",
          "t9"."fits_4",
          "t9"."start",
          "t9"."before",
          IFF(
            (
              "t9"."start" IS NOT NULL
            ) AND (
              "t9"."before" IS NULL
            ),
            "t9"."occurred_us" - "t9"."start",
            CAST(NULL AS BIGINT)
          ) AS "took_3",
          IFF(
            "t9"."fits_4"
            AND (
              "t9"."before" IS NOT NULL
            )
            AND (
              (
                "t9"."occurred_us" - "t9"."before"
              ) <= 604800000000
            ),
            "t9"."before",
            CAST(NULL AS BIGINT)
          ) AS "next_start"
        FROM (
          SELECT
            "t8"."customer_key",
            "t8"."occurred_us",
            "t8"."place",
            "t8"."took_1",
            "t8"."took_2",
            "t8"."fits_3",
            "t8"."fits_4",
            "t8"."start",
            MAX("t8"."start") OVER (
              PARTITION BY "t8"."customer_key"
              ORDER BY "t8"."place" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
            ) AS "before"
          FROM (
            SELECT
              "t7"."customer_key",
              "t7"."occurred_us",
              "t7"."place",
              "t7"."took_1",
              "t7"."took_2",
              "t7"."fits_3",
              "t7"."fits_4",
              "t7"."next_start" AS "start"
            FROM (
              SELECT
                "t6"."customer_key",
                "t6"."occurred_us",
                "t6"."place",
                "t6"."took_1",
                "t6"."fits_2",
                "t6"."fits_3",
                "t6"."fits_4",
                "t6"."start",
                "t6"."before",
                IFF(
                  (
                    "t6"."start" IS NOT NULL
                  ) AND (
                    "t6"."before" IS NULL
                  ),
                  "t6"."occurred_us" - "t6"."start",
                  CAST(NULL AS BIGINT)
                ) AS "took_2",
                IFF(
                  "t6"."fits_3"
                  AND (
                    "t6"."before" IS NOT NULL
                  )
                  AND (
                    (
                      "t6"."occurred_us" - "t6"."before"
                    ) <= 604800000000
                  ),
                  "t6"."before",
                  CAST(NULL AS BIGINT)
                ) AS "next_start"
              FROM (
                SELECT
                  "t5"."customer_key",
                  "t5"."occurred_us",
                  "t5"."place",
                  "t5"."took_1",
                  "t5"."fits_2",
                  "t5"."fits_3",
                  "t5"."fits_4",
                  "t5"."start",
                  MAX("t5"."start") OVER (
                    PARTITION BY "t5"."customer_key"
                    ORDER BY "t5"."place" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                  ) AS "before"
                FROM (
                  SELECT
                    "t4"."customer_key",
                    "t4"."occurred_us",
                    "t4"."place",
                    "t4"."took_1",
                    "t4"."fits_2",
                    "t4"."fits_3",
                    "t4"."fits_4",
                    "t4"."next_start" AS "start"
                  FROM (
                    SELECT
                      "t3"."customer_key",
                      "t3"."occurred_us",
                      "t3"."sequence",
                      "t3"."arrival",
                      "t3"."fits_1",
                      "t3"."fits_2",
                      "t3"."fits_3",
                      "t3"."fits_4",
                      "t3"."place",
                      "t3"."before",
                      IFF("t3"."fits_1", "t3"."occurred_us", CAST(NULL AS BIGINT)) AS "start",
                      IFF(
                        (
                          IFF("t3"."fits_1", "t3"."occurred_us", CAST(NULL AS BIGINT)) IS NOT NULL
                        )
                        AND (
                          "t3"."before" IS NULL
                        ),
                        "t3"."occurred_us" - IFF("t3"."fits_1", "t3"."occurred_us", CAST(NULL AS BIGINT)),
                        CAST(NULL AS BIGINT)
                      ) AS "took_1",
                      IFF(
                        "t3"."fits_2"
                        AND (
                          "t3"."before" IS NOT NULL
                        )
                        AND (
                          (
                            "t3"."occurred_us" - "t3"."before"
                          ) <= 604800000000
                        ),
                        "t3"."before",
                        CAST(NULL AS BIGINT)
                      ) AS "next_start"
                    FROM (
                      SELECT
                        "t2"."customer_key",
                        "t2"."occurred_us",
                        "t2"."sequence",
                        "t2"."arrival",
                        "t2"."fits_1",
                        "t2"."fits_2",
                        "t2"."fits_3",
                        "t2"."fits_4",
                        ROW_NUMBER() OVER (
                          PARTITION BY "t2"."customer_key"
                          ORDER BY "t2"."occurred_us" ASC, "t2"."sequence" ASC, "t2"."arrival" ASC
                        ) - 1 AS "place",
                        MAX(IFF("t2"."fits_1", "t2"."occurred_us", CAST(NULL AS BIGINT))) OVER (
                          PARTITION BY "t2"."customer_key"
                          ORDER BY "t2"."occurred_us" ASC, "t2"."sequence" ASC, "t2"."arrival" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                        ) AS "before"
                      FROM (
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t0"."customer_key",
                            "t0"."occurred_us",
                            "t0"."sequence",
                            "t0"."arrival",
                            COALESCE("t0"."event" = 'view', FALSE) AS "fits_1",
                            COALESCE("t0"."event" = 'basket', FALSE) AS "fits_2",
                            COALESCE("t0"."event" = 'pay', FALSE) AS "fits_3",
                            COALESCE("t0"."event" = 'order', FALSE) AS "fits_4"
                          FROM "events" AS "t0"
                          WHERE
                            "t0"."customer_key" IS NOT NULL
                        ) AS "t1"
                        WHERE
                          "t1"."fits_1" OR "t1"."fits_2" OR "t1"."fits_3" OR "t1"."fits_4"
                      ) AS "t2"
                    ) AS "t3"
                  ) AS "t4"
                  WHERE
                    (
                      "t4"."took_1" IS NOT NULL
                    )
                    OR (
                      "t4"."next_start" IS NOT NULL
                    )
                    OR "t4"."fits_3"
                    OR "t4"."fits_4"
                ) AS "t5"
              ) AS "t6"
            ) AS "t7"
            WHERE
              (
                "t7"."took_1" IS NOT NULL
              )
              OR (
                "t7"."took_2" IS NOT NULL
              )
              OR (
                "t7"."next_start" IS NOT NULL
              )
              OR "t7"."fits_4"
          ) AS "t8"
        ) AS "t9"
      ) AS "t10"
      WHERE
        (
          "t10"."took_1" IS NOT NULL
        )
        OR (
          "t10"."took_2" IS NOT NULL
        )
        OR (
          "t10"."took_3" IS NOT NULL
        )
        OR (
          "t10"."next_start" IS NOT NULL
        )
    ) AS "t11"
  ) AS "t12"
  WHERE
    (
      "t12"."took_1" IS NOT NULL
    )
    OR (
      "t12"."took_2" IS NOT NULL
    )
    OR (
      "t12"."took_3" IS NOT NULL
    )
    OR (
      IFF(
        (
          "t12"."start" IS NOT NULL
        ) AND (
          "t12"."before" IS NULL
        ),
        "t12"."occurred_us" - "t12"."start",
        CAST(NULL AS BIGINT)
      ) IS NOT NULL
    )
    OR (
      CAST(NULL AS BIGINT) IS NOT NULL
    )
) AS "t13"
