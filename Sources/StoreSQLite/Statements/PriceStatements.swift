/// Price sheets and exchange rates.
///
/// Facts come oldest as-of first; the files' hashes break ties, so that the order of imports never matters. The outer
/// loop of CROSS JOIN runs over `import_by_as_of`, so nothing is sorted.
enum PriceStatements {
    static let insertPriceItem = SQLText(
        """
        INSERT INTO price_item
               (import_id, line, view, market, month, currency, product_id, sku_id, product_title, sku_title,
               publisher, sku_description, unit_of_measure, term_duration, unit_price, tier_from, tier_to,
               effective_from, effective_until, meter_ids, meter_type, tags)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)

    static let priceItems = SQLText(
        """
        SELECT f.import_id, f.line, f.view, f.market, f.month, f.currency, f.product_id, f.sku_id,
               f.product_title, f.sku_title, f.publisher, f.sku_description, f.unit_of_measure, f.term_duration,
               f.unit_price, f.tier_from, f.tier_to, f.effective_from, f.effective_until, f.meter_ids,
               f.meter_type, f.tags
          FROM import i CROSS JOIN price_item f ON f.import_id = i.id
         WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
         ORDER BY i.as_of, i.sha256, i.id, f.id
        """)

    static let insertExchangeRate = SQLText(
        """
        INSERT INTO exchange_rate
               (import_id, line, currency, month, usd_per_unit)
        VALUES (?, ?, ?, ?, ?)
        """)

    static let exchangeRates = SQLText(
        """
        SELECT f.import_id, f.line, f.currency, f.month, f.usd_per_unit
          FROM import i CROSS JOIN exchange_rate f ON f.import_id = i.id
         WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
         ORDER BY i.as_of, i.sha256, i.id, f.id
        """)
}
