WITH `t1` AS (
  SELECT
    *
  FROM `events` AS `t0`
  WHERE
    `t0`.`customer_key` IS NOT NULL
)
SELECT
  `t9`.`cohort`,
  `t9`.`customers`,
  `t9`.`n`,
  CAST(NULL AS FLOAT64) AS `value_0`
FROM (
  SELECT
    `t8`.`cohort`,
    COUNT(*) AS `customers`,
    COUNTIF(`t8`.`is_over`) AS `n`
  FROM (
    SELECT
      `t7`.`cohort`,
      TRUE AS `is_over`
    FROM (
      SELECT
        `t5`.`customer_key`,
        `t5`.`first_us`,
        CAST(FLOOR(
          ieee_divide(
            `t5`.`first_us` + IF(`t5`.`first_us` < 1711929600000000, -1709251200000000, -1709164800000000),
            2678400000000
          )
        ) AS INT64) + 650 AS `cohort`
      FROM (
        SELECT
          `t2`.`customer_key`,
          MIN(`t2`.`occurred_us`) AS `first_us`
        FROM `t1` AS `t2`
        GROUP BY
          1
      ) AS `t5`
    ) AS `t7`
    LEFT OUTER JOIN (
      SELECT
        `t2`.`customer_key`
      FROM `t1` AS `t2`
      GROUP BY
        1
    ) AS `t4`
      ON `t7`.`customer_key` = `t4`.`customer_key`
  ) AS `t8`
  GROUP BY
    1
) AS `t9`
