import CreditSample

/// Keeps the files of a sample in memory, for tests.
final class CollectingSink: SampleSink {
    private(set) var files: [String: [UInt8]] = [:]
    private(set) var names: [String] = []
    private var open: String?

    func begin(_ name: String) throws(SampleError) {
        precondition(open == nil && files[name] == nil, "files are written one by one, once")
        open = name
        names.append(name)
        files[name] = []
    }

    func write(_ bytes: borrowing RawSpan) throws(SampleError) {
        guard let open else { preconditionFailure("no file was begun") }
        bytes.withUnsafeBytes { files[open, default: []].append(contentsOf: $0) }
    }

    func end() throws(SampleError) {
        open = nil
    }

    /// The text of a file without a byte-order mark.
    func text(_ name: String) -> String {
        var bytes = files[name] ?? []
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        return String(decoding: bytes, as: UTF8.self)
    }

    func table(_ name: String) -> CSVTable { CSVTable(text(name)) }

    /// FNV-1a of all names and bytes in order.
    var fingerprint: UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for name in names {
            for byte in Array(name.utf8) + (files[name] ?? []) {
                hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
            }
        }
        return hash
    }
}

/// Counts what it is given and keeps nothing.
final class CountingSink: SampleSink {
    private(set) var bytes = 0
    private(set) var largestBlock = 0
    private(set) var failsAfter: Int

    init(failsAfter: Int = .max) {
        self.failsAfter = failsAfter
    }

    func begin(_ name: String) throws(SampleError) {}
    func end() throws(SampleError) {}

    func write(_ block: borrowing RawSpan) throws(SampleError) {
        bytes += block.byteCount
        largestBlock = max(largestBlock, block.byteCount)
        if bytes > failsAfter { throw .cannotWrite(path: "sink", reason: "full") }
    }
}

/// The samples that several tests read; each is written once.
enum Samples {
    /// The world without options, with fewer lines.
    static let small: (world: SampleWorld, sink: CollectingSink, summary: SampleSummary) = {
        do {
            let world = SampleWorld(try SampleConfiguration(lines: 12_000))
            let sink = CollectingSink()
            return (world, sink, try world.write(to: sink))
        } catch {
            preconditionFailure("\(error)")
        }
    }()

    static var usageFiles: [String] { small.sink.names.filter { $0.hasPrefix("daily-rated-usage-") } }
}

extension CollectingSink: @unchecked Sendable {}
