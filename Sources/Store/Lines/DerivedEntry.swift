/// The text of a derived column for one line: empty for null, `=` and the value, `!` and why there is none, `?` where
/// it was never worked out.
package enum DerivedEntry: Sendable, Hashable {
    case null
    /// The value as `PluginValue.text` has it.
    case value([UInt8])
    /// Code and message, as in `PLUGIN_ROW the message`.
    case failed(code: String, message: String)
    case unknown

    /// nil for what no program of ours has written.
    package init?(_ bytes: [UInt8]) {
        switch bytes.first {
        case nil: self = .null
        case UInt8(ascii: "="): self = .value(Array(bytes.dropFirst()))
        case UInt8(ascii: "?") where bytes.count == 1: self = .unknown
        case UInt8(ascii: "!"):
            let parts = String(decoding: bytes.dropFirst(), as: UTF8.self).split(
                separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            self = .failed(code: String(parts[0]), message: parts.count > 1 ? String(parts[1]) : "")
        default: return nil
        }
    }

    package var bytes: [UInt8] {
        switch self {
        case .null: []
        case .value(let text): [UInt8(ascii: "=")] + text
        case .failed(let code, let message): Array("!\(code) \(message)".utf8)
        case .unknown: [UInt8(ascii: "?")]
        }
    }
}
