/// Why a sample could not be written.
package enum SampleError: Error, Hashable, CustomStringConvertible {
    case argument(name: String, value: Int, range: ClosedRange<Int>)
    /// The directory holds files that no sample run wrote.
    case directoryNotOurs(path: String, example: String)
    case cannotWrite(path: String, reason: String)

    /// Stable name for programs.
    package var code: String {
        switch self {
        case .argument: "SAMPLE_ARGUMENT"
        case .directoryNotOurs: "SAMPLE_DIRECTORY_NOT_EMPTY"
        case .cannotWrite: "SAMPLE_CANNOT_WRITE"
        }
    }

    package var description: String {
        switch self {
        case .argument(let name, let value, let range):
            "--\(name) is \(value), but must be from \(range.lowerBound) to \(range.upperBound)."
        case .directoryNotOurs(let path, let example):
            "\(path) holds files that no sample run wrote, for example \(example). Give an empty or new directory, or --force to write beside them."
        case .cannotWrite(let path, let reason):
            "Cannot write \(path): \(reason)."
        }
    }
}
