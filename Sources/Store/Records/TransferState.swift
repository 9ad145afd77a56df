/// How far a transfer between partners is.
/// - Source: model.md section 9.
package enum TransferState: UInt8, Sendable, Hashable, CaseIterable {
    case pending = 0
    case inProgress = 1
    case complete = 2
    case cancelled = 3
    case expired = 4
    case failed = 5

    /// The name in the API.
    package var code: String {
        switch self {
        case .pending: "PENDING"
        case .inProgress: "IN_PROGRESS"
        case .complete: "COMPLETE"
        case .cancelled: "CANCELLED"
        case .expired: "EXPIRED"
        case .failed: "FAILED"
        }
    }

    /// Whether nothing follows it any more.
    package var isFinal: Bool { self != .pending && self != .inProgress }

    package init?(code: String) {
        guard let state = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = state
    }
}
