import ArgumentParser
import JSON

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// `creditgraph decide`: works out single cases from facts in JSON, without a database.
struct DecideCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide",
        abstract: "Work out credits from facts in JSON, by the rules of the ledger.",
        discussion: """
            Reads one case, an array, an object with "cases", or JSON lines; a case is {"id","kind","policy","input"}. \
            Writes one line of JSON for each case: {"id","result","explanation"}, or {"id","error"} for a case with a \
            mistake, which ends with exit code 65 after all cases were answered.
            """)

    @Argument(help: "File with the cases; - is standard input.")
    var file = "-"

    func run() throws {
        let cases: [JSONValue]
        do {
            cases = try DecideCase.cases(in: InputFile.bytes(of: file))
        } catch let error as JSONSyntaxError {
            report("\(file): \(error.code): \(error)")
            throw ExitCode(65)
        } catch InputFileError.notFound(_, let reason) {
            report("\(file): \(reason)")
            throw ExitCode(66)
        }
        var wrong = 0
        for (index, value) in cases.enumerated() {
            let answer = DecideCase.answer(value, number: index + 1)
            if answer.isWrong { wrong += 1 }
            send(answer.line + [0x0A], to: STDOUT_FILENO)
        }
        if wrong > 0 {
            report("\(wrong) of \(cases.count) cases could not be decided; their lines say why")
            throw ExitCode(65)
        }
    }

    private func report(_ text: String) { send(Array("creditgraph decide: \(text)\n".utf8), to: STDERR_FILENO) }

    private func send(_ bytes: [UInt8], to descriptor: Int32) {
        var start = 0
        while start < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe write(descriptor, buffer.baseAddress?.advanced(by: start), bytes.count - start)
            }
            if count < 0 && errno != EINTR { return }
            start += max(0, count)
        }
    }
}
