import ArgumentParser
import Glibc
import Store

/// How the program ends where it does not succeed.
/// - Source: contract README section 1.
enum FailureCode: Int32, Sendable {
    /// The thing checked has errors.
    case checkFailed = 1
    case usage = 64
    case badData = 65
    case noInput = 66
    case unavailable = 69
    case ours = 70
    case cannotWrite = 73
    case notAllowed = 77
}

/// A failure with its exit code and a text that says what to do.
struct CommandFailure: Error, Sendable, CustomStringConvertible {
    let code: FailureCode
    let message: String

    init(_ code: FailureCode, _ message: String) {
        self.code = code
        self.message = message
    }

    /// What went wrong with the store.
    init(_ error: StoreError) {
        let code: FailureCode =
            switch error {
            case .locked, .unreadable, .older, .newer: .unavailable
            case .full, .readOnly, .notCreatable: .cannotWrite
            case .missing: .noInput
            case .notAStore, .corrupt, .unknownFormat: .badData
            case .statement: .ours
            }
        self.init(code, "\(error.code): \(error.message)")
    }

    var description: String { message }

    /// Runs the body of a command; a failure is written to standard error and ends the program with its code.
    static func handle(_ command: String, _ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let failure as CommandFailure {
            Console.error("creditgraph \(command): \(failure.message)")
            throw ExitCode(failure.code.rawValue)
        } catch let error as StoreError {
            let failure = CommandFailure(error)
            Console.error("creditgraph \(command): \(failure.message)")
            throw ExitCode(failure.code.rawValue)
        }
    }
}

/// Standard output and standard error.
enum Console {
    /// A line of data.
    static func output(_ line: String) { put(line + "\n", to: STDOUT_FILENO) }
    /// A line for people.
    static func error(_ line: String) { put(line + "\n", to: STDERR_FILENO) }

    /// Writes all of it; where nobody reads any more, nobody can be told.
    static func put(_ text: String, to file: Int32) {
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            let count = unsafe bytes.withUnsafeBytes {
                unsafe write(file, $0.baseAddress?.advanced(by: start), bytes.count - start)
            }
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { return }
            start += count
        }
    }
}
