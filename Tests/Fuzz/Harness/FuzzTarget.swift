/// A parser that meets outside bytes, as libFuzzer calls it.
///
/// A finding is a crash: a trap, an address error, a broken invariant (`check`), a time-out.
struct FuzzTarget: Sendable {
    let name: String
    let run: @Sendable ([UInt8]) -> Void

    static let all: [FuzzTarget] = [
        .language, .schema, .variables, .validation, .json, .body, .headers, .token, .csv, .columns, .decimal,
    ]

    /// Ends the run where something that must hold does not.
    static func check(_ holds: Bool, _ what: @autoclosure () -> String) {
        if !holds { fatalError(what()) }
    }
}
