internal import Store

/// The distinct texts of a column over many groups, numbered by first appearance.
struct TextMerger {
    private static let padding = 16
    /// The texts, and bytes to spare behind them.
    private var arena = [UInt8](repeating: 0, count: padding)
    private var offsets: [UInt32] = [0]
    /// Number + 1 of the text whose hash leads here; 0 is free.
    private var slots = [UInt32](repeating: 0, count: 1 << 10)
    /// The upper half of each text's hash.
    private var tags: [UInt32] = []
    private var text: [UInt8] = []

    var count: Int { tags.count }

    /// Forgets all texts.
    mutating func removeAll() {
        arena.removeAll(keepingCapacity: arena.count < 4 << 20)
        arena.append(contentsOf: repeatElement(0, count: Self.padding))
        offsets.removeAll(keepingCapacity: true)
        offsets.append(0)
        tags.removeAll(keepingCapacity: true)
        if slots.count > 1 << 16 {
            slots = [UInt32](repeating: 0, count: 1 << 10)
        } else {
            for index in slots.indices { slots[index] = 0 }
        }
    }

    /// The number of an entry of a group's texts.
    mutating func number(of entry: Int, in texts: TextDictionary) -> UInt32 {
        text.removeAll(keepingCapacity: true)
        texts.appendRaw(entry, to: &text)
        return numberOfText()
    }

    mutating func number(of bytes: [UInt8]) -> UInt32 {
        text.removeAll(keepingCapacity: true)
        text += bytes
        return numberOfText()
    }

    private mutating func numberOfText() -> UInt32 {
        let size = text.count
        text.append(contentsOf: repeatElement(0, count: Self.padding))
        let hash = unsafe text.withUnsafeBufferPointer { bytes in
            // Never empty: the padding is there.
            unsafe bytes.baseAddress.map { unsafe ByteText.hash($0, size) } ?? 0
        }
        let tag = UInt32(truncatingIfNeeded: hash &>> 32)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let number = Int(slots[slot] - 1)
            if tags[number] == tag, isEqual(number, size) { return UInt32(number) }
            slot = (slot + 1) & (slots.count - 1)
        }
        let number = UInt32(count)
        slots[slot] = number + 1
        tags.append(tag)
        arena.removeLast(Self.padding)
        arena.append(contentsOf: text)
        offsets.append(UInt32(arena.count - Self.padding))
        if count * 2 > slots.count { grow() }
        return number
    }

    private func isEqual(_ number: Int, _ size: Int) -> Bool {
        let start = Int(offsets[number])
        guard Int(offsets[number + 1]) - start == size else { return false }
        return arena[start..<start + size].elementsEqual(text[0..<size])
    }

    private mutating func grow() {
        var larger = [UInt32](repeating: 0, count: slots.count * 4)
        unsafe withEntries { entries in
            for number in unsafe 0..<entries.count {
                let hash = unsafe ByteText.hash(entries.start(number), entries.length(number))
                var slot = Int(truncatingIfNeeded: hash) & (larger.count - 1)
                while larger[slot] != 0 { slot = (slot + 1) & (larger.count - 1) }
                larger[slot] = UInt32(number) + 1
            }
        }
        slots = larger
    }

    /// The value of a text: without quotes.
    func value(_ number: Int) -> [UInt8] {
        CSVField.unquoted(Array(arena[Int(offsets[number])..<Int(offsets[number + 1])]))
    }

    /// Lends the texts to an encoder.
    func withEntries<Result>(_ body: (TextEntries) throws -> Result) rethrows -> Result {
        try unsafe arena.withUnsafeBufferPointer { bytes in
            try unsafe offsets.withUnsafeBufferPointer { starts in
                // Neither is ever empty.
                try unsafe body(
                    TextEntries(
                        base: bytes.baseAddress.unsafelyUnwrapped, offsets: starts.baseAddress.unsafelyUnwrapped,
                        count: tags.count))
            }
        }
    }
}
