/// Numbers as JSON writes them, read as GraphQL's scalars want them.
enum NumberText {
    enum IntProblem { case notInteger, outOfRange }

    /// A whole number of 32 bits; `1.0` and `1e2` are whole.
    static func int(_ text: String) -> Result<Int, Failure> {
        if let value = Int(text) {
            return Int(Int32.min)...Int(Int32.max) ~= value ? .success(value) : .failure(Failure(.outOfRange))
        }
        guard let value = Double(text), value.isFinite, value == value.rounded(.towardZero) else {
            return .failure(Failure(.notInteger))
        }
        guard Double(Int32.min)...Double(Int32.max) ~= value else { return .failure(Failure(.outOfRange)) }
        return .success(Int(value))
    }

    struct Failure: Error {
        let problem: IntProblem
        init(_ problem: IntProblem) { self.problem = problem }

        /// The message of graphql-js.
        func message(_ shown: String) -> String {
            switch problem {
            case .notInteger: "Int cannot represent non-integer value: \(shown)"
            case .outOfRange: "Int cannot represent non 32-bit signed integer value: \(shown)"
            }
        }
    }

    /// Nil for what a double cannot hold.
    static func float(_ text: String) -> Double? {
        guard let value = Double(text), value.isFinite else { return nil }
        return value
    }

    /// A whole number of any size as an ID; nil where it isn't whole.
    static func id(_ text: String) -> String? {
        if text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || $0 == UInt8(ascii: "-") }) {
            return text == "-0" ? "0" : text
        }
        guard let value = Double(text), value.isFinite, value == value.rounded(.towardZero), abs(value) < 1e15 else {
            return nil
        }
        return String(Int64(value))
    }
}
