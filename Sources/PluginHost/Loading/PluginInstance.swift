import Credit
import Glibc
import Locking

/// One loaded version of a plugin, ready to be asked. It never changes; a new version is a new instance.
package final class PluginInstance: Sendable {
    private enum Engine: Sendable {
        case table(TableRules)
        case workers(PluginWorkerPool)
        case inProcess(InProcessPlugin)
    }

    private struct State {
        var counters = PluginCounters()
        var breaker: PluginBreaker
        var quarantine: Set<String> = []
    }

    package let manifest: PluginManifest
    package let contentHash: String
    /// Things worth knowing that do not keep it from being used.
    package let notes: [String]
    private let engine: Engine
    private let state: Lock<State>

    /// Records that are sent at once, at most.
    package static let batchSize = 1_000
    /// Workers that one batch may cost while the bad record is looked for.
    private static let mostDeaths = 48
    private static let mostQuarantined = 100_000

    /// - Throws: why it cannot be loaded.
    init(_ manifest: PluginManifest, _ files: PluginFiles, worker program: String) throws(PluginProblem) {
        self.manifest = manifest
        contentHash = files.contentHash
        var notes: [String] = []
        var minor = manifest.abiMinor
        switch manifest.runtime {
        case .table: engine = .table(try TableRules(manifest))
        case .lua, .native:
            let name = manifest.codeFile ?? ""
            guard let code = files[name] else { throw PluginProblem(.file, "the code is not there", file: name) }
            if manifest.runtime == .lua, code.count > 1 << 20 {
                throw PluginProblem(.file, "a rule may have 1 MiB at most", file: name)
            }
            if manifest.isInProcess {
                let plugin = try InProcessPlugin(code: code, manifest: manifest)
                minor = max(minor, plugin.abi.minor)
                engine = .inProcess(plugin)
            } else {
                let pool = try PluginWorkerPool(program: program, code: code, manifest: manifest)
                minor = max(minor, pool.abi.minor)
                if let missing = pool.confinement.missing {
                    notes.append("this system forbids part of the confinement: the worker runs without \(missing)")
                }
                engine = .workers(pool)
            }
        }
        if minor > PluginABI.minor {
            notes.append(
                "built for plugin ABI \(PluginABI.major).\(minor), this server speaks \(PluginABI.major).\(PluginABI.minor): what came later is not used"
            )
        }
        self.notes = notes
        state = Lock(
            State(
                breaker: PluginBreaker(
                    failures: manifest.limits.breakerFailures, seconds: manifest.limits.breakerSeconds)))
    }

    package var counters: PluginCounters { state.withLock { $0.counters } }
    package var isDisabled: Bool { state.withLock { $0.breaker.isOpen(now: Self.now) } }
    package var runsInWorker: Bool { if case .workers = engine { true } else { false } }
    /// Processes that wait for work; empty where there are none.
    package var workerProcesses: [Int32] { if case .workers(let pool) = engine { pool.idleProcesses } else { [] } }

    package func callIndex(_ name: String) -> Int? { manifest.calls.firstIndex { $0.name == name } }

    /// Starts the spare worker.
    package func warm() { if case .workers(let pool) = engine { pool.warm() } }

    /// Ends its workers, after the plugin's own stop.
    /// - Returns: what went wrong in it.
    @discardableResult
    package func close() -> PluginProblem? { if case .workers(let pool) = engine { pool.close() } else { nil } }

    /// Asks for all records of a batch of any size. Never fails: what went wrong is in the errors of the records.
    /// - Parameter isExam: the policy is left out, so that each record's own error shows.
    package func run(_ index: Int, _ batch: PluginBatch, isExam: Bool = false) -> PluginResult {
        let call = manifest.calls[index]
        let began = Self.now
        var parts: [PluginResult] = []
        var counts: [Int] = []
        var start = 0
        while start < batch.rows {
            let end = min(start + Self.batchSize, batch.rows)
            let part = start == 0 && end == batch.rows ? batch : batch.slice(start..<end)
            parts.append(chunk(index, call, part))
            counts.append(end - start)
            start = end
        }
        var result = parts.count == 1 ? parts[0] : .joined(parts, rows: counts, call.outputs)
        if !isExam, manifest.limits.policy == .rejectBatch, let first = result.errors.first {
            result = .failed(rows: batch.rows, call.outputs, first.problem)
        }
        let took = Int(Self.now - began)
        state.withLock { state in
            state.counters.batches += counts.count
            state.counters.records += batch.rows
            state.counters.failedRecords += result.errors.count
            state.counters.microseconds += took
        }
        return result
    }

    /// One batch, with its retries.
    private func chunk(_ index: Int, _ call: PluginCall, _ batch: PluginBatch) -> PluginResult {
        if state.withLock({ $0.breaker.isOpen(now: Self.now) }) {
            return .failed(
                rows: batch.rows, call.outputs,
                PluginProblem(
                    .disabled,
                    "\(manifest.name) is not asked for \(manifest.limits.breakerSeconds) s, because it kept failing"))
        }
        var deaths = 0
        var result = attempt(index, call, batch, &deaths)
        check(call, batch, &result)
        // A worker that was ended from outside costs a retry, which then succeeds: that is no fault of the plugin's.
        if deaths > 0, result.errors.contains(where: { [.crash, .timeout].contains($0.problem.code) }) {
            state.withLock { state in
                if state.breaker.recordFailure(now: Self.now) { state.counters.breakerOpened += 1 }
            }
        }
        return result
    }

    private func attempt(_ index: Int, _ call: PluginCall, _ batch: PluginBatch, _ deaths: inout Int) -> PluginResult {
        do throws(PluginProblem) {
            return try ask(index, call, batch)
        } catch {
            switch error.code {
            case .crash, .timeout:
                deaths += 1
                state.withLock { state in
                    if error.code == .crash { state.counters.crashes += 1 } else { state.counters.timeouts += 1 }
                }
                if batch.rows == 1 {
                    let key = batch.key(0)
                    // A worker may also be killed from outside: a record is bad when it does it twice.
                    if deaths < Self.mostDeaths, let result = try? ask(index, call, batch) { return result }
                    state.withLock { state in
                        state.counters.quarantined += 1
                        if state.quarantine.count < Self.mostQuarantined { state.quarantine.insert(key) }
                    }
                    return .failed(rows: 1, call.outputs, error)
                }
            case .output, .row:
                if batch.rows == 1 { return .failed(rows: 1, call.outputs, error) }
            default: return .failed(rows: batch.rows, call.outputs, error)
            }
            if deaths >= Self.mostDeaths { return .failed(rows: batch.rows, call.outputs, error) }
            let middle = batch.rows / 2
            let first = attempt(index, call, batch.slice(0..<middle), &deaths)
            let second = attempt(index, call, batch.slice(middle..<batch.rows), &deaths)
            return .joined([first, second], rows: [middle, batch.rows - middle], call.outputs)
        }
    }

    private func ask(_ index: Int, _ call: PluginCall, _ batch: PluginBatch) throws(PluginProblem) -> PluginResult {
        switch engine {
        case .table(let rules): return rules.run(index, batch)
        case .inProcess(let plugin): return try plugin.run(batch, call, index: index)
        case .workers(let pool):
            let quarantine = state.withLock { $0.quarantine }
            if !quarantine.isEmpty, let row = (0..<batch.rows).first(where: { quarantine.contains(batch.key($0)) }) {
                if batch.rows == 1 {
                    return .failed(
                        rows: 1, call.outputs,
                        PluginProblem(.crash, "the record ended the plugin before and is not tried again"))
                }
                // The bad record alone, what is before it, and what is after it.
                var parts: [PluginResult] = []
                let ranges = [0..<row, row..<row + 1, row + 1..<batch.rows].filter { !$0.isEmpty }
                for range in ranges { parts.append(try ask(index, call, batch.slice(range))) }
                return .joined(parts, rows: ranges.map(\.count), call.outputs)
            }
            let worker = try pool.take()
            do throws(PluginProblem) {
                let result = try worker.run(
                    batch, call, index: index, milliseconds: manifest.limits.deadlineMilliseconds)
                pool.give(worker)
                return result
            } catch {
                if error.code != .crash, error.code != .timeout { pool.give(worker) }
                throw error
            }
        }
    }

    /// Parts of a split must be the whole, to the last digit.
    private func check(_ call: PluginCall, _ batch: PluginBatch, _ result: inout PluginResult) {
        for split in call.splits {
            let parts = split.into.compactMap { name in call.outputs.firstIndex { $0.name == name } }
            let input = call.inputs.firstIndex { $0.name == split.of }
            let output = call.outputs.firstIndex { $0.name == split.of }
            for row in 0..<batch.rows {
                let whole = input.map { batch.columns[$0][row] } ?? output.map { result.columns[$0][row] } ?? .null
                let values = parts.map { result.columns[$0][row] }
                if values.allSatisfy({ $0 == .null }) { continue }
                guard case .decimal(let expected) = whole, let sum = Self.sum(values), sum == expected else {
                    let shown = values.map { $0.text ?? "null" }.joined(separator: " + ")
                    for index in call.outputs.indices { result.columns[index] = result.columns[index].clearing(row) }
                    result.errors.removeAll { $0.row == row }
                    result.errors.append(
                        PluginRowError(
                            row: row,
                            problem: PluginProblem(
                                .output, "\(shown) is not \(split.of), which is \(whole.text ?? "null")")))
                    continue
                }
            }
        }
        result.errors.sort { $0.row < $1.row }
    }

    private static func sum(_ values: [PluginValue]) -> ExactDecimal? {
        var sum = ExactDecimal.zero
        for value in values {
            guard case .decimal(let part) = value, let next = try? sum.adding(part) else { return nil }
            sum = next
        }
        return sum
    }

    static var now: Int64 {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
    }
}
