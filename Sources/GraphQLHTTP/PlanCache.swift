package import GraphQLExecution
package import GraphQLLanguage
import Locking
import Synchronization

/// Operations that were parsed, validated and planned, by the text of their document and the operation's name. Bounded;
/// documents with errors are kept too, so that a client that repeats a mistake costs as little.
///
/// A full cache makes room only for what is asked for a second time: who sends another document with each request drives
/// nothing out, and what was made for it is freed while it is still in the processor's cache.
///
/// One cache belongs to one generation of the schema; a new generation begins with a new cache.
package final class PlanCache: Sendable {
    /// What became of a document.
    package enum Entry: Sendable {
        case operation(PreparedOperation)
        case errors([GraphQLError])
    }

    /// What a document is known by: its text as it stands in a request, or a name of it.
    package struct Form: Sendable, Hashable {
        package enum Kind: Int, Sendable { case plain, escaped, digest, name }

        private let number: Int

        /// - Parameter generation: of the documents that are trusted, where it matters which those are.
        package init(_ kind: Kind, _ generation: Int = 0) { number = generation << 2 | kind.rawValue }

        package static let plain = Form(.plain)
        /// Between the quotes of a JSON string that has escapes.
        package static let escaped = Form(.escaped)
    }

    package struct Statistics: Sendable, Hashable {
        package var hits = 0
        package var misses = 0
        package var entries = 0
        package var evictions = 0

        package init() {}
    }

    private final class Slot: Sendable {
        let text: [UInt8]
        let operation: [UInt8]
        let form: Form
        let hash: UInt64
        /// What it counts against the limit of bytes.
        let weight: Int
        let entry: Entry
        /// Whether it was used since the clock's hand came by.
        let isUsed = Atomic<Bool>(false)

        init(text: [UInt8], operation: [UInt8], form: Form, weight: Int, hash: UInt64, entry: Entry) {
            self.text = text
            self.operation = operation
            self.form = form
            self.weight = weight
            self.hash = hash
            self.entry = entry
        }
    }

    private struct State {
        /// Slots by hash; those with one hash behind each other.
        var slots: [UInt64: [Slot]] = [:]
        /// The slot that was found last for each of some ranges of hashes, so that what is asked for all the time is
        /// found without the dictionary.
        var latest: [Slot?] = Array(repeating: nil, count: latestPlaces)
        /// All slots, in the order that the hand goes round; nil where one was taken out.
        var ring: [Slot?] = []
        /// Where.
        var holes: [Int] = []
        var hand = 0
        var count: Int { ring.count - holes.count }
        /// The hash that came last of each range of hashes when there was no room.
        var refused: [UInt64] = Array(repeating: 0, count: refusedPlaces)
        var bytes = 0
        var evictions = 0
    }

    private static let latestPlaces = 256
    private static let refusedPlaces = 4_096

    private let state = Lock(State())
    private let hits = Atomic<Int>(0)
    private let misses = Atomic<Int>(0)
    private let entryLimit: Int
    private let byteLimit: Int
    /// Unknown to clients, so that none can make texts that collide.
    private let seed = UInt64.random(in: .min ... .max)

    /// - Parameters:
    ///   - entryLimit: documents kept.
    ///   - byteLimit: bytes of document text kept; a document above an eighth of it isn't kept.
    package init(entryLimit: Int = 2_048, byteLimit: Int = 8 << 20) {
        self.entryLimit = entryLimit
        self.byteLimit = byteLimit
    }

    package var statistics: Statistics {
        state.withLock { state in
            var statistics = Statistics()
            statistics.hits = hits.load(ordering: .relaxed)
            statistics.misses = misses.load(ordering: .relaxed)
            statistics.entries = state.count
            statistics.evictions = state.evictions
            return statistics
        }
    }

    /// What became of a document, if it is known; no bytes are copied.
    package func find(_ text: Span<UInt8>, operation: Span<UInt8>, form: Form) -> Entry? {
        let hash = hash(text, operation)
        func fits(_ slot: Slot) -> Bool {
            slot.hash == hash && slot.form == form && Self.equal(slot.text, text)
                && Self.equal(slot.operation, operation)
        }
        let place = Int(hash % UInt64(Self.latestPlaces))
        let found = state.withLock { state -> Slot? in
            if let slot = state.latest[place], fits(slot) { return slot }
            let slot = state.slots[hash]?.first(where: fits)
            if let slot { state.latest[place] = slot }
            return slot
        }
        guard let found else {
            misses.wrappingAdd(1, ordering: .relaxed)
            return nil
        }
        hits.wrappingAdd(1, ordering: .relaxed)
        found.isUsed.store(true, ordering: .relaxed)
        return found.entry
    }

    /// Keeps what became of a document. Where two threads make the same at once, the first stays.
    /// - Parameter weight: the length of the document, whatever it is known by.
    package func insert(
        _ entry: Entry, _ text: Span<UInt8>, operation: Span<UInt8>, form: Form, weight: Int
    ) {
        guard weight <= byteLimit / 8 else { return }
        let hash = hash(text, operation)
        // Looked at first, so that nothing is copied of what there is no room for.
        let isRefused = state.withLock { state in
            let isFull = state.count >= entryLimit || state.bytes + weight > byteLimit
            let place = Int(hash >> 8 % UInt64(Self.refusedPlaces))
            guard isFull, state.refused[place] != hash else { return false }
            state.refused[place] = hash
            return true
        }
        if isRefused { return }
        let slot = Slot(
            text: Self.copy(text), operation: Self.copy(operation), form: form, weight: weight,
            hash: hash, entry: entry)
        // What is taken out is freed when the lock is let go: a plan is many pieces.
        var evicted: [Slot] = []
        state.withLock { state in
            let others = state.slots[slot.hash] ?? []
            let isKnown = others.contains {
                $0.form == form && $0.text == slot.text && $0.operation == slot.operation
            }
            if isKnown { return }
            while state.count >= entryLimit || state.bytes + weight > byteLimit, state.count > 0 {
                evicted.append(Self.evict(&state))
            }
            state.slots[slot.hash, default: []].append(slot)
            // Mostly where one was just taken out, so behind the hand, which comes by here last.
            if let hole = state.holes.popLast() { state.ring[hole] = slot } else { state.ring.append(slot) }
            state.bytes += weight
        }
    }

    /// The hand passes what was used since it came by last, and takes out the first that wasn't. There is one at least.
    private static func evict(_ state: inout State) -> Slot {
        while true {
            if state.hand >= state.ring.count { state.hand = 0 }
            let place = state.hand
            state.hand += 1
            guard let slot = state.ring[place], !slot.isUsed.exchange(false, ordering: .relaxed) else { continue }
            state.ring[place] = nil
            state.holes.append(place)
            state.slots[slot.hash]?.removeAll { $0 === slot }
            if state.slots[slot.hash]?.isEmpty == true { state.slots[slot.hash] = nil }
            let latest = Int(slot.hash % UInt64(latestPlaces))
            if state.latest[latest] === slot { state.latest[latest] = nil }
            state.bytes -= slot.weight
            state.evictions += 1
            return slot
        }
    }

    private static func copy(_ bytes: Span<UInt8>) -> [UInt8] {
        unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) }
    }

    private static func equal(_ array: [UInt8], _ bytes: Span<UInt8>) -> Bool {
        guard array.count == bytes.count else { return false }
        return unsafe bytes.withUnsafeBytes { other in
            unsafe array.withUnsafeBytes { unsafe $0.elementsEqualQuickly(other) }
        }
    }

    private func hash(_ text: Span<UInt8>, _ operation: Span<UInt8>) -> UInt64 {
        var state = seed
        unsafe text.withUnsafeBytes { unsafe Self.mix($0, &state) }
        unsafe operation.withUnsafeBytes { unsafe Self.mix($0, &state) }
        return state
    }

    /// Eight bytes at a time, each folded in by a full multiplication.
    private static func mix(_ bytes: UnsafeRawBufferPointer, _ state: inout UInt64) {
        var index = 0
        while index + 8 <= bytes.count {
            fold(unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self), &state)
            index += 8
        }
        var rest = UInt64(truncatingIfNeeded: bytes.count)
        while index < bytes.count {
            rest = rest << 8 | UInt64(unsafe bytes[index])
            index += 1
        }
        fold(rest, &state)
    }

    private static func fold(_ word: UInt64, _ state: inout UInt64) {
        let product = (state ^ word ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93 ^ state | 1)
        state = product.high ^ product.low
    }
}

extension UnsafeRawBufferPointer {
    /// Compares eight bytes at a time.
    @unsafe fileprivate func elementsEqualQuickly(_ other: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        while index + 8 <= count {
            let mine = unsafe loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if mine != (unsafe other.loadUnaligned(fromByteOffset: index, as: UInt64.self)) { return false }
            index += 8
        }
        while index < count {
            if unsafe self[index] != other[index] { return false }
            index += 1
        }
        return true
    }
}
