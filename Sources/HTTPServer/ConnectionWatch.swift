import CMicroHTTPD

/// One connection, as its loop sees it between and during requests. Used on the loop's thread only.
final class ConnectionWatch {
    enum Phase {
        /// The first request's headers are awaited.
        case opened
        /// A request's headers are read, its body comes in.
        case receiving
        /// A request is worked on or answered.
        case working
        /// The last request is answered; the next may come.
        case idle
    }

    let descriptor: Int32
    /// Of the other side; nil where it is of no family that is known.
    let address: ClientAddress?
    /// Whether the other side is believed when it says for whom it asks.
    let isProxy: Bool
    /// Whether it is one of those that its address may have.
    let isCounted: Bool
    /// What the connection's handshake was begun with; nil without TLS.
    let credentials: TLSCredentials?
    /// When the phase began.
    /// - Unit: milliseconds.
    private(set) var since: Int
    private(set) var phase = Phase.opened
    /// Whether something has come since somebody looked if the other side has hung up. An end that comes together with the
    /// last bytes is told to the library once, before it has read those; it then waits for another.
    private var isUnseen = true

    init(
        descriptor: Int32, now: Int, address: ClientAddress? = nil, isProxy: Bool = false, isCounted: Bool = false,
        credentials: TLSCredentials? = nil
    ) {
        self.descriptor = descriptor
        self.address = address
        self.isProxy = isProxy
        self.isCounted = isCounted
        self.credentials = credentials
        since = now
    }

    func enter(_ phase: Phase, now: Int) {
        self.phase = phase
        since = now
        isUnseen = phase != .working
    }

    /// Whether to look; once in each phase that waits for the other side.
    func wantsLook() -> Bool {
        defer { isUnseen = false }
        return isUnseen
    }

    /// To be asked where the other side seems to have hung up.
    func endIfOver() {
        guard phase != .working else { return }
        // What is still to be read may be a request.
        if cg_is_at_end(descriptor) != 0 { cutOff() } else { isUnseen = true }
    }

    /// Whether it has taken longer than it may.
    func isOverdue(now: Int, _ limits: Limits) -> Bool {
        guard limits.receiveSeconds > 0 else { return false }
        switch phase {
        case .working: return false
        case .opened, .receiving: return now - since > limits.receiveSeconds * 1_000
        // The library closes what is idle; this catches headers that come in drop by drop.
        case .idle: return limits.idleSeconds > 0 && now - since > (limits.idleSeconds + limits.receiveSeconds) * 1_000
        }
    }

    /// The library hears of it as of a client that went away.
    func cutOff() { cg_shut_down(descriptor) }
}
