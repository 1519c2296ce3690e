WITH `t6` AS (
  SELECT
    `t5`.`customer_key`,
    IF(
      COALESCE((
        `t5`.`goal_us` - `t5`.`start_us`
      ) <= 2592000000000, FALSE),
      `t5`.`goal_us`,
      `t5`.`start_us` + 2592000000001
    ) AS `until_us`,
    IF(COALESCE((
      `t5`.`goal_us` - `t5`.`start_us`
    ) <= 2592000000000, FALSE), 1, 0) AS `reached`,
    IF(
      (
        `t5`.`start_us` + 2592000000000
      ) > (
        SELECT
          MAX(`t0`.`occurred_us`) AS `Max_occurred_us`
        FROM `events` AS `t0`
      ),
      '(open)',
      IF(COALESCE((
        `t5`.`goal_us` - `t5`.`start_us`
      ) = 0, FALSE), '(at once)', '(all)')
    ) AS `state`
  FROM (
    SELECT
      `t3`.`customer_key`,
      MIN(`t3`.`occurred_us`) AS `start_us`,
      MIN(IF(`t3`.`is_goal`, `t3`.`occurred_us`, NULL)) AS `goal_us`
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
        `t0`.`customer_key`
      FROM `events` AS `t0`
      WHERE
        `t0`.`customer_key` IS NOT NULL
    ) AS `t3`
    GROUP BY
      1
  ) AS `t5`
)
SELECT
  *
FROM (
  SELECT
    *
  FROM (
    SELECT
      `t38`.`property`,
      `t38`.`value`,
      COUNT(*) AS `customers`,
      COUNTIF(`t38`.`reached` = 1) AS `goals`
    FROM (
      SELECT DISTINCT
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
                              `t16`.`customer_key`,
                              `t16`.`reached`,
                              'event' AS `property`,
                              `t16`.`event` AS `value`
                            FROM (
                              SELECT
                                `t15`.*
                                EXCEPT (`footpath_key`, `until_us`)
                              FROM (
                                SELECT
                                  *
                                FROM (
                                  SELECT
                                    `t4`.`customer_id`,
                                    `t4`.`case_id`,
                                    `t4`.`actor`,
                                    `t4`.`occurred_us`,
                                    `t4`.`event`,
                                    `t4`.`event_id`,
                                    `t4`.`sequence`,
                                    `t4`.`promised_us`,
                                    `t4`.`session_id`,
                                    `t4`.`channel`,
                                    `t4`.`value`,
                                    `t4`.`currency`,
                                    `t4`.`case_status`,
                                    `t4`.`arrival`,
                                    `t4`.`device`,
                                    `t4`.`country`,
                                    `t4`.`rank`,
                                    `t4`.`score`,
                                    `t4`.`is_new`,
                                    `t4`.`variant`,
                                    `t4`.`late`,
                                    `t4`.`delay_us`,
                                    `t4`.`is_goal`,
                                    `t4`.`came_late`,
                                    `t4`.`weekend_ad`,
                                    `t4`.`customer_key`,
                                    `t10`.`footpath_key`,
                                    `t10`.`until_us`,
                                    `t10`.`reached`
                                  FROM (
                                    SELECT
                                      *
                                    FROM `events` AS `t0`
                                    WHERE
                                      `t0`.`customer_key` IS NOT NULL
                                  ) AS `t4`
                                  INNER JOIN (
                                    SELECT
                                      `t7`.`customer_key` AS `footpath_key`,
                                      `t7`.`until_us`,
                                      `t7`.`reached`
                                    FROM `t6` AS `t7`
                                    WHERE
                                      `t7`.`state` = '(all)'
                                  ) AS `t10`
                                    ON `t4`.`customer_key` = `t10`.`footpath_key`
                                ) AS `t14`
                                WHERE
                                  `t14`.`occurred_us` < `t14`.`until_us`
                              ) AS `t15`
                            ) AS `t16`
                          ) AS `t21`
                          UNION ALL
                          SELECT
                            *
                          FROM (
                            SELECT
                              `t16`.`customer_key`,
                              `t16`.`reached`,
                              'channel' AS `property`,
                              `t16`.`channel` AS `value`
                            FROM (
                              SELECT
                                `t15`.*
                                EXCEPT (`footpath_key`, `until_us`)
                              FROM (
                                SELECT
                                  *
                                FROM (
                                  SELECT
                                    `t4`.`customer_id`,
                                    `t4`.`case_id`,
                                    `t4`.`actor`,
                                    `t4`.`occurred_us`,
                                    `t4`.`event`,
                                    `t4`.`event_id`,
                                    `t4`.`sequence`,
                                    `t4`.`promised_us`,
                                    `t4`.`session_id`,
                                    `t4`.`channel`,
                                    `t4`.`value`,
                                    `t4`.`currency`,
                                    `t4`.`case_status`,
                                    `t4`.`arrival`,
                                    `t4`.`device`,
                                    `t4`.`country`,
                                    `t4`.`rank`,
                                    `t4`.`score`,
                                    `t4`.`is_new`,
                                    `t4`.`variant`,
                                    `t4`.`late`,
                                    `t4`.`delay_us`,
                                    `t4`.`is_goal`,
                                    `t4`.`came_late`,
                                    `t4`.`weekend_ad`,
                                    `t4`.`customer_key`,
                                    `t10`.`footpath_key`,
                                    `t10`.`until_us`,
                                    `t10`.`reached`
                                  FROM (
                                    SELECT
                                      *
                                    FROM `events` AS `t0`
                                    WHERE
                                      `t0`.`customer_key` IS NOT NULL
                                  ) AS `t4`
                                  INNER JOIN (
                                    SELECT
                                      `t7`.`customer_key` AS `footpath_key`,
                                      `t7`.`until_us`,
                                      `t7`.`reached`
                                    FROM `t6` AS `t7`
                                    WHERE
                                      `t7`.`state` = '(all)'
                                  ) AS `t10`
                                    ON `t4`.`customer_key` = `t10`.`footpath_key`
                                ) AS `t14`
                                WHERE
                                  `t14`.`occurred_us` < `t14`.`until_us`
                              ) AS `t15`
                            ) AS `t16`
                          ) AS `t22`
                        ) AS `t28`
                        UNION ALL
                        SELECT
                          *
                        FROM (
                          SELECT
                            `t16`.`customer_key`,
                            `t16`.`reached`,
                            'currency' AS `property`,
                            `t16`.`currency` AS `value`
                          FROM (
                            SELECT
                              `t15`.*
                              EXCEPT (`footpath_key`, `until_us`)
                            FROM (
                              SELECT
                                *
                              FROM (
                                SELECT
                                  `t4`.`customer_id`,
                                  `t4`.`case_id`,
                                  `t4`.`actor`,
                                  `t4`.`occurred_us`,
                                  `t4`.`event`,
                                  `t4`.`event_id`,
                                  `t4`.`sequence`,
                                  `t4`.`promised_us`,
                                  `t4`.`session_id`,
                                  `t4`.`channel`,
                                  `t4`.`value`,
                                  `t4`.`currency`,
                                  `t4`.`case_status`,
                                  `t4`.`arrival`,
                                  `t4`.`device`,
                                  `t4`.`country`,
                                  `t4`.`rank`,
                                  `t4`.`score`,
                                  `t4`.`is_new`,
                                  `t4`.`variant`,
                                  `t4`.`late`,
                                  `t4`.`delay_us`,
                                  `t4`.`is_goal`,
                                  `t4`.`came_late`,
                                  `t4`.`weekend_ad`,
                                  `t4`.`customer_key`,
                                  `t10`.`footpath_key`,
                                  `t10`.`until_us`,
                                  `t10`.`reached`
                                FROM (
                                  SELECT
                                    *
                                  FROM `events` AS `t0`
                                  WHERE
                                    `t0`.`customer_key` IS NOT NULL
                                ) AS `t4`
                                INNER JOIN (
                                  SELECT
                                    `t7`.`customer_key` AS `footpath_key`,
                                    `t7`.`until_us`,
                                    `t7`.`reached`
                                  FROM `t6` AS `t7`
                                  WHERE
                                    `t7`.`state` = '(all)'
                                ) AS `t10`
                                  ON `t4`.`customer_key` = `t10`.`footpath_key`
                              ) AS `t14`
                              WHERE
                                `t14`.`occurred_us` < `t14`.`until_us`
                            ) AS `t15`
                          ) AS `t16`
                        ) AS `t20`
                      ) AS `t29`
                      UNION ALL
                      SELECT
                        *
                      FROM (
                        SELECT
                          `t16`.`customer_key`,
                          `t16`.`reached`,
                          'device' AS `property`,
                          `t16`.`device` AS `value`
                        FROM (
                          SELECT
                            `t15`.*
                            EXCEPT (`footpath_key`, `until_us`)
                          FROM (
                            SELECT
                              *
                            FROM (
                              SELECT
                                `t4`.`customer_id`,
                                `t4`.`case_id`,
                                `t4`.`actor`,
                                `t4`.`occurred_us`,
                                `t4`.`event`,
                                `t4`.`event_id`,
                                `t4`.`sequence`,
                                `t4`.`promised_us`,
                                `t4`.`session_id`,
                                `t4`.`channel`,
                                `t4`.`value`,
                                `t4`.`currency`,
                                `t4`.`case_status`,
                                `t4`.`arrival`,
                                `t4`.`device`,
                                `t4`.`country`,
                                `t4`.`rank`,
                                `t4`.`score`,
                                `t4`.`is_new`,
                                `t4`.`variant`,
                                `t4`.`late`,
                                `t4`.`delay_us`,
                                `t4`.`is_goal`,
                                `t4`.`came_late`,
                                `t4`.`weekend_ad`,
                                `t4`.`customer_key`,
                                `t10`.`footpath_key`,
                                `t10`.`until_us`,
                                `t10`.`reached`
                              FROM (
                                SELECT
                                  *
                                FROM `events` AS `t0`
                                WHERE
                                  `t0`.`customer_key` IS NOT NULL
                              ) AS `t4`
                              INNER JOIN (
                                SELECT
                                  `t7`.`customer_key` AS `footpath_key`,
                                  `t7`.`until_us`,
                                  `t7`.`reached`
                                FROM `t6` AS `t7`
                                WHERE
                                  `t7`.`state` = '(all)'
                              ) AS `t10`
                                ON `t4`.`customer_key` = `t10`.`footpath_key`
                            ) AS `t14`
                            WHERE
                              `t14`.`occurred_us` < `t14`.`until_us`
                          ) AS `t15`
                        ) AS `t16`
                      ) AS `t19`
                    ) AS `t30`
                    UNION ALL
                    SELECT
                      *
                    FROM (
                      SELECT
                        `t16`.`customer_key`,
                        `t16`.`reached`,
                        'country' AS `property`,
                        `t16`.`country` AS `value`
                      FROM (
                        SELECT
                          `t15`.*
                          EXCEPT (`footpath_key`, `until_us`)
                        FROM (
                          SELECT
                            *
                          FROM (
                            SELECT
                              `t4`.`customer_id`,
                              `t4`.`case_id`,
                              `t4`.`actor`,
                              `t4`.`occurred_us`,
                              `t4`.`event`,
                              `t4`.`event_id`,
                              `t4`.`sequence`,
                              `t4`.`promised_us`,
                              `t4`.`session_id`,
                              `t4`.`channel`,
                              `t4`.`value`,
                              `t4`.`currency`,
                              `t4`.`case_status`,
                              `t4`.`arrival`,
                              `t4`.`device`,
                              `t4`.`country`,
                              `t4`.`rank`,
                              `t4`.`score`,
                              `t4`.`is_new`,
                              `t4`.`variant`,
                              `t4`.`late`,
                              `t4`.`delay_us`,
                              `t4`.`is_goal`,
                              `t4`.`came_late`,
                              `t4`.`weekend_ad`,
                              `t4`.`customer_key`,
                              `t10`.`footpath_key`,
                              `t10`.`until_us`,
                              `t10`.`reached`
                            FROM (
                              SELECT
                                *
                              FROM `events` AS `t0`
                              WHERE
                                `t0`.`customer_key` IS NOT NULL
                            ) AS `t4`
                            INNER JOIN (
                              SELECT
                                `t7`.`customer_key` AS `footpath_key`,
                                `t7`.`until_us`,
                                `t7`.`reached`
                              FROM `t6` AS `t7`
                              WHERE
                                `t7`.`state` = '(all)'
                            ) AS `t10`
                              ON `t4`.`customer_key` = `t10`.`footpath_key`
                          ) AS `t14`
                          WHERE
                            `t14`.`occurred_us` < `t14`.`until_us`
                        ) AS `t15`
                      ) AS `t16`
                    ) AS `t18`
                  ) AS `t31`
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      `t16`.`customer_key`,
                      `t16`.`reached`,
                      'is_new' AS `property`,
                      CAST(`t16`.`is_new` AS STRING) AS `value`
                    FROM (
                      SELECT
                        `t15`.*
                        EXCEPT (`footpath_key`, `until_us`)
                      FROM (
                        SELECT
                          *
                        FROM (
                          SELECT
                            `t4`.`customer_id`,
                            `t4`.`case_id`,
                            `t4`.`actor`,
                            `t4`.`occurred_us`,
                            `t4`.`event`,
                            `t4`.`event_id`,
                            `t4`.`sequence`,
                            `t4`.`promised_us`,
                            `t4`.`session_id`,
                            `t4`.`channel`,
                            `t4`.`value`,
                            `t4`.`currency`,
                            `t4`.`case_status`,
                            `t4`.`arrival`,
                            `t4`.`device`,
                            `t4`.`country`,
                            `t4`.`rank`,
                            `t4`.`score`,
                            `t4`.`is_new`,
                            `t4`.`variant`,
                            `t4`.`late`,
                            `t4`.`delay_us`,
                            `t4`.`is_goal`,
                            `t4`.`came_late`,
                            `t4`.`weekend_ad`,
                            `t4`.`customer_key`,
                            `t10`.`footpath_key`,
                            `t10`.`until_us`,
                            `t10`.`reached`
                          FROM (
                            SELECT
                              *
                            FROM `events` AS `t0`
                            WHERE
                              `t0`.`customer_key` IS NOT NULL
                          ) AS `t4`
                          INNER JOIN (
                            SELECT
                              `t7`.`customer_key` AS `footpath_key`,
                              `t7`.`until_us`,
                              `t7`.`reached`
                            FROM `t6` AS `t7`
                            WHERE
                              `t7`.`state` = '(all)'
                          ) AS `t10`
                            ON `t4`.`customer_key` = `t10`.`footpath_key`
                        ) AS `t14`
                        WHERE
                          `t14`.`occurred_us` < `t14`.`until_us`
                      ) AS `t15`
                    ) AS `t16`
                  ) AS `t27`
                ) AS `t32`
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    `t16`.`customer_key`,
                    `t16`.`reached`,
                    'variant' AS `property`,
                    `t16`.`variant` AS `value`
                  FROM (
                    SELECT
                      `t15`.*
                      EXCEPT (`footpath_key`, `until_us`)
                    FROM (
                      SELECT
                        *
                      FROM (
                        SELECT
                          `t4`.`customer_id`,
                          `t4`.`case_id`,
                          `t4`.`actor`,
                          `t4`.`occurred_us`,
                          `t4`.`event`,
                          `t4`.`event_id`,
                          `t4`.`sequence`,
                          `t4`.`promised_us`,
                          `t4`.`session_id`,
                          `t4`.`channel`,
                          `t4`.`value`,
                          `t4`.`currency`,
                          `t4`.`case_status`,
                          `t4`.`arrival`,
                          `t4`.`device`,
                          `t4`.`country`,
                          `t4`.`rank`,
                          `t4`.`score`,
                          `t4`.`is_new`,
                          `t4`.`variant`,
                          `t4`.`late`,
                          `t4`.`delay_us`,
                          `t4`.`is_goal`,
                          `t4`.`came_late`,
                          `t4`.`weekend_ad`,
                          `t4`.`customer_key`,
                          `t10`.`footpath_key`,
                          `t10`.`until_us`,
                          `t10`.`reached`
                        FROM (
                          SELECT
                            *
                          FROM `events` AS `t0`
                          WHERE
                            `t0`.`customer_key` IS NOT NULL
                        ) AS `t4`
                        INNER JOIN (
                          SELECT
                            `t7`.`customer_key` AS `footpath_key`,
                            `t7`.`until_us`,
                            `t7`.`reached`
                          FROM `t6` AS `t7`
                          WHERE
                            `t7`.`state` = '(all)'
                        ) AS `t10`
                          ON `t4`.`customer_key` = `t10`.`footpath_key`
                      ) AS `t14`
                      WHERE
                        `t14`.`occurred_us` < `t14`.`until_us`
                    ) AS `t15`
                  ) AS `t16`
                ) AS `t17`
              ) AS `t33`
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  `t16`.`customer_key`,
                  `t16`.`reached`,
                  'late' AS `property`,
                  CAST(`t16`.`late` AS STRING) AS `value`
                FROM (
                  SELECT
                    `t15`.*
                    EXCEPT (`footpath_key`, `until_us`)
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        `t4`.`customer_id`,
                        `t4`.`case_id`,
                        `t4`.`actor`,
                        `t4`.`occurred_us`,
                        `t4`.`event`,
                        `t4`.`event_id`,
                        `t4`.`sequence`,
                        `t4`.`promised_us`,
                        `t4`.`session_id`,
                        `t4`.`channel`,
                        `t4`.`value`,
                        `t4`.`currency`,
                        `t4`.`case_status`,
                        `t4`.`arrival`,
                        `t4`.`device`,
                        `t4`.`country`,
                        `t4`.`rank`,
                        `t4`.`score`,
                        `t4`.`is_new`,
                        `t4`.`variant`,
                        `t4`.`late`,
                        `t4`.`delay_us`,
                        `t4`.`is_goal`,
                        `t4`.`came_late`,
                        `t4`.`weekend_ad`,
                        `t4`.`customer_key`,
                        `t10`.`footpath_key`,
                        `t10`.`until_us`,
                        `t10`.`reached`
                      FROM (
                        SELECT
                          *
                        FROM `events` AS `t0`
                        WHERE
                          `t0`.`customer_key` IS NOT NULL
                      ) AS `t4`
                      INNER JOIN (
                        SELECT
                          `t7`.`customer_key` AS `footpath_key`,
                          `t7`.`until_us`,
                          `t7`.`reached`
                        FROM `t6` AS `t7`
                        WHERE
                          `t7`.`state` = '(all)'
                      ) AS `t10`
                        ON `t4`.`customer_key` = `t10`.`footpath_key`
                    ) AS `t14`
                    WHERE
                      `t14`.`occurred_us` < `t14`.`until_us`
                  ) AS `t15`
                ) AS `t16`
              ) AS `t26`
            ) AS `t34`
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                `t16`.`customer_key`,
                `t16`.`reached`,
                'is_goal' AS `property`,
                CAST(`t16`.`is_goal` AS STRING) AS `value`
              FROM (
                SELECT
                  `t15`.*
                  EXCEPT (`footpath_key`, `until_us`)
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      `t4`.`customer_id`,
                      `t4`.`case_id`,
                      `t4`.`actor`,
                      `t4`.`occurred_us`,
                      `t4`.`event`,
                      `t4`.`event_id`,
                      `t4`.`sequence`,
                      `t4`.`promised_us`,
                      `t4`.`session_id`,
                      `t4`.`channel`,
                      `t4`.`value`,
                      `t4`.`currency`,
                      `t4`.`case_status`,
                      `t4`.`arrival`,
                      `t4`.`device`,
                      `t4`.`country`,
                      `t4`.`rank`,
                      `t4`.`score`,
                      `t4`.`is_new`,
                      `t4`.`variant`,
                      `t4`.`late`,
                      `t4`.`delay_us`,
                      `t4`.`is_goal`,
                      `t4`.`came_late`,
                      `t4`.`weekend_ad`,
                      `t4`.`customer_key`,
                      `t10`.`footpath_key`,
                      `t10`.`until_us`,
                      `t10`.`reached`
                    FROM (
                      SELECT
                        *
                      FROM `events` AS `t0`
                      WHERE
                        `t0`.`customer_key` IS NOT NULL
                    ) AS `t4`
                    INNER JOIN (
                      SELECT
                        `t7`.`customer_key` AS `footpath_key`,
                        `t7`.`until_us`,
                        `t7`.`reached`
                      FROM `t6` AS `t7`
                      WHERE
                        `t7`.`state` = '(all)'
                    ) AS `t10`
                      ON `t4`.`customer_key` = `t10`.`footpath_key`
                  ) AS `t14`
                  WHERE
                    `t14`.`occurred_us` < `t14`.`until_us`
                ) AS `t15`
              ) AS `t16`
            ) AS `t25`
          ) AS `t35`
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              `t16`.`customer_key`,
              `t16`.`reached`,
              'came_late' AS `property`,
              CAST(`t16`.`came_late` AS STRING) AS `value`
            FROM (
              SELECT
                `t15`.*
                EXCEPT (`footpath_key`, `until_us`)
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    `t4`.`customer_id`,
                    `t4`.`case_id`,
                    `t4`.`actor`,
                    `t4`.`occurred_us`,
                    `t4`.`event`,
                    `t4`.`event_id`,
                    `t4`.`sequence`,
                    `t4`.`promised_us`,
                    `t4`.`session_id`,
                    `t4`.`channel`,
                    `t4`.`value`,
                    `t4`.`currency`,
                    `t4`.`case_status`,
                    `t4`.`arrival`,
                    `t4`.`device`,
                    `t4`.`country`,
                    `t4`.`rank`,
                    `t4`.`score`,
                    `t4`.`is_new`,
                    `t4`.`variant`,
                    `t4`.`late`,
                    `t4`.`delay_us`,
                    `t4`.`is_goal`,
                    `t4`.`came_late`,
                    `t4`.`weekend_ad`,
                    `t4`.`customer_key`,
                    `t10`.`footpath_key`,
                    `t10`.`until_us`,
                    `t10`.`reached`
                  FROM (
                    SELECT
                      *
                    FROM `events` AS `t0`
                    WHERE
                      `t0`.`customer_key` IS NOT NULL
                  ) AS `t4`
                  INNER JOIN (
                    SELECT
                      `t7`.`customer_key` AS `footpath_key`,
                      `t7`.`until_us`,
                      `t7`.`reached`
                    FROM `t6` AS `t7`
                    WHERE
                      `t7`.`state` = '(all)'
                  ) AS `t10`
                    ON `t4`.`customer_key` = `t10`.`footpath_key`
                ) AS `t14`
                WHERE
                  `t14`.`occurred_us` < `t14`.`until_us`
              ) AS `t15`
            ) AS `t16`
          ) AS `t24`
        ) AS `t36`
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            `t16`.`customer_key`,
            `t16`.`reached`,
            'weekend_ad' AS `property`,
            CAST(`t16`.`weekend_ad` AS STRING) AS `value`
          FROM (
            SELECT
              `t15`.*
              EXCEPT (`footpath_key`, `until_us`)
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  `t4`.`customer_id`,
                  `t4`.`case_id`,
                  `t4`.`actor`,
                  `t4`.`occurred_us`,
                  `t4`.`event`,
                  `t4`.`event_id`,
                  `t4`.`sequence`,
                  `t4`.`promised_us`,
                  `t4`.`session_id`,
                  `t4`.`channel`,
                  `t4`.`value`,
                  `t4`.`currency`,
                  `t4`.`case_status`,
                  `t4`.`arrival`,
                  `t4`.`device`,
                  `t4`.`country`,
                  `t4`.`rank`,
                  `t4`.`score`,
                  `t4`.`is_new`,
                  `t4`.`variant`,
                  `t4`.`late`,
                  `t4`.`delay_us`,
                  `t4`.`is_goal`,
                  `t4`.`came_late`,
                  `t4`.`weekend_ad`,
                  `t4`.`customer_key`,
                  `t10`.`footpath_key`,
                  `t10`.`until_us`,
                  `t10`.`reached`
                FROM (
                  SELECT
                    *
                  FROM `events` AS `t0`
                  WHERE
                    `t0`.`customer_key` IS NOT NULL
                ) AS `t4`
                INNER JOIN (
                  SELECT
                    `t7`.`customer_key` AS `footpath_key`,
                    `t7`.`until_us`,
                    `t7`.`reached`
                  FROM `t6` AS `t7`
                  WHERE
                    `t7`.`state` = '(all)'
                ) AS `t10`
                  ON `t4`.`customer_key` = `t10`.`footpath_key`
              ) AS `t14`
              WHERE
                `t14`.`occurred_us` < `t14`.`until_us`
            ) AS `t15`
          ) AS `t16`
        ) AS `t23`
      ) AS `t37`
      WHERE
        `t37`.`value` IS NOT NULL
    ) AS `t38`
    GROUP BY
      1,
      2
  ) AS `t39`
  WHERE
    `t39`.`customers` >= 5
    AND (
      (
        SELECT
          COUNT(*) AS `CountStar`
        FROM (
          SELECT
            *
          FROM `t6` AS `t7`
          WHERE
            `t7`.`state` = '(all)'
        ) AS `t8`
      ) - `t39`.`customers`
    ) >= 5
) AS `t40`
UNION ALL
SELECT
  *
FROM (
  SELECT
    CAST(NULL AS STRING) AS `property`,
    `t11`.`state` AS `value`,
    `t11`.`customers`,
    `t11`.`goals`
  FROM (
    SELECT
      `t7`.`state`,
      COUNT(*) AS `customers`,
      COUNTIF(`t7`.`reached` = 1) AS `goals`
    FROM `t6` AS `t7`
    GROUP BY
      1
  ) AS `t11`
) AS `t13`
