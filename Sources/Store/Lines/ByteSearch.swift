/// Finds words in many texts at once.
enum ByteSearch {
    /// Whether `text` holds `word` in any ASCII case: the first and the last byte are looked for sixteen places at a
    /// time.
    /// - Parameter word: lower case, not empty.
    static func containsFolded(_ word: Span<UInt8>, in text: Span<UInt8>) -> Bool {
        let last = word.count - 1
        guard text.count > last else { return false }
        let bytes = unsafe text.bytes
        let first = SIMD16<UInt8>(repeating: word[0])
        let end = SIMD16<UInt8>(repeating: word[last])
        let fold = SIMD16<UInt8>(repeating: 0x20)
        var at = 0
        while at + last + 16 <= text.count {
            let heads = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: SIMD16<UInt8>.self) | fold
            let tails =
                unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at &+ last, as: SIMD16<UInt8>.self) | fold
            if any((heads .== first) .& (tails .== end)) {
                for place in at..<at + 16 where isFolded(word, text, at: place) { return true }
            }
            at &+= 16
        }
        while at + last < text.count {
            if isFolded(word, text, at: at) { return true }
            at &+= 1
        }
        return false
    }

    private static func isFolded(_ word: Span<UInt8>, _ text: Span<UInt8>, at place: Int) -> Bool {
        for index in 0..<word.count where text[place + index] | 0x20 != word[index] { return false }
        return true
    }
}
