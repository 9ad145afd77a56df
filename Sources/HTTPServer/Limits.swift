/// What one client, one connection and one request may take from the server.
package struct Limits: Sendable {
    /// The largest request body that is kept; beyond it the answer is 413.
    /// - Unit: bytes.
    package var bodyBytes = 1 << 20
    /// A larger body than allowed is still read and thrown away up to here, so that its sender reads the 413 instead of
    /// a broken connection. A sender that announces more is answered at once and cut off.
    /// - Unit: bytes.
    package var discardedBytes = 64 << 20
    /// Connections in all.
    package var connections = 20_000
    /// Connections of one address, and requests of one that come by proxies; 0 is no limit.
    package var connectionsPerAddress = 0
    /// Proxies that are believed when they say for whom they ask.
    package var proxies = TrustedProxies()
    /// Whether connections of others than proxies and this machine are closed at once.
    package var takesOnlyProxies = false
    /// Memory of one connection. It bounds the request's line and headers; a body doesn't live in it.
    /// - Unit: bytes.
    package var connectionMemoryBytes = 8 << 10
    /// A connection on which nothing moved for so long is closed; 0 is no limit.
    package var idleSeconds = 60
    /// How long a request's headers may take to come in, and its body likewise; whoever sends drop by drop is cut off.
    /// 0 is no limit.
    package var receiveSeconds = 10
    /// Pages of other origins that may read answers; nil: none.
    package var crossOrigin: CrossOrigin?
    /// For how long browsers shall ask this host by TLS only, told by answers over TLS; 0: nothing is told.
    package var strictTransportSeconds = 0
    /// Requests that wait for a worker, heavy ones counted apart; beyond it the answer is 503.
    package var waitingRequests = 1_024

    package init() {}
}
