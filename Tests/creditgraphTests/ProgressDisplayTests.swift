import CreditImport
import Testing

@testable import creditgraph

@Suite struct ProgressDisplayTests {
    @Test("a line tells rows, bytes, rate and the time left")
    func line() {
        let progress = ImportProgress(name: "usage.csv", totalBytes: 2_200_000_000)
        progress.add(rows: 1_200_000)
        progress.set(bytes: 1_100_000_000)
        #expect(
            ProgressDisplay.line(progress, .seconds(2), isDone: false)
                == "usage.csv: 1,200,000 rows, 1.1 GB of 2.2 GB, 600,000 rows/s, 3 s left")
        #expect(
            ProgressDisplay.line(progress, .milliseconds(2500), isDone: true)
                == "usage.csv: 1,200,000 rows, 2.2 GB, 480,000 rows/s, 2.5 s")
    }

    @Test("numbers and sizes", arguments: [(0, "0", "0 B"), (999, "999", "999 B"), (1_234_567, "1,234,567", "1.2 MB")])
    func numbers(number: Int, grouped: String, size: String) {
        #expect(ProgressDisplay.grouped(number) == grouped && ProgressDisplay.size(number) == size)
    }
}
