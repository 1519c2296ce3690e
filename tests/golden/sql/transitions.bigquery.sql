SELECT
  `t3`.`from`,
  `t3`.`to`,
  COUNT(DISTINCT `t3`.`customer_key`) AS `customers`,
  COUNT(*) AS `occurrences`,
  [
    ARRAY_AGG(`t3`.`wait_us` IGNORE NULLS ORDER BY `t3`.`wait_us`)[safe_offset(
      CAST(floor(
        (
          (
            array_length(ARRAY_AGG(`t3`.`wait_us` IGNORE NULLS ORDER BY `t3`.`wait_us`)) - 1
          ) * 0.5
        )
      ) AS INT64)
    )] + (
      (
        ARRAY_AGG(`t3`.`wait_us` IGNORE NULLS ORDER BY `t3`.`wait_us`)[safe_offset(
          CAST(ceil(
            (
              (
                array_length(ARRAY_AGG(`t3`.`wait_us` IGNORE NULLS ORDER BY `t3`.`wait_us`)) - 1
              ) * 0.5
            )
          ) AS INT64)
        )] - ARRAY_AGG(`t3`.`wait_us` IGNORE NULLS ORDER BY `t3`.`wait_us`)[safe_offset(
          CAST(floor(
            (
              (
                array_length(ARRAY_AGG(`t3`.`wait_us` IGNORE NULLS ORDER BY `t3`.`wait_us`)) - 1
              ) * 0.5
            )
          ) AS INT64)
        )]
      ) * (
        (
          (
            array_length(ARRAY_AGG(`t3`.`wait_us` IGNORE NULLS ORDER BY `t3`.`wait_us`)) - 1
          ) * 0.5
        ) - floor(
          (
            (
              array_length(ARRAY_AGG(`t3`.`wait_us` IGNORE NULLS ORDER BY `t3`.`wait_us`)) - 1
            ) * 0.5
          )
        )
      )
    ),
    ARRAY_AGG(`t3`.`wait_us` IGNORE NULLS ORDER BY `t3`.`wait_us`)[safe_offset(
      CAST(floor(
        (
          (
            array_length(ARRAY_AGG(`t3`.`wait_us` IGNORE NULLS ORDER BY `t3`.`wait_us`)) - 1
          ) * 0.9
        )
      ) AS INT64)
    )] + (
      (
        ARRAY_AGG(`t3`.`wait_us` IGNORE NULLS ORDER BY `t3`.`wait_us`)[safe_offset(
          CAST(ceil(
            (
              (
                array_length(ARRAY_AGG(`t3`.`wait_us` IGNORE NULLS ORDER BY `t3`.`wait_us`)) - 1
              ) * 0.9
            )
          ) AS INT64)
        )] - ARRAY_AGG(`t3`.`wait_us` IGNORE NULLS ORDER BY `t3`.`wait_us`)[safe_offset(
          CAST(floor(
            (
              (
                array_length(ARRAY_AGG(`t3`.`wait_us` IGNORE NULLS ORDER BY `t3`.`wait_us`)) - 1
              ) * 0.9
            )
          ) AS INT64)
        )]
      ) * (
        (
          (
            array_length(ARRAY_AGG(`t3`.`wait_us` IGNORE NULLS ORDER BY `t3`.`wait_us`)) - 1
          ) * 0.9
        ) - floor(
          (
            (
              array_length(ARRAY_AGG(`t3`.`wait_us` IGNORE NULLS ORDER BY `t3`.`wait_us`)) - 1
            ) * 0.9
          )
        )
      )
    )
  ] AS `times`,
  COUNTIF(`t3`.`is_first`) AS `begins`,
  COUNTIF(`t3`.`is_tie`) AS `ties`
FROM (
  SELECT
    `t2`.`customer_key`,
    `t2`.`from`,
    IF(`t2`.`wait_us` IS NULL, `t2`.`last`, `t2`.`to`) AS `to`,
    IF(`t2`.`wait_us` IS NULL, CAST(NULL AS INT64), `t2`.`wait_us`) AS `wait_us`,
    COALESCE(`t2`.`since_us` IS NULL, FALSE) AS `is_first`,
    COALESCE((
      `t2`.`since_us` = 0
    ) OR (
      `t2`.`wait_us` = 0
    ), FALSE) AS `is_tie`
  FROM (
    SELECT
      `t1`.`customer_key`,
      `t1`.`name` AS `from`,
      LEAD(`t1`.`name`) OVER (
        PARTITION BY `t1`.`customer_key`
        ORDER BY `t1`.`occurred_us` ASC, `t1`.`sequence` ASC, `t1`.`arrival` ASC
      ) AS `to`,
      '(end)' AS `last`,
      LEAD(`t1`.`occurred_us`) OVER (
        PARTITION BY `t1`.`customer_key`
        ORDER BY `t1`.`occurred_us` ASC, `t1`.`sequence` ASC, `t1`.`arrival` ASC
      ) - `t1`.`occurred_us` AS `wait_us`,
      `t1`.`occurred_us` - LAG(`t1`.`occurred_us`) OVER (
        PARTITION BY `t1`.`customer_key`
        ORDER BY `t1`.`occurred_us` ASC, `t1`.`sequence` ASC, `t1`.`arrival` ASC
      ) AS `since_us`
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
        `t0`.`is_goal`,
        `t0`.`came_late`,
        `t0`.`weekend_ad`,
        `t0`.`customer_key`,
        `t0`.`event` AS `name`
      FROM `events` AS `t0`
      WHERE
        `t0`.`customer_key` IS NOT NULL
    ) AS `t1`
  ) AS `t2`
) AS `t3`
GROUP BY
  1,
  2
