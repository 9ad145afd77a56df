/// When an answer that is made is sent: at once, or with the others of the same turn of the loop.
///
/// Where many requests are ready in one turn, small answers are all made first and sent in the next turn, one behind the
/// other. Sending wakes who waits for the answer; with the answers apart each would wake him anew, at the sender's cost.
///
/// Measured with 32 connections: a document never seen before took 60 µs of CPU a request instead of 84, 11 of them in
/// the system instead of 30. With few connections it would be a loss, so there it is not done.
struct SendingTurns {
    /// From so many answers in one turn on, those of the next are kept.
    private static let crowd = 8
    /// A larger one is sent at once: many of them would drive each other out of the cache.
    /// - Unit: bytes.
    private static let smallBytes = 4_096

    private var made = 0
    private var isCrowded = false
    /// Answers that wait for the next turn, which must come without waiting for anything else.
    private(set) var keptCount = 0

    /// The loop goes round.
    mutating func begin() {
        isCrowded = made >= Self.crowd
        made = 0
    }

    /// An answer was made.
    /// - Returns: whether it is kept until the next turn.
    mutating func keeps(bytes: Int) -> Bool {
        made += 1
        guard isCrowded, bytes <= Self.smallBytes else { return false }
        keptCount += 1
        return true
    }

    /// A kept answer is sent, or its client is gone.
    mutating func release() { keptCount -= 1 }
}
