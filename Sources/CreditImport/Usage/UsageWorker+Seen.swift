internal import Credit
internal import Store

/// What lines say of customers, plans and subscriptions, and what they cover.
extension UsageWorker {
    /// The newest line of each subscription, plan and customer says what it is called.
    func note(_ order: LineOrder, _ keys: LineKeys) {
        namings.begin(columns)
        let blank = LineKey.id([])
        // Every file has the column.
        guard let column = header.columns.firstIndex(of: UsageColumn.entitlementID.id) else { return }
        let entitlements = columns.keys(column: column)
        let numbers = unsafe columns.ids(span: columns.columns[column].place)
        for entry in order.entries {
            // One line names all that a uniform entry has; its last line is the newest.
            for position in entry.isUniform ? entry.rows.suffix(1) : entry.rows {
                let row = Int(order.rows[position])
                let place = UsageSeen.Place(
                    day: keys.dayValues[Int(keys.days[row])], line: Int(unsafe columns.lines[row]))
                let hasEntitlement = unsafe entitlements[Int(numbers[row])] != blank
                namings.note(row, place, hasEntitlement: hasEntitlement, columns)
            }
        }
    }

    /// Tells the others, before the texts are forgotten.
    func commitNamings() {
        let blank = LineKey.id([])
        func text(_ value: [UInt8]) -> String? { value.isEmpty ? nil : String(decoding: value, as: UTF8.self) }
        func id(_ value: [UInt8]) -> GUID { LineKey.id(value) }
        seen.update { state in
            namings.customers.forEach(columns) { customer, place, fingerprint, value in
                UsageSeen.note(&state.customers, customer, place, fingerprint) {
                    SeenCustomerRecord(
                        origin: FactOrigin(importID: importID, line: place.line), tenantID: customer,
                        name: text(value(0)) ?? "", domain: text(value(1)),
                        country: text(value(2)).flatMap { CountryCode($0) })
                }
            }
            namings.plans.forEach(columns) { plan, place, fingerprint, value in
                if plan == blank { return }
                UsageSeen.note(&state.plans, plan, place, fingerprint) {
                    SeenPlanRecord(
                        origin: FactOrigin(importID: importID, line: place.line), id: plan, customer: id(value(0)),
                        description: text(value(1)) ?? "", resellerPartnerID: text(value(2)))
                }
            }
            for table in [namings.subscriptions, namings.subscriptionsOfPlans] {
                table.forEach(columns) { subscription, place, fingerprint, value in
                    if subscription == blank { return }
                    UsageSeen.note(&state.subscriptions, subscription, place, fingerprint) {
                        let plan = id(value(1))
                        return SeenSubscriptionRecord(
                            origin: FactOrigin(importID: importID, line: place.line), id: subscription,
                            customer: id(value(0)), planID: plan == blank ? nil : plan, name: text(value(2)) ?? "")
                    }
                }
            }
        }
        namings.removeAll()
    }

    /// Values of lines that were not rejected.
    private func distinct(_ column: UsageColumn) -> Set<[UInt8]> {
        guard let position = header.columns.firstIndex(of: column.id) else { return [] }
        let place = columns.columns[position]
        let span = unsafe columns.span(place.place)
        var isUsed = [Bool](repeating: false, count: columns.textCount(span: place.place))
        let isRejected = isRejected
        for row in 0..<rowCount where !isRejected[row] { unsafe isUsed[Int(span.pointee.ids[row])] = true }
        var values: Set<[UInt8]> = []
        var last = -1
        for entry in isUsed.indices where isUsed[entry] {
            if last >= 0, unsafe span.pointee.isEqual(last, entry, place.field) { continue }
            last = entry
            values.insert(columns.value(entry, column: position))
        }
        return values
    }

    func noteCoverage(_ keys: LineKeys, in seen: inout UsageSeen.State) {
        for invoice in distinct(.invoiceNumber) {
            if invoice.isEmpty {
                seen.hasUnbilled = true
            } else {
                seen.invoices.insert(String(decoding: invoice, as: UTF8.self))
            }
        }
        for currency in distinct(.billingCurrency) {
            if let code = CurrencyCode(parsing: currency.span) { seen.currencies.insert(code) }
        }
        var isUsed = [Bool](repeating: false, count: keys.dayValues.count)
        for day in keys.days where day != LineKeys.rejected { isUsed[Int(day)] = true }
        for (index, day) in keys.dayValues.enumerated() where isUsed[index] { seen.days.insert(day) }
    }
}
