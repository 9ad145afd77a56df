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
        unsafe text.withUnsafeBufferPointer { unsafe arena.append(contentsOf: $0) }
        offsets.append(UInt32(arena.count))
        if count * 2 > slots.count { grow() }
        return number
    }

    /// The number of each entry of a dictionary.
    package mutating func numbers(of texts: TextDictionary, into numbers: inout [UInt32]) {
        numbers.removeAll(keepingCapacity: true)
        for entry in 0..<texts.count { numbers.append(texts.withText(entry) { number(of: $0) }) }
    }

    /// Whether a number has this text.
    package func isText(_ number: Int, _ text: Span<UInt8>) -> Bool { isEqual(number, text) }

    private func isEqual(_ number: Int, _ text: Span<UInt8>) -> Bool {
        let start = Int(offsets[number])
        guard Int(offsets[number + 1]) - start == text.count else { return false }
        let mine = unsafe arena.span.extracting(start..<start + text.count).bytes
        let theirs = unsafe text.bytes
        var at = 0
        while at &+ 8 <= text.count {
            if unsafe mine.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self)
                != theirs.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self)
            {
                return false
            }
            at &+= 8
        }
        while at < text.count {
            if arena[start + at] != text[at] { return false }
            at &+= 1
        }
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
