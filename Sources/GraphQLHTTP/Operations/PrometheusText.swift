/// Writes metrics in the text format of Prometheus, version 0.0.4.
package struct PrometheusText {
    package enum Kind: String { case counter, gauge, histogram }

    package static let contentType: StaticString = "text/plain; version=0.0.4; charset=utf-8"
    package private(set) var text = ""
    private var name = ""

    package init() {}

    /// Begins a family; its samples follow.
    package mutating func family(_ name: String, _ kind: Kind, _ help: String) {
        self.name = name
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    package mutating func sample(_ value: Int) { sample("", [], value) }

    package mutating func sample(_ labels: [(String, String)], _ value: Int) { sample("", labels, value) }

    package mutating func sample(_ suffix: String, _ labels: [(String, String)], _ value: Int) {
        sample(suffix, labels, text: "\(value)")
    }

    /// - Parameter text: a number.
    package mutating func sample(_ suffix: String, _ labels: [(String, String)], text value: String) {
        text += name + suffix
        if !labels.isEmpty {
            text += "{" + labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",") + "}"
        }
        text += " \(value)\n"
    }

    /// - Parameter microseconds: not negative.
    package static func seconds(_ microseconds: Int) -> String {
        let rest = String(microseconds % 1_000_000)
        var fraction = String(repeating: "0", count: 6 - rest.count) + rest
        while fraction.hasSuffix("0"), fraction.count > 1 { fraction.removeLast() }
        return "\(microseconds / 1_000_000).\(fraction)"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
