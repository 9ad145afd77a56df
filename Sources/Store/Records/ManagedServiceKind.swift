/// What a managed service does.
/// - Source: services.md sections 2 and 3.
package enum ManagedServiceKind: UInt8, Sendable, Hashable, CaseIterable {
    case cloudOperations = 0
    case systemHealth = 1
    case logAnalytics = 2
    case databaseMonitoring = 3
    case applicationPerformance = 4

    /// The name in the API.
    package var code: String {
        switch self {
        case .cloudOperations: "CLOUD_OPERATIONS"
        case .systemHealth: "SYSTEM_HEALTH"
        case .logAnalytics: "LOG_ANALYTICS"
        case .databaseMonitoring: "DATABASE_MONITORING"
        case .applicationPerformance: "APPLICATION_PERFORMANCE"
        }
    }

    package init?(code: String) {
        guard let kind = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = kind
    }
}

/// How bad what a check found is.
package enum Severity: UInt8, Sendable, Hashable, CaseIterable {
    case ok = 0
    case warning = 1
    case critical = 2

    /// The name in the API.
    package var code: String {
        switch self {
        case .ok: "OK"
        case .warning: "WARNING"
        case .critical: "CRITICAL"
        }
    }

    package init?(code: String) {
        guard let severity = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = severity
    }
}
