internal import Store

/// The texts of a column that repeats itself: each distinct one is made once.
struct TextPool {
    private var numbers = TextNumbers()
    private var texts: [String] = []

    mutating func text(_ bytes: Span<UInt8>) -> String {
        // Short texts need no memory of their own.
        if bytes.count > 15 {
            let number = Int(numbers.number(of: bytes))
            if number < texts.count { return texts[number] }
            texts.append(numbers.text(number))
            return texts[number]
        }
        return unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
