package import Credit

/// One check of a managed service: a measurement or a finding.
/// - Source: services.md section 3; contract README section 2.
package struct ServiceCheckRecord: Sendable, Hashable {
    package var origin: FactOrigin
    package var serviceID: String
    package var at: Instant
    package var metric: String
    /// nil: a finding without a number.
    package var value: ExactDecimal?
    package var unit: String?
    package var severity: Severity
    package var note: String?

    package init(
        origin: FactOrigin, serviceID: String, at: Instant, metric: String, value: ExactDecimal? = nil,
        unit:
            String? = nil, severity: Severity, note: String? = nil
    ) {
        self.origin = origin
        self.serviceID = serviceID
        self.at = at
        self.metric = metric
        self.value = value
        self.unit = unit
        self.severity = severity
        self.note = note
    }
}
