/// Managed services with their checks, and sign-ins.
///
/// Facts come oldest as-of first, as in `AccessStatements`.
enum ServiceStatements {
    static let insertManagedService = SQLText(
        """
        INSERT INTO managed_service
               (import_id, line, service_id, customer_id, kind, scope, since_day, until_day)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """)

    static let managedServices = SQLText(
        """
        SELECT f.import_id, f.line, f.service_id, f.customer_id, f.kind, f.scope, f.since_day, f.until_day
          FROM import i CROSS JOIN managed_service f ON f.import_id = i.id
         WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
         ORDER BY i.as_of, i.sha256, i.id, f.id
        """)

    static let insertServiceCheck = SQLText(
        """
        INSERT INTO service_check
               (import_id, line, service_id, at, metric, value, unit, severity, note)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)

    /// Checks of services (?2, a JSON array of ids) from ?3 until ?4, each once as its newest file has it, at most ?7 a
    /// service behind the check of time ?5 and metric ?6.
    static let serviceChecks = SQLText(
        """
        SELECT import_id, line, service_id, at, metric, value, unit, severity, note FROM (
            SELECT *, row_number() OVER (PARTITION BY service_id ORDER BY at, metric) AS place FROM (
                SELECT f.*, row_number() OVER (
                           PARTITION BY f.service_id, f.at, f.metric
                           ORDER BY i.as_of DESC, i.sha256 DESC, i.id DESC, f.id DESC) AS age
                  FROM json_each(?2) k CROSS JOIN service_check f ON f.service_id = k.value
                  CROSS JOIN import i ON i.id = f.import_id
                 WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
                   AND f.at >= ?3 AND f.at < ?4 AND (?5 IS NULL OR (f.at, f.metric) > (?5, ?6)))
             WHERE age = 1)
         WHERE place <= ?7
         ORDER BY service_id, at, metric
        """)

    /// How many of them there are.
    static let serviceCheckCounts = SQLText(
        """
        SELECT f.service_id, count(DISTINCT f.at || ' ' || f.metric)
          FROM json_each(?2) k CROSS JOIN service_check f ON f.service_id = k.value
          CROSS JOIN import i ON i.id = f.import_id
         WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
           AND f.at >= ?3 AND f.at < ?4
         GROUP BY f.service_id
        """)

    /// The newest check of each service.
    static let latestServiceChecks = SQLText(
        """
        SELECT import_id, line, service_id, at, metric, value, unit, severity, note FROM (
            SELECT f.*, row_number() OVER (
                       PARTITION BY f.service_id
                       ORDER BY f.at DESC, i.as_of DESC, i.sha256 DESC, i.id DESC, f.id DESC) AS place
              FROM json_each(?2) k CROSS JOIN service_check f ON f.service_id = k.value
              CROSS JOIN import i ON i.id = f.import_id
             WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1)
         WHERE place = 1
        """)

    static let insertSignIn = SQLText(
        """
        INSERT INTO sign_in
               (import_id, line, user_id, day, portal_total, portal_mfa, api_user_total, api_user_mfa,
               is_enabled, is_registered)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)

    /// Of the days up to ?2: each account's newest row, and all rows of the last seven of these days; each account and
    /// day once, as its newest file has it.
    static let signIns = SQLText(
        """
        WITH known AS (
            SELECT f.*, row_number() OVER (
                       PARTITION BY f.user_id, f.day
                       ORDER BY i.as_of DESC, i.sha256 DESC, i.id DESC, f.id DESC) AS age
              FROM import i CROSS JOIN sign_in f ON f.import_id = i.id
             WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1 AND f.day <= ?2),
        days AS (
            SELECT *, row_number() OVER (PARTITION BY user_id ORDER BY day DESC) AS place FROM known WHERE age = 1)
        SELECT import_id, line, user_id, day, portal_total, portal_mfa, api_user_total, api_user_mfa, is_enabled,
               is_registered
          FROM days
         WHERE place = 1 OR day > (SELECT max(day) FROM days) - 7
         ORDER BY user_id, day
        """)
}
