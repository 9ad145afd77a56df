/// Numbers for distinct texts, in the order in which they come; looking one up makes no string.
package struct TextNumbers: Sendable {
    private var arena: [UInt8] = []
    private var offsets: [UInt32] = [0]
    /// 1 + number; 0 is free.
    private var slots = [UInt32](repeating: 0, count: 256)

    package init() {}

    package var count: Int { offsets.count - 1 }

    /// The text of a number.
    package func text(_ number: Int) -> String {
        String(decoding: arena[Int(offsets[number])..<Int(offsets[number + 1])], as: UTF8.self)
    }

    package mutating func number(of text: Span<UInt8>) -> UInt32 {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: Self.hash(text)) & mask
        while slots[slot] != 0 {
            if isEqual(Int(slots[slot]) - 1, text) { return slots[slot] - 1 }
            slot = (slot + 1) & mask
        }
        let number = UInt32(count)
        slots[slot] = number + 1
        for index in text.indices { arena.append(text[index]) }
        offsets.append(UInt32(arena.count))
        if count * 2 > slots.count { grow() }
        return number
    }

    /// The number of each entry of a dictionary.
    package mutating func numbers(of texts: TextDictionary, into numbers: inout [UInt32]) {
        numbers.removeAll(keepingCapacity: true)
        for entry in 0..<texts.count { numbers.append(texts.withText(entry) { number(of: $0) }) }
    }

    private func isEqual(_ number: Int, _ text: Span<UInt8>) -> Bool {
        let start = Int(offsets[number])
        guard Int(offsets[number + 1]) - start == text.count else { return false }
        let arena = arena.span
        for index in 0..<text.count where arena[start + index] != text[index] { return false }
        return true
    }

    private mutating func grow() {
        let mask = slots.count * 2 - 1
        var slots = [UInt32](repeating: 0, count: mask + 1)
        for number in 0..<count {
            let text = arena.span.extracting(Int(offsets[number])..<Int(offsets[number + 1]))
            var slot = Int(truncatingIfNeeded: Self.hash(text)) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = UInt32(number + 1)
        }
        self.slots = slots
    }

    private static func hash(_ text: Span<UInt8>) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: text.count) &* 0x9E37_79B9_7F4A_7C15
        let bytes = unsafe text.bytes
        var at = 0
        while at &+ 8 <= text.count {
            hash = mixed(hash, unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self))
            at &+= 8
        }
        var rest: UInt64 = 0
        while at < text.count {
            rest = rest &<< 8 | UInt64(text[at])
            at &+= 1
        }
        return mixed(hash, rest) >> 20
    }

    private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let mixed = (hash ^ word) &* 0xBF58_476D_1CE4_E5B9
        return mixed ^ mixed &>> 29
    }
}
