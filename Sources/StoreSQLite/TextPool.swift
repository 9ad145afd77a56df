internal import Store

/// The texts of a column that repeats itself: each distinct one is made once.
struct TextPool {
    private var numbers = TextNumbers()
    private var texts: [String] = []
    /// By number: the one that came behind it the last time. Rows of one list after the other come in the same order.
    private var followers: [Int] = []
    private var last = -1

    mutating func text(_ bytes: Span<UInt8>) -> String {
        // Short texts need no memory of their own.
        if bytes.count > 15 {
            let number = number(of: bytes)
            last = number
            return texts[number]
        }
        return unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    private mutating func number(of bytes: Span<UInt8>) -> Int {
        let guess = last < 0 ? -1 : followers[last]
        if guess >= 0, numbers.isText(guess, bytes) { return guess }
        let number = Int(numbers.number(of: bytes))
        if number == texts.count {
            texts.append(numbers.text(number))
            followers.append(-1)
        }
        if last >= 0 { followers[last] = number }
        return number
    }
}
