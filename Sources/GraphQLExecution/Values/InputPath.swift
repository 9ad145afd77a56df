/// Where inside an input a mistake is.
struct InputPath {
    private var steps: [String] = []

    mutating func push(key: String) { steps.append(".\(key)") }
    mutating func push(index: Int) { steps.append("[\(index)]") }
    mutating func pop() { steps.removeLast() }

    /// ` at .key[0]`, or nothing at the top.
    var text: String { steps.isEmpty ? "" : " at \(steps.joined())" }
}
