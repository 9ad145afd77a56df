import Locking

/// Documents that clients have sent once and name by their digest from then on (automatic persisted queries). Bounded by
/// bytes; what nobody asks for makes room first.
///
/// A digest opens no door: whoever knows it knows the text, and what is executed is checked for each viewer again.
package final class AutomaticDocuments: Sendable {
    package struct Statistics: Sendable, Hashable {
        package var entries = 0
        /// - Unit: bytes.
        package var size = 0
        package var evictions = 0
    }

    private struct Slot {
        let text: [UInt8]
        /// Whether it was asked for since its turn came last.
        var isUsed = false

        /// With what the tables need for it, roughly.
        var size: Int { text.count + 160 }
    }

    private struct State {
        var slots: [DocumentDigest: Slot] = [:]
        /// In the order in which their turns come; those before `first` are over.
        var order: [DocumentDigest] = []
        var first = 0
        var size = 0
        var evictions = 0
    }

    private let byteLimit: Int
    private let state = Lock(State())

    /// - Parameter byteLimit: a document above an eighth of it isn't kept; 0: nothing is.
    package init(byteLimit: Int) { self.byteLimit = byteLimit }

    var isOn: Bool { byteLimit > 0 }

    package var statistics: Statistics {
        state.withLock { Statistics(entries: $0.slots.count, size: $0.size, evictions: $0.evictions) }
    }

    package func find(_ digest: DocumentDigest) -> [UInt8]? {
        state.withLock { state -> [UInt8]? in
            guard let place = state.slots.index(forKey: digest) else { return nil }
            state.slots.values[place].isUsed = true
            return state.slots.values[place].text
        }
    }

    package func insert(_ digest: DocumentDigest, _ text: [UInt8]) {
        let slot = Slot(text: text)
        guard slot.size <= byteLimit / 8 else { return }
        state.withLock { state in
            guard state.slots[digest] == nil else { return }
            while state.size + slot.size > byteLimit { Self.evict(&state) }
            state.slots[digest] = slot
            state.order.append(digest)
            state.size += slot.size
        }
    }

    /// What was asked for since its turn gets another one.
    private static func evict(_ state: inout State) {
        while state.first < state.order.count {
            let digest = state.order[state.first]
            state.first += 1
            if state.slots[digest]?.isUsed == true {
                state.slots[digest]?.isUsed = false
                state.order.append(digest)
            } else if let slot = state.slots.removeValue(forKey: digest) {
                state.size -= slot.size
                state.evictions += 1
                break
            }
        }
        // Moved together rarely enough that each turn costs a constant.
        if state.first > state.order.count / 2 {
            state.order.removeFirst(state.first)
            state.first = 0
        }
    }
}
