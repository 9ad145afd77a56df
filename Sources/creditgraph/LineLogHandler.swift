import Credit
import Glibc
import Logging

/// Writes log events to standard error, one a line, as text or as a JSON object. Callers never hand it an amount, a key
/// or a token.
struct LineLogHandler: LogHandler {
    enum Format: String, Sendable { case text, json }

    let label: String
    let format: Format
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata
        if let more = event.metadata { all.merge(more) { _, new in new } }
        let pairs = all.sorted { $0.key < $1.key }
        let time = Clock.now.description
        switch format {
        case .text:
            let rest = pairs.map { " \($0.key)=\($0.value)" }.joined()
            Console.error("\(time) \(event.level) \(event.message)\(rest)")
        case .json:
            var line = "{\"time\":\"\(time)\",\"level\":\"\(event.level)\",\"message\":\(Self.json("\(event.message)"))"
            for (key, value) in pairs { line += ",\(Self.json(key)):\(Self.json("\(value)"))" }
            Console.error(line + "}")
        }
    }

    private static func json(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            default:
                if scalar.value < 0x20 {
                    result += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}

/// The system's clock.
enum Clock {
    static var now: Instant {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }
}
