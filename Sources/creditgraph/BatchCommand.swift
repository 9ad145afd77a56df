import ArgumentParser

/// `creditgraph batch`: many cases of `print`, `validate` and `execute` in one process, for tools and tests.
struct BatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch",
        abstract: "Answer print, validate, diff and execute requests, one JSON line each.",
        discussion: """
            Reads {"id","command":"print"|"validate"|"execute"|"diff","schema","document","variables","operation", \
            "root","old","sort"} on standard input until it ends and writes {"id","printed"}, {"id","errors"}, \
            {"id","data","errors"} or {"id","changes"} for each line as soon as it is read. print with "sort": true orders a \
            schema by its names; diff lists what "schema" breaks for clients of "old". An execute request with \
            "incremental": true gets {"id","responses"}: what @defer and @stream leave for later comes in further responses.
            """)

    func run() {
        var input = LineInput()
        var cases = BatchCase()
        while let line = input.next() {
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
            StandardOutput.write(cases.answer(line))
        }
    }
}
