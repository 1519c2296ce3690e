WITH "t5" AS (
  SELECT
    "t4"."step",
    "t4"."customer_key",
    CASE "t4"."step"
      WHEN 1
      THEN "t4"."name_0"
      WHEN 2
      THEN "t4"."name_1"
      WHEN 3
      THEN "t4"."name_2"
      ELSE NULL
    END AS "near",
    CASE "t4"."step"
      WHEN 1
      THEN "t4"."name_1"
      WHEN 2
      THEN "t4"."name_2"
      WHEN 3
      THEN "t4"."name_3"
      ELSE NULL
    END AS "far"
  FROM (
    SELECT
      "t3"."here",
      "t3"."until",
      "t3"."customer_key",
      "t3"."name_1",
      "t3"."name_2",
      "t3"."name_3",
      "t3"."name_0",
      IF(_u.pos = _u_2.pos_2, _u_2."step") AS "step"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          LAG("t1"."occurred_us") OVER (
            PARTITION BY "t1"."customer_key"
            ORDER BY "t1"."occurred_us" ASC, "t1"."sequence" ASC, "t1"."arrival" ASC
          ) IS NULL AS "here",
          0 AS "until",
          "t1"."customer_key",
          "t1"."name" AS "name_1",
          LEAD("t1"."name", 1) OVER (
            PARTITION BY "t1"."customer_key"
            ORDER BY "t1"."occurred_us" ASC, "t1"."sequence" ASC, "t1"."arrival" ASC
          ) AS "name_2",
          LEAD("t1"."name", 2) OVER (
            PARTITION BY "t1"."customer_key"
            ORDER BY "t1"."occurred_us" ASC, "t1"."sequence" ASC, "t1"."arrival" ASC
          ) AS "name_3",
          '(begin)' AS "name_0"
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
        "t2"."here" AND "t2"."until" IS NOT NULL
    ) AS "t3"
    CROSS JOIN UNNEST(SEQUENCE(1, GREATEST(CARDINALITY(CAST(ARRAY[1, 2, 3] AS ARRAY(BIGINT)))))) AS _u(pos)
    CROSS JOIN UNNEST(CAST(ARRAY[1, 2, 3] AS ARRAY(BIGINT))) WITH ORDINALITY AS _u_2("step", pos_2)
    WHERE
      _u.pos = _u_2.pos_2
      OR (
        _u.pos > CARDINALITY(CAST(ARRAY[1, 2, 3] AS ARRAY(BIGINT)))
        AND _u_2.pos_2 = CARDINALITY(CAST(ARRAY[1, 2, 3] AS ARRAY(BIGINT)))
      )
  ) AS "t4"
), "t11" AS (
  SELECT
    "t10"."step",
    "t10"."name",
    "t10"."n",
    ROW_NUMBER() OVER (PARTITION BY "t10"."step" ORDER BY "t10"."n" DESC, "t10"."name" ASC) - 1 AS "rank"
  FROM (
    SELECT
      "t8"."step",
      "t8"."far" AS "name",
      COUNT(*) AS "n"
    FROM (
      SELECT
        *
      FROM "t5" AS "t6"
      WHERE
        "t6"."near" IS NOT NULL AND "t6"."far" IS NOT NULL
    ) AS "t8"
    GROUP BY
      1,
      2
  ) AS "t10"
)
SELECT
  "t17"."step",
  "t17"."near",
  "t17"."far",
  COUNT(DISTINCT "t17"."customer_key") AS "customers",
  COUNT(*) AS "occurrences"
FROM (
  SELECT
    "t9"."step",
    "t9"."customer_key",
    IF((
      "t9"."step" = 1
    ) OR (
      "t16"."near_name" IS NOT NULL
    ), "t9"."near", '(other)') AS "near",
    IF("t9"."far" IS NULL, '(end)', IF("t15"."far_name" IS NOT NULL, "t9"."far", '(other)')) AS "far"
  FROM (
    SELECT
      *
    FROM "t5" AS "t6"
    WHERE
      "t6"."near" IS NOT NULL
  ) AS "t9"
  LEFT OUTER JOIN (
    SELECT
      "t12"."step" AS "far_step",
      "t12"."name" AS "far_name"
    FROM "t11" AS "t12"
    WHERE
      "t12"."rank" < 4
  ) AS "t15"
    ON "t9"."step" = "t15"."far_step" AND "t9"."far" = "t15"."far_name"
  LEFT OUTER JOIN (
    SELECT
      "t12"."step" + 1 AS "near_step",
      "t12"."name" AS "near_name"
    FROM "t11" AS "t12"
    WHERE
      "t12"."rank" < 4
  ) AS "t16"
    ON "t9"."step" = "t16"."near_step" AND "t9"."near" = "t16"."near_name"
) AS "t17"
GROUP BY
  1,
  2,
  3
