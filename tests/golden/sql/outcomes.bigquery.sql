WITH `t11` AS (
  SELECT
    `t10`.`customer_key`,
    `t5`.`segment`,
    `t10`.`watched_us`,
    `t10`.`reached`
  FROM (
    SELECT
      `t8`.`customer_key`,
      IF(
        (
          `t8`.`goal_us` - `t8`.`start_us`
        ) IS NOT NULL,
        `t8`.`goal_us` - `t8`.`start_us`,
        (
          SELECT
            MAX(`t0`.`occurred_us`) AS `Max_occurred_us`
          FROM `events` AS `t0`
        ) - `t8`.`start_us`
      ) AS `watched_us`,
      (
        `t8`.`goal_us` - `t8`.`start_us`
      ) IS NOT NULL AS `reached`
    FROM (
      SELECT
        `t7`.`customer_key`,
        MIN(IF(`t7`.`place` = `t7`.`begun`, `t7`.`occurred_us`, NULL)) AS `start_us`,
        MIN(
          IF(`t7`.`is_goal` AND (
            `t7`.`place` > `t7`.`begun`
          ), `t7`.`occurred_us`, NULL)
        ) AS `goal_us`
      FROM (
        SELECT
          `t6`.`customer_key`,
          `t6`.`occurred_us`,
          `t6`.`is_start`,
          `t6`.`is_goal`,
          `t6`.`place`,
          MIN(IF(`t6`.`is_start`, `t6`.`place`, CAST(NULL AS INT64))) OVER (
            PARTITION BY `t6`.`customer_key`
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS `begun`
        FROM (
          SELECT
            `t4`.`customer_key`,
            `t4`.`occurred_us`,
            `t4`.`is_start`,
            `t4`.`is_goal`,
            ROW_NUMBER() OVER (
              PARTITION BY `t4`.`customer_key`
              ORDER BY `t4`.`occurred_us` ASC, `t4`.`sequence` ASC, `t4`.`arrival` ASC
            ) - 1 AS `place`
          FROM (
            SELECT
              `t0`.`customer_id`,
              `t0`.`case_id`,
              `t0`.`actor`,
              `t0`.`occurred_us`,
              `t0`.`event`,
              `t0`.`event_id`,
              `t0`.`sequence`,
              `t0`.`promised_us`,
              `t0`.`session_id`,
              `t0`.`channel`,
              `t0`.`value`,
              `t0`.`currency`,
              `t0`.`case_status`,
              `t0`.`arrival`,
              `t0`.`device`,
              `t0`.`country`,
              `t0`.`rank`,
              `t0`.`score`,
              `t0`.`is_new`,
              `t0`.`variant`,
              `t0`.`late`,
              `t0`.`delay_us`,
              COALESCE(`t0`.`event` = 'order', FALSE) AS `is_goal`,
              `t0`.`came_late`,
              `t0`.`weekend_ad`,
              `t0`.`customer_key`,
              COALESCE(`t0`.`event` = 'view', FALSE) AS `is_start`
            FROM `events` AS `t0`
            WHERE
              `t0`.`customer_key` IS NOT NULL
              AND (
                COALESCE(`t0`.`event` = 'view', FALSE) OR COALESCE(`t0`.`event` = 'order', FALSE)
              )
          ) AS `t4`
        ) AS `t6`
      ) AS `t7`
      GROUP BY
        1
    ) AS `t8`
    WHERE
      `t8`.`start_us` IS NOT NULL
  ) AS `t10`
  INNER JOIN (
    SELECT
      `t1`.`customer_key` AS `footpath_key`,
      '(all)' AS `segment`
    FROM (
      SELECT DISTINCT
        `t0`.`customer_key`
      FROM `events` AS `t0`
      WHERE
        `t0`.`customer_key` IS NOT NULL
    ) AS `t1`
  ) AS `t5`
    ON `t10`.`customer_key` = `t5`.`footpath_key`
)
SELECT
  *
FROM (
  SELECT
    `t12`.`segment`,
    `t12`.`watched_us`,
    `t12`.`reached`,
    COUNT(*) AS `customers`
  FROM `t11` AS `t12`
  GROUP BY
    1,
    2,
    3
) AS `t13`
UNION ALL
SELECT
  *
FROM (
  SELECT
    CAST(NULL AS STRING) AS `segment`,
    CAST(NULL AS INT64) AS `watched_us`,
    CAST(NULL AS BOOL) AS `reached`,
    `t15`.`customers`
  FROM (
    SELECT
      COUNT(*) AS `customers`
    FROM (
      SELECT DISTINCT
        `t12`.`customer_key`
      FROM `t11` AS `t12`
    ) AS `t14`
  ) AS `t15`
) AS `t16`
