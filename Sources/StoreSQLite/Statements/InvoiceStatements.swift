/// Lines of invoice reconciliation files and Azure credit balances.
///
/// Facts come oldest as-of first, as in `AccessStatements`.
enum InvoiceStatements {
    static let insertCreditBalance = SQLText(
        """
        INSERT INTO credit_balance
               (import_id, line, partner_id, customer_id, month, name, used, status, balance, currency,
               agreement_id, effective_day, expiry_day)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)

    static let creditBalances = SQLText(
        """
        SELECT f.import_id, f.line, f.partner_id, f.customer_id, f.month, f.name, f.used, f.status, f.balance,
               f.currency, f.agreement_id, f.effective_day, f.expiry_day
          FROM import i CROSS JOIN credit_balance f ON f.import_id = i.id
         WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
         ORDER BY i.as_of, i.sha256, i.id, f.id
        """)

    static let insertInvoiceLine = SQLText(
        """
        INSERT INTO invoice_line
               (import_id, line, partner_id, month, invoice, customer_id, plan_id, product_id, sku_id,
               availability_id, product_name, sku_name, charge_type, category, unit_price, effective_unit_price,
               quantity, billable_quantity, subtotal, tax, total, currency, pricing_currency, exchange_rate,
               exchange_rate_day, price_adjustment, credit_reason, benefit_order_id, term, charge_start,
               charge_end)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)

    /// Of months (?2) and customers (?3, hexadecimal ids; NULL for all); both are JSON arrays.
    static let invoiceLines = SQLText(
        """
        SELECT f.import_id, f.line, f.partner_id, f.month, f.invoice, f.customer_id, f.plan_id, f.product_id,
               f.sku_id, f.availability_id, f.product_name, f.sku_name, f.charge_type, f.category, f.unit_price,
               f.effective_unit_price, f.quantity, f.billable_quantity, f.subtotal, f.tax, f.total, f.currency,
               f.pricing_currency, f.exchange_rate, f.exchange_rate_day, f.price_adjustment, f.credit_reason,
               f.benefit_order_id, f.term, f.charge_start, f.charge_end
          FROM json_each(?2) k CROSS JOIN invoice_line f ON f.month = k.value
          CROSS JOIN import i ON i.id = f.import_id
         WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
           AND (?3 IS NULL OR hex(f.customer_id) IN (SELECT value FROM json_each(?3)))
         ORDER BY f.month, i.as_of, i.sha256, i.id, f.id
        """)

    static let invoiceMonths = SQLText(
        """
        SELECT DISTINCT f.month FROM invoice_line f CROSS JOIN import i ON i.id = f.import_id
         WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
         ORDER BY f.month
        """)
}
