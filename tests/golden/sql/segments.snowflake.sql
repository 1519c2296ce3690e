WITH "t1" AS (
  SELECT
    *
  FROM "events" AS "t0"
  WHERE
    "t0"."customer_key" IS NOT NULL
), "t4" AS (
  SELECT
    "t2"."customer_key",
    COUNT(*) AS "events"
  FROM "t1" AS "t2"
  GROUP BY
    1
), "t12" AS (
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
    "t3"."customer_key"
  FROM "t1" AS "t3"
  WHERE
    EXISTS(
      SELECT
        1
      FROM (
        SELECT
          "t9"."customer_key"
        FROM (
          SELECT
            *
          FROM "t4" AS "t5"
          WHERE
            "t5"."events" >= 5
          ORDER BY
            CAST((
              (
                (
                  (
                    "t5"."customer_key" % 2147483648
                  ) + 2147483648
                ) % 2147483648
              ) * 2654435761
            ) % 4294967296 AS DOUBLE) / 4294967296.0 ASC,
            "t5"."customer_key" ASC
          LIMIT 20000
        ) AS "t9"
      ) AS "t11"
      WHERE
        "t3"."customer_key" = "t11"."customer_key"
    )
), "t15" AS (
  SELECT
    *
  FROM "t12" AS "t13"
  WHERE
    "t13"."channel" IS NOT NULL
), "t16" AS (
  SELECT
    *
  FROM "t12" AS "t13"
  WHERE
    "t13"."currency" IS NOT NULL
), "t17" AS (
  SELECT
    *
  FROM "t12" AS "t13"
  WHERE
    "t13"."device" IS NOT NULL
), "t18" AS (
  SELECT
    *
  FROM "t12" AS "t13"
  WHERE
    "t13"."country" IS NOT NULL
), "t19" AS (
  SELECT
    *
  FROM "t12" AS "t13"
  WHERE
    "t13"."is_new" IS NOT NULL
), "t20" AS (
  SELECT
    *
  FROM "t12" AS "t13"
  WHERE
    "t13"."variant" IS NOT NULL
), "t21" AS (
  SELECT
    *
  FROM "t12" AS "t13"
  WHERE
    "t13"."late" IS NOT NULL
), "t22" AS (
  SELECT
    *
  FROM "t12" AS "t13"
  WHERE
    "t13"."is_goal" IS NOT NULL
), "t23" AS (
  SELECT
    *
  FROM "t12" AS "t13"
  WHERE
    "t13"."came_late" IS NOT NULL
), "t24" AS (
  SELECT
    *
  FROM "t12" AS "t13"
  WHERE
    "t13"."weekend_ad" IS NOT NULL
), "t107" AS (
  SELECT
    "t97"."customer_key",
    "t97"."channel" AS "value"
  FROM (
    SELECT
      "t87".*
      EXCLUDE ("footpath_key", "footpath_rank", "footpath_us")
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t67"."customer_id",
          "t67"."case_id",
          "t67"."actor",
          "t67"."occurred_us",
          "t67"."event",
          "t67"."event_id",
          "t67"."sequence",
          "t67"."promised_us",
          "t67"."session_id",
          "t67"."channel",
          "t67"."value",
          "t67"."currency",
          "t67"."case_status",
          "t67"."arrival",
          "t67"."device",
          "t67"."country",
          "t67"."rank",
          "t67"."score",
          "t67"."is_new",
          "t67"."variant",
          "t67"."late",
          "t67"."delay_us",
          "t67"."is_goal",
          "t67"."came_late",
          "t67"."weekend_ad",
          "t67"."customer_key",
          "t67"."footpath_key",
          "t67"."footpath_us",
          ROW_NUMBER() OVER (
            PARTITION BY "t67"."customer_key"
            ORDER BY "t67"."occurred_us" ASC, "t67"."sequence" ASC, "t67"."arrival" ASC
          ) - 1 AS "footpath_rank"
        FROM (
          SELECT
            "t36"."customer_id",
            "t36"."case_id",
            "t36"."actor",
            "t36"."occurred_us",
            "t36"."event",
            "t36"."event_id",
            "t36"."sequence",
            "t36"."promised_us",
            "t36"."session_id",
            "t36"."channel",
            "t36"."value",
            "t36"."currency",
            "t36"."case_status",
            "t36"."arrival",
            "t36"."device",
            "t36"."country",
            "t36"."rank",
            "t36"."score",
            "t36"."is_new",
            "t36"."variant",
            "t36"."late",
            "t36"."delay_us",
            "t36"."is_goal",
            "t36"."came_late",
            "t36"."weekend_ad",
            "t36"."customer_key",
            "t57"."footpath_key",
            "t57"."footpath_us"
          FROM "t15" AS "t36"
          INNER JOIN (
            SELECT
              "t25"."customer_key" AS "footpath_key",
              MIN("t25"."occurred_us") AS "footpath_us"
            FROM "t15" AS "t25"
            GROUP BY
              1
          ) AS "t57"
            ON "t36"."customer_key" = "t57"."footpath_key"
            AND "t36"."occurred_us" = "t57"."footpath_us"
        ) AS "t67"
      ) AS "t77"
      WHERE
        "t77"."footpath_rank" = 0
    ) AS "t87"
  ) AS "t97"
), "t108" AS (
  SELECT
    "t98"."customer_key",
    "t98"."currency" AS "value"
  FROM (
    SELECT
      "t88".*
      EXCLUDE ("footpath_key", "footpath_rank", "footpath_us")
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t68"."customer_id",
          "t68"."case_id",
          "t68"."actor",
          "t68"."occurred_us",
          "t68"."event",
          "t68"."event_id",
          "t68"."sequence",
          "t68"."promised_us",
          "t68"."session_id",
          "t68"."channel",
          "t68"."value",
          "t68"."currency",
          "t68"."case_status",
          "t68"."arrival",
          "t68"."device",
          "t68"."country",
          "t68"."rank",
          "t68"."score",
          "t68"."is_new",
          "t68"."variant",
          "t68"."late",
          "t68"."delay_us",
          "t68"."is_goal",
          "t68"."came_late",
          "t68"."weekend_ad",
          "t68"."customer_key",
          "t68"."footpath_key",
          "t68"."footpath_us",
          ROW_NUMBER() OVER (
            PARTITION BY "t68"."customer_key"
            ORDER BY "t68"."occurred_us" ASC, "t68"."sequence" ASC, "t68"."arrival" ASC
          ) - 1 AS "footpath_rank"
        FROM (
          SELECT
            "t37"."customer_id",
            "t37"."case_id",
            "t37"."actor",
            "t37"."occurred_us",
            "t37"."event",
            "t37"."event_id",
            "t37"."sequence",
            "t37"."promised_us",
            "t37"."session_id",
            "t37"."channel",
            "t37"."value",
            "t37"."currency",
            "t37"."case_status",
            "t37"."arrival",
            "t37"."device",
            "t37"."country",
            "t37"."rank",
            "t37"."score",
            "t37"."is_new",
            "t37"."variant",
            "t37"."late",
            "t37"."delay_us",
            "t37"."is_goal",
            "t37"."came_late",
            "t37"."weekend_ad",
            "t37"."customer_key",
            "t58"."footpath_key",
            "t58"."footpath_us"
          FROM "t16" AS "t37"
          INNER JOIN (
            SELECT
              "t26"."customer_key" AS "footpath_key",
              MIN("t26"."occurred_us") AS "footpath_us"
            FROM "t16" AS "t26"
            GROUP BY
              1
          ) AS "t58"
            ON "t37"."customer_key" = "t58"."footpath_key"
            AND "t37"."occurred_us" = "t58"."footpath_us"
        ) AS "t68"
      ) AS "t78"
      WHERE
        "t78"."footpath_rank" = 0
    ) AS "t88"
  ) AS "t98"
), "t109" AS (
  SELECT
    "t99"."customer_key",
    "t99"."device" AS "value"
  FROM (
    SELECT
      "t89".*
      EXCLUDE ("footpath_key", "footpath_rank", "footpath_us")
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t69"."customer_id",
          "t69"."case_id",
          "t69"."actor",
          "t69"."occurred_us",
          "t69"."event",
          "t69"."event_id",
          "t69"."sequence",
          "t69"."promised_us",
          "t69"."session_id",
          "t69"."channel",
          "t69"."value",
          "t69"."currency",
          "t69"."case_status",
          "t69"."arrival",
          "t69"."device",
          "t69"."country",
          "t69"."rank",
          "t69"."score",
          "t69"."is_new",
          "t69"."variant",
          "t69"."late",
          "t69"."delay_us",
          "t69"."is_goal",
          "t69"."came_late",
          "t69"."weekend_ad",
          "t69"."customer_key",
          "t69"."footpath_key",
          "t69"."footpath_us",
          ROW_NUMBER() OVER (
            PARTITION BY "t69"."customer_key"
            ORDER BY "t69"."occurred_us" ASC, "t69"."sequence" ASC, "t69"."arrival" ASC
          ) - 1 AS "footpath_rank"
        FROM (
          SELECT
            "t38"."customer_id",
            "t38"."case_id",
            "t38"."actor",
            "t38"."occurred_us",
            "t38"."event",
            "t38"."event_id",
            "t38"."sequence",
            "t38"."promised_us",
            "t38"."session_id",
            "t38"."channel",
            "t38"."value",
            "t38"."currency",
            "t38"."case_status",
            "t38"."arrival",
            "t38"."device",
            "t38"."country",
            "t38"."rank",
            "t38"."score",
            "t38"."is_new",
            "t38"."variant",
            "t38"."late",
            "t38"."delay_us",
            "t38"."is_goal",
            "t38"."came_late",
            "t38"."weekend_ad",
            "t38"."customer_key",
            "t59"."footpath_key",
            "t59"."footpath_us"
          FROM "t17" AS "t38"
          INNER JOIN (
            SELECT
              "t27"."customer_key" AS "footpath_key",
              MIN("t27"."occurred_us") AS "footpath_us"
            FROM "t17" AS "t27"
            GROUP BY
              1
          ) AS "t59"
            ON "t38"."customer_key" = "t59"."footpath_key"
            AND "t38"."occurred_us" = "t59"."footpath_us"
        ) AS "t69"
      ) AS "t79"
      WHERE
        "t79"."footpath_rank" = 0
    ) AS "t89"
  ) AS "t99"
), "t110" AS (
  SELECT
    "t100"."customer_key",
    "t100"."country" AS "value"
  FROM (
    SELECT
      "t90".*
      EXCLUDE ("footpath_key", "footpath_rank", "footpath_us")
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t70"."customer_id",
          "t70"."case_id",
          "t70"."actor",
          "t70"."occurred_us",
          "t70"."event",
          "t70"."event_id",
          "t70"."sequence",
          "t70"."promised_us",
          "t70"."session_id",
          "t70"."channel",
          "t70"."value",
          "t70"."currency",
          "t70"."case_status",
          "t70"."arrival",
          "t70"."device",
          "t70"."country",
          "t70"."rank",
          "t70"."score",
          "t70"."is_new",
          "t70"."variant",
          "t70"."late",
          "t70"."delay_us",
          "t70"."is_goal",
          "t70"."came_late",
          "t70"."weekend_ad",
          "t70"."customer_key",
          "t70"."footpath_key",
          "t70"."footpath_us",
          ROW_NUMBER() OVER (
            PARTITION BY "t70"."customer_key"
            ORDER BY "t70"."occurred_us" ASC, "t70"."sequence" ASC, "t70"."arrival" ASC
          ) - 1 AS "footpath_rank"
        FROM (
          SELECT
            "t39"."customer_id",
            "t39"."case_id",
            "t39"."actor",
            "t39"."occurred_us",
            "t39"."event",
            "t39"."event_id",
            "t39"."sequence",
            "t39"."promised_us",
            "t39"."session_id",
            "t39"."channel",
            "t39"."value",
            "t39"."currency",
            "t39"."case_status",
            "t39"."arrival",
            "t39"."device",
            "t39"."country",
            "t39"."rank",
            "t39"."score",
            "t39"."is_new",
            "t39"."variant",
            "t39"."late",
            "t39"."delay_us",
            "t39"."is_goal",
            "t39"."came_late",
            "t39"."weekend_ad",
            "t39"."customer_key",
            "t60"."footpath_key",
            "t60"."footpath_us"
          FROM "t18" AS "t39"
          INNER JOIN (
            SELECT
              "t28"."customer_key" AS "footpath_key",
              MIN("t28"."occurred_us") AS "footpath_us"
            FROM "t18" AS "t28"
            GROUP BY
              1
          ) AS "t60"
            ON "t39"."customer_key" = "t60"."footpath_key"
            AND "t39"."occurred_us" = "t60"."footpath_us"
        ) AS "t70"
      ) AS "t80"
      WHERE
        "t80"."footpath_rank" = 0
    ) AS "t90"
  ) AS "t100"
), "t111" AS (
  SELECT
    "t102"."customer_key",
    "t102"."variant" AS "value"
  FROM (
    SELECT
      "t92".*
      EXCLUDE ("footpath_key", "footpath_rank", "footpath_us")
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t72"."customer_id",
          "t72"."case_id",
          "t72"."actor",
          "t72"."occurred_us",
          "t72"."event",
          "t72"."event_id",
          "t72"."sequence",
          "t72"."promised_us",
          "t72"."session_id",
          "t72"."channel",
          "t72"."value",
          "t72"."currency",
          "t72"."case_status",
          "t72"."arrival",
          "t72"."device",
          "t72"."country",
          "t72"."rank",
          "t72"."score",
          "t72"."is_new",
          "t72"."variant",
          "t72"."late",
          "t72"."delay_us",
          "t72"."is_goal",
          "t72"."came_late",
          "t72"."weekend_ad",
          "t72"."customer_key",
          "t72"."footpath_key",
          "t72"."footpath_us",
          ROW_NUMBER() OVER (
            PARTITION BY "t72"."customer_key"
            ORDER BY "t72"."occurred_us" ASC, "t72"."sequence" ASC, "t72"."arrival" ASC
          ) - 1 AS "footpath_rank"
        FROM (
          SELECT
            "t41"."customer_id",
            "t41"."case_id",
            "t41"."actor",
            "t41"."occurred_us",
            "t41"."event",
            "t41"."event_id",
            "t41"."sequence",
            "t41"."promised_us",
            "t41"."session_id",
            "t41"."channel",
            "t41"."value",
            "t41"."currency",
            "t41"."case_status",
            "t41"."arrival",
            "t41"."device",
            "t41"."country",
            "t41"."rank",
            "t41"."score",
            "t41"."is_new",
            "t41"."variant",
            "t41"."late",
            "t41"."delay_us",
            "t41"."is_goal",
            "t41"."came_late",
            "t41"."weekend_ad",
            "t41"."customer_key",
            "t62"."footpath_key",
            "t62"."footpath_us"
          FROM "t20" AS "t41"
          INNER JOIN (
            SELECT
              "t30"."customer_key" AS "footpath_key",
              MIN("t30"."occurred_us") AS "footpath_us"
            FROM "t20" AS "t30"
            GROUP BY
              1
          ) AS "t62"
            ON "t41"."customer_key" = "t62"."footpath_key"
            AND "t41"."occurred_us" = "t62"."footpath_us"
        ) AS "t72"
      ) AS "t82"
      WHERE
        "t82"."footpath_rank" = 0
    ) AS "t92"
  ) AS "t102"
), "t116" AS (
  SELECT
    "t101"."customer_key",
    CAST("t101"."is_new" AS VARCHAR) AS "value"
  FROM (
    SELECT
      "t91".*
      EXCLUDE ("footpath_key", "footpath_rank", "footpath_us")
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t71"."customer_id",
          "t71"."case_id",
          "t71"."actor",
          "t71"."occurred_us",
          "t71"."event",
          "t71"."event_id",
          "t71"."sequence",
          "t71"."promised_us",
          "t71"."session_id",
          "t71"."channel",
          "t71"."value",
          "t71"."currency",
          "t71"."case_status",
          "t71"."arrival",
          "t71"."device",
          "t71"."country",
          "t71"."rank",
          "t71"."score",
          "t71"."is_new",
          "t71"."variant",
          "t71"."late",
          "t71"."delay_us",
          "t71"."is_goal",
          "t71"."came_late",
          "t71"."weekend_ad",
          "t71"."customer_key",
          "t71"."footpath_key",
          "t71"."footpath_us",
          ROW_NUMBER() OVER (
            PARTITION BY "t71"."customer_key"
            ORDER BY "t71"."occurred_us" ASC, "t71"."sequence" ASC, "t71"."arrival" ASC
          ) - 1 AS "footpath_rank"
        FROM (
          SELECT
            "t40"."customer_id",
            "t40"."case_id",
            "t40"."actor",
            "t40"."occurred_us",
            "t40"."event",
            "t40"."event_id",
            "t40"."sequence",
            "t40"."promised_us",
            "t40"."session_id",
            "t40"."channel",
            "t40"."value",
            "t40"."currency",
            "t40"."case_status",
            "t40"."arrival",
            "t40"."device",
            "t40"."country",
            "t40"."rank",
            "t40"."score",
            "t40"."is_new",
            "t40"."variant",
            "t40"."late",
            "t40"."delay_us",
            "t40"."is_goal",
            "t40"."came_late",
            "t40"."weekend_ad",
            "t40"."customer_key",
            "t61"."footpath_key",
            "t61"."footpath_us"
          FROM "t19" AS "t40"
          INNER JOIN (
            SELECT
              "t29"."customer_key" AS "footpath_key",
              MIN("t29"."occurred_us") AS "footpath_us"
            FROM "t19" AS "t29"
            GROUP BY
              1
          ) AS "t61"
            ON "t40"."customer_key" = "t61"."footpath_key"
            AND "t40"."occurred_us" = "t61"."footpath_us"
        ) AS "t71"
      ) AS "t81"
      WHERE
        "t81"."footpath_rank" = 0
    ) AS "t91"
  ) AS "t101"
), "t118" AS (
  SELECT
    "t103"."customer_key",
    CAST("t103"."late" AS VARCHAR) AS "value"
  FROM (
    SELECT
      "t93".*
      EXCLUDE ("footpath_key", "footpath_rank", "footpath_us")
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t73"."customer_id",
          "t73"."case_id",
          "t73"."actor",
          "t73"."occurred_us",
          "t73"."event",
          "t73"."event_id",
          "t73"."sequence",
          "t73"."promised_us",
          "t73"."session_id",
          "t73"."channel",
          "t73"."value",
          "t73"."currency",
          "t73"."case_status",
          "t73"."arrival",
          "t73"."device",
          "t73"."country",
          "t73"."rank",
          "t73"."score",
          "t73"."is_new",
          "t73"."variant",
          "t73"."late",
          "t73"."delay_us",
          "t73"."is_goal",
          "t73"."came_late",
          "t73"."weekend_ad",
          "t73"."customer_key",
          "t73"."footpath_key",
          "t73"."footpath_us",
          ROW_NUMBER() OVER (
            PARTITION BY "t73"."customer_key"
            ORDER BY "t73"."occurred_us" ASC, "t73"."sequence" ASC, "t73"."arrival" ASC
          ) - 1 AS "footpath_rank"
        FROM (
          SELECT
            "t42"."customer_id",
            "t42"."case_id",
            "t42"."actor",
            "t42"."occurred_us",
            "t42"."event",
            "t42"."event_id",
            "t42"."sequence",
            "t42"."promised_us",
            "t42"."session_id",
            "t42"."channel",
            "t42"."value",
            "t42"."currency",
            "t42"."case_status",
            "t42"."arrival",
            "t42"."device",
            "t42"."country",
            "t42"."rank",
            "t42"."score",
            "t42"."is_new",
            "t42"."variant",
            "t42"."late",
            "t42"."delay_us",
            "t42"."is_goal",
            "t42"."came_late",
            "t42"."weekend_ad",
            "t42"."customer_key",
            "t63"."footpath_key",
            "t63"."footpath_us"
          FROM "t21" AS "t42"
          INNER JOIN (
            SELECT
              "t31"."customer_key" AS "footpath_key",
              MIN("t31"."occurred_us") AS "footpath_us"
            FROM "t21" AS "t31"
            GROUP BY
              1
          ) AS "t63"
            ON "t42"."customer_key" = "t63"."footpath_key"
            AND "t42"."occurred_us" = "t63"."footpath_us"
        ) AS "t73"
      ) AS "t83"
      WHERE
        "t83"."footpath_rank" = 0
    ) AS "t93"
  ) AS "t103"
), "t119" AS (
  SELECT
    "t104"."customer_key",
    CAST("t104"."is_goal" AS VARCHAR) AS "value"
  FROM (
    SELECT
      "t94".*
      EXCLUDE ("footpath_key", "footpath_rank", "footpath_us")
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t74"."customer_id",
          "t74"."case_id",
          "t74"."actor",
          "t74"."occurred_us",
          "t74"."event",
          "t74"."event_id",
          "t74"."sequence",
          "t74"."promised_us",
          "t74"."session_id",
          "t74"."channel",
          "t74"."value",
          "t74"."currency",
          "t74"."case_status",
          "t74"."arrival",
          "t74"."device",
          "t74"."country",
          "t74"."rank",
          "t74"."score",
          "t74"."is_new",
          "t74"."variant",
          "t74"."late",
          "t74"."delay_us",
          "t74"."is_goal",
          "t74"."came_late",
          "t74"."weekend_ad",
          "t74"."customer_key",
          "t74"."footpath_key",
          "t74"."footpath_us",
          ROW_NUMBER() OVER (
            PARTITION BY "t74"."customer_key"
            ORDER BY "t74"."occurred_us" ASC, "t74"."sequence" ASC, "t74"."arrival" ASC
          ) - 1 AS "footpath_rank"
        FROM (
          SELECT
            "t43"."customer_id",
            "t43"."case_id",
            "t43"."actor",
            "t43"."occurred_us",
            "t43"."event",
            "t43"."event_id",
            "t43"."sequence",
            "t43"."promised_us",
            "t43"."session_id",
            "t43"."channel",
            "t43"."value",
            "t43"."currency",
            "t43"."case_status",
            "t43"."arrival",
            "t43"."device",
            "t43"."country",
            "t43"."rank",
            "t43"."score",
            "t43"."is_new",
            "t43"."variant",
            "t43"."late",
            "t43"."delay_us",
            "t43"."is_goal",
            "t43"."came_late",
            "t43"."weekend_ad",
            "t43"."customer_key",
            "t64"."footpath_key",
            "t64"."footpath_us"
          FROM "t22" AS "t43"
          INNER JOIN (
            SELECT
              "t32"."customer_key" AS "footpath_key",
              MIN("t32"."occurred_us") AS "footpath_us"
            FROM "t22" AS "t32"
            GROUP BY
              1
          ) AS "t64"
            ON "t43"."customer_key" = "t64"."footpath_key"
            AND "t43"."occurred_us" = "t64"."footpath_us"
        ) AS "t74"
      ) AS "t84"
      WHERE
        "t84"."footpath_rank" = 0
    ) AS "t94"
  ) AS "t104"
), "t120" AS (
  SELECT
    "t105"."customer_key",
    CAST("t105"."came_late" AS VARCHAR) AS "value"
  FROM (
    SELECT
      "t95".*
      EXCLUDE ("footpath_key", "footpath_rank", "footpath_us")
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t75"."customer_id",
          "t75"."case_id",
          "t75"."actor",
          "t75"."occurred_us",
          "t75"."event",
          "t75"."event_id",
          "t75"."sequence",
          "t75"."promised_us",
          "t75"."session_id",
          "t75"."channel",
          "t75"."value",
          "t75"."currency",
          "t75"."case_status",
          "t75"."arrival",
          "t75"."device",
          "t75"."country",
          "t75"."rank",
          "t75"."score",
          "t75"."is_new",
          "t75"."variant",
          "t75"."late",
          "t75"."delay_us",
          "t75"."is_goal",
          "t75"."came_late",
          "t75"."weekend_ad",
          "t75"."customer_key",
          "t75"."footpath_key",
          "t75"."footpath_us",
          ROW_NUMBER() OVER (
            PARTITION BY "t75"."customer_key"
            ORDER BY "t75"."occurred_us" ASC, "t75"."sequence" ASC, "t75"."arrival" ASC
          ) - 1 AS "footpath_rank"
        FROM (
          SELECT
            "t44"."customer_id",
            "t44"."case_id",
            "t44"."actor",
            "t44"."occurred_us",
            "t44"."event",
            "t44"."event_id",
            "t44"."sequence",
            "t44"."promised_us",
            "t44"."session_id",
            "t44"."channel",
            "t44"."value",
            "t44"."currency",
            "t44"."case_status",
            "t44"."arrival",
            "t44"."device",
            "t44"."country",
            "t44"."rank",
            "t44"."score",
            "t44"."is_new",
            "t44"."variant",
            "t44"."late",
            "t44"."delay_us",
            "t44"."is_goal",
            "t44"."came_late",
            "t44"."weekend_ad",
            "t44"."customer_key",
            "t65"."footpath_key",
            "t65"."footpath_us"
          FROM "t23" AS "t44"
          INNER JOIN (
            SELECT
              "t33"."customer_key" AS "footpath_key",
              MIN("t33"."occurred_us") AS "footpath_us"
            FROM "t23" AS "t33"
            GROUP BY
              1
          ) AS "t65"
            ON "t44"."customer_key" = "t65"."footpath_key"
            AND "t44"."occurred_us" = "t65"."footpath_us"
        ) AS "t75"
      ) AS "t85"
      WHERE
        "t85"."footpath_rank" = 0
    ) AS "t95"
  ) AS "t105"
), "t121" AS (
  SELECT
    "t106"."customer_key",
    CAST("t106"."weekend_ad" AS VARCHAR) AS "value"
  FROM (
    SELECT
      "t96".*
      EXCLUDE ("footpath_key", "footpath_rank", "footpath_us")
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t76"."customer_id",
          "t76"."case_id",
          "t76"."actor",
          "t76"."occurred_us",
          "t76"."event",
          "t76"."event_id",
          "t76"."sequence",
          "t76"."promised_us",
          "t76"."session_id",
          "t76"."channel",
          "t76"."value",
          "t76"."currency",
          "t76"."case_status",
          "t76"."arrival",
          "t76"."device",
          "t76"."country",
          "t76"."rank",
          "t76"."score",
          "t76"."is_new",
          "t76"."variant",
          "t76"."late",
          "t76"."delay_us",
          "t76"."is_goal",
          "t76"."came_late",
          "t76"."weekend_ad",
          "t76"."customer_key",
          "t76"."footpath_key",
          "t76"."footpath_us",
          ROW_NUMBER() OVER (
            PARTITION BY "t76"."customer_key"
            ORDER BY "t76"."occurred_us" ASC, "t76"."sequence" ASC, "t76"."arrival" ASC
          ) - 1 AS "footpath_rank"
        FROM (
          SELECT
            "t45"."customer_id",
            "t45"."case_id",
            "t45"."actor",
            "t45"."occurred_us",
            "t45"."event",
            "t45"."event_id",
            "t45"."sequence",
            "t45"."promised_us",
            "t45"."session_id",
            "t45"."channel",
            "t45"."value",
            "t45"."currency",
            "t45"."case_status",
            "t45"."arrival",
            "t45"."device",
            "t45"."country",
            "t45"."rank",
            "t45"."score",
            "t45"."is_new",
            "t45"."variant",
            "t45"."late",
            "t45"."delay_us",
            "t45"."is_goal",
            "t45"."came_late",
            "t45"."weekend_ad",
            "t45"."customer_key",
            "t66"."footpath_key",
            "t66"."footpath_us"
          FROM "t24" AS "t45"
          INNER JOIN (
            SELECT
              "t34"."customer_key" AS "footpath_key",
              MIN("t34"."occurred_us") AS "footpath_us"
            FROM "t24" AS "t34"
            GROUP BY
              1
          ) AS "t66"
            ON "t45"."customer_key" = "t66"."footpath_key"
            AND "t45"."occurred_us" = "t66"."footpath_us"
        ) AS "t76"
      ) AS "t86"
      WHERE
        "t86"."footpath_rank" = 0
    ) AS "t96"
  ) AS "t106"
)
SELECT
  *
FROM (
  SELECT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t14"."customer_key",
                        'event' AS "property",
                        "t14"."event" AS "value",
                        "t14"."count"
                      FROM (
                        SELECT
                          "t13"."customer_key",
                          "t13"."event",
                          COUNT(*) AS "count"
                        FROM "t12" AS "t13"
                        GROUP BY
                          1,
                          2
                      ) AS "t14"
                    ) AS "t35"
                    UNION ALL
                    SELECT
                      *
                    FROM (
                      SELECT
                        CAST(NULL AS BIGINT) AS "customer_key",
                        CAST(NULL AS VARCHAR) AS "property",
                        "t6"."value",
                        "t6"."count"
                      FROM (
                        SELECT
                          IFF("t5"."events" >= 5, '(all)', '(few)') AS "value",
                          COUNT(*) AS "count"
                        FROM "t4" AS "t5"
                        GROUP BY
                          1
                      ) AS "t6"
                    ) AS "t7"
                  ) AS "t46"
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t122"."customer_key",
                      'channel' AS "property",
                      "t122"."value",
                      1 AS "count"
                    FROM "t107" AS "t122"
                    WHERE
                      EXISTS(
                        SELECT
                          1
                        FROM (
                          SELECT
                            *
                          FROM (
                            SELECT
                              "t112"."value",
                              COUNT(*) AS "customers"
                            FROM "t107" AS "t112"
                            GROUP BY
                              1
                          ) AS "t132"
                          ORDER BY
                            "t132"."customers" DESC NULLS LAST,
                            "t132"."value" ASC
                          LIMIT 300
                        ) AS "t162"
                        WHERE
                          "t122"."value" = "t162"."value"
                      )
                  ) AS "t177"
                ) AS "t182"
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    "t123"."customer_key",
                    'currency' AS "property",
                    "t123"."value",
                    1 AS "count"
                  FROM "t108" AS "t123"
                  WHERE
                    EXISTS(
                      SELECT
                        1
                      FROM (
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t113"."value",
                            COUNT(*) AS "customers"
                          FROM "t108" AS "t113"
                          GROUP BY
                            1
                        ) AS "t133"
                        ORDER BY
                          "t133"."customers" DESC NULLS LAST,
                          "t133"."value" ASC
                        LIMIT 300
                      ) AS "t163"
                      WHERE
                        "t123"."value" = "t163"."value"
                    )
                ) AS "t178"
              ) AS "t188"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  "t124"."customer_key",
                  'device' AS "property",
                  "t124"."value",
                  1 AS "count"
                FROM "t109" AS "t124"
                WHERE
                  EXISTS(
                    SELECT
                      1
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          "t114"."value",
                          COUNT(*) AS "customers"
                        FROM "t109" AS "t114"
                        GROUP BY
                          1
                      ) AS "t134"
                      ORDER BY
                        "t134"."customers" DESC NULLS LAST,
                        "t134"."value" ASC
                      LIMIT 300
                    ) AS "t164"
                    WHERE
                      "t124"."value" = "t164"."value"
                  )
              ) AS "t179"
            ) AS "t189"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                "t125"."customer_key",
                'country' AS "property",
                "t125"."value",
                1 AS "count"
              FROM "t110" AS "t125"
              WHERE
                EXISTS(
                  SELECT
                    1
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t115"."value",
                        COUNT(*) AS "customers"
                      FROM "t110" AS "t115"
                      GROUP BY
                        1
                    ) AS "t135"
                    ORDER BY
                      "t135"."customers" DESC NULLS LAST,
                      "t135"."value" ASC
                    LIMIT 300
                  ) AS "t165"
                  WHERE
                    "t125"."value" = "t165"."value"
                )
            ) AS "t180"
          ) AS "t190"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t136"."customer_key",
              'is_new' AS "property",
              "t136"."value",
              1 AS "count"
            FROM "t116" AS "t136"
            WHERE
              EXISTS(
                SELECT
                  1
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t126"."value",
                      COUNT(*) AS "customers"
                    FROM "t116" AS "t126"
                    GROUP BY
                      1
                  ) AS "t142"
                  ORDER BY
                    "t142"."customers" DESC NULLS LAST,
                    "t142"."value" ASC
                  LIMIT 300
                ) AS "t172"
                WHERE
                  "t136"."value" = "t172"."value"
              )
          ) AS "t183"
        ) AS "t191"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t127"."customer_key",
            'variant' AS "property",
            "t127"."value",
            1 AS "count"
          FROM "t111" AS "t127"
          WHERE
            EXISTS(
              SELECT
                1
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t117"."value",
                    COUNT(*) AS "customers"
                  FROM "t111" AS "t117"
                  GROUP BY
                    1
                ) AS "t137"
                ORDER BY
                  "t137"."customers" DESC NULLS LAST,
                  "t137"."value" ASC
                LIMIT 300
              ) AS "t167"
              WHERE
                "t127"."value" = "t167"."value"
            )
        ) AS "t181"
      ) AS "t192"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t138"."customer_key",
          'late' AS "property",
          "t138"."value",
          1 AS "count"
        FROM "t118" AS "t138"
        WHERE
          EXISTS(
            SELECT
              1
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t128"."value",
                  COUNT(*) AS "customers"
                FROM "t118" AS "t128"
                GROUP BY
                  1
              ) AS "t143"
              ORDER BY
                "t143"."customers" DESC NULLS LAST,
                "t143"."value" ASC
              LIMIT 300
            ) AS "t173"
            WHERE
              "t138"."value" = "t173"."value"
          )
      ) AS "t184"
    ) AS "t193"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t139"."customer_key",
        'is_goal' AS "property",
        "t139"."value",
        1 AS "count"
      FROM "t119" AS "t139"
      WHERE
        EXISTS(
          SELECT
            1
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t129"."value",
                COUNT(*) AS "customers"
              FROM "t119" AS "t129"
              GROUP BY
                1
            ) AS "t144"
            ORDER BY
              "t144"."customers" DESC NULLS LAST,
              "t144"."value" ASC
            LIMIT 300
          ) AS "t174"
          WHERE
            "t139"."value" = "t174"."value"
        )
    ) AS "t185"
  ) AS "t194"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      "t140"."customer_key",
      'came_late' AS "property",
      "t140"."value",
      1 AS "count"
    FROM "t120" AS "t140"
    WHERE
      EXISTS(
        SELECT
          1
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t130"."value",
              COUNT(*) AS "customers"
            FROM "t120" AS "t130"
            GROUP BY
              1
          ) AS "t145"
          ORDER BY
            "t145"."customers" DESC NULLS LAST,
            "t145"."value" ASC
          LIMIT 300
        ) AS "t175"
        WHERE
          "t140"."value" = "t175"."value"
      )
  ) AS "t186"
) AS "t195"
UNION ALL
SELECT
  *
FROM (
  SELECT
    "t141"."customer_key",
    'weekend_ad' AS "property",
    "t141"."value",
    1 AS "count"
  FROM "t121" AS "t141"
  WHERE
    EXISTS(
      SELECT
        1
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t131"."value",
            COUNT(*) AS "customers"
          FROM "t121" AS "t131"
          GROUP BY
            1
        ) AS "t146"
        ORDER BY
          "t146"."customers" DESC NULLS LAST,
          "t146"."value" ASC
        LIMIT 300
      ) AS "t176"
      WHERE
        "t141"."value" = "t176"."value"
    )
) AS "t187"
