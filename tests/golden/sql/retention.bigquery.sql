WITH `t1` AS (
  SELECT DISTINCT
    `t0`.`customer_key`,
    CAST(FLOOR(ieee_divide(`t0`.`occurred_us` + -1709251200000000, 86400000000)) AS INT64) + 19783 AS `period`
  FROM `events` AS `t0`
  WHERE
    `t0`.`customer_key` IS NOT NULL
), `t7` AS (
  SELECT
    `t6`.`customer_key`,
    `t6`.`cohort`
  FROM (
    SELECT
      `t3`.`customer_key`,
      MIN(IF(`t3`.`starts`, `t3`.`period`, NULL)) AS `cohort`,
      MAX(`t3`.`asked`) AS `is_asked`
    FROM (
      SELECT
        `t2`.`customer_key`,
        `t2`.`period`,
        CAST(NULL AS INT64) AS `first_us`,
        CAST(NULL AS INT64) AS `back_us`,
        TRUE AS `starts`,
        TRUE AS `returns`,
        1 AS `asked`
      FROM `t1` AS `t2`
    ) AS `t3`
    GROUP BY
      1
  ) AS `t6`
  WHERE
    `t6`.`cohort` IS NOT NULL AND `t6`.`is_asked` = 1
)
SELECT
  *
FROM (
  SELECT
    `t10`.`cohort`,
    -1 AS `place`,
    `t10`.`customers`
  FROM (
    SELECT
      `t8`.`cohort`,
      COUNT(*) AS `customers`
    FROM `t7` AS `t8`
    GROUP BY
      1
  ) AS `t10`
) AS `t11`
UNION ALL
SELECT
  *
FROM (
  SELECT
    *
  FROM (
    SELECT
      `t13`.`cohort`,
      `t13`.`place`,
      COUNT(*) AS `customers`
    FROM (
      SELECT
        `t12`.`customer_key`,
        `t12`.`cohort`,
        `t12`.`period` - `t12`.`cohort` AS `place`
      FROM (
        SELECT
          `t5`.`customer_key`,
          `t9`.`cohort`,
          `t5`.`period`,
          `t5`.`first_us`,
          `t5`.`back_us`
        FROM (
          SELECT
            `t2`.`customer_key`,
            `t2`.`period`,
            CAST(NULL AS INT64) AS `first_us`,
            CAST(NULL AS INT64) AS `back_us`,
            TRUE AS `starts`,
            TRUE AS `returns`,
            1 AS `asked`
          FROM `t1` AS `t2`
          WHERE
            TRUE
        ) AS `t5`
        INNER JOIN `t7` AS `t9`
          ON `t5`.`customer_key` = `t9`.`customer_key`
      ) AS `t12`
      WHERE
        (
          `t12`.`period` - `t12`.`cohort`
        ) >= 0
        AND (
          `t12`.`period` - `t12`.`cohort`
        ) <= 6
    ) AS `t13`
    GROUP BY
      1,
      2
  ) AS `t14`
) AS `t15`
