import Glibc
import Synchronization

/// A running HTTP server: loops that serve, workers for what must wait.
///
/// ```swift
/// let server = try Server(host: "127.0.0.1", port: 8080, handler: handler)
/// …
/// server.stop(drainMilliseconds: 5_000)
/// ```
package final class Server: Sendable {
    /// The port that it listens on; of use where 0 was asked for.
    package let port: UInt16
    private let daemons: [Daemon]
    private let workers: WorkerPool
    private let isStopped = Atomic<Bool>(false)

    /// Listens and serves.
    /// - Parameters:
    ///   - host: an address of this machine, or a name of it.
    ///   - port: 0 takes a free one.
    ///   - loops: threads that serve connections; more than one pays where cores are free.
    ///   - workers: threads for answers that must wait.
    ///   - tls: nil: the server speaks plain HTTP.
    ///   - observer: called once a loop; what it makes is used on that loop's thread only.
    /// - Throws: `ServerError` with the reason and what to do.
    package init(
        host: String, port: UInt16, loops: Int = 1, workers workerCount: Int = 2, limits: Limits = Limits(),
        tls: TLS? = nil, handler: any HTTPHandler, observer makeObserver: (() -> any LoopObserver)? = nil
    ) throws(ServerError) {
        let descriptors = Self.raiseDescriptorLimit()
        let connections = max(8, min(limits.connections, descriptors - 64))
        let loopCount = max(loops, 1)
        let workers = WorkerPool(threads: max(workerCount, 1), limit: limits.waitingRequests)
        // Sockets that share a port would also share it with another server of the same user: look alone first.
        let alone = try ListenSocket(host: host, port: port, backlog: 1_024, shared: false)
        let chosenPort = alone.port
        let counts = limits.connectionsPerAddress > 0 ? AddressCounts(limit: limits.connectionsPerAddress) : nil
        func makeDaemon(_ socket: consuming ListenSocket) throws(ServerError) -> Daemon {
            let wake = WakePipe()
            let loop = Loop(
                handler: handler, limits: limits, workers: workers, wake: wake, observer: makeObserver?(), tls: tls,
                counts: counts)
            return try Daemon(
                socket: socket, loop: loop, wake: wake, limits: limits, connections: connections / loopCount, tls: tls)
        }
        var daemons: [Daemon] = []
        if loopCount == 1 {
            daemons.append(try makeDaemon(alone))
        } else {
            alone.close()
            for _ in 0..<loopCount {
                let socket = try ListenSocket(host: host, port: chosenPort, backlog: 1_024, shared: true)
                daemons.append(try makeDaemon(socket))
            }
        }
        self.port = chosenPort
        self.daemons = daemons
        self.workers = workers
        workers.start()
        for daemon in daemons { daemon.start() }
    }

    /// Connections that are open, requests that wait for a worker.
    package var load: (connections: Int, waiting: Int) {
        (daemons.reduce(0) { $0 + $1.connectionCount }, workers.waitingCount)
    }

    /// Takes no new connections, finishes the requests in flight and ends all threads. A second call does nothing.
    /// - Parameter drainMilliseconds: how long the requests in flight may take; then they get 503.
    package func stop(drainMilliseconds: Int = 10_000) {
        guard !isStopped.exchange(true, ordering: .acquiringAndReleasing) else { return }
        for daemon in daemons { daemon.beginStop(drainMilliseconds: drainMilliseconds) }
        for daemon in daemons { daemon.waitUntilStopped() }
        workers.stop()
    }

    /// Each connection needs a descriptor, and the usual soft limit is 1,024.
    private static func raiseDescriptorLimit() -> Int {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1_024 }
        if limit.rlim_cur < limit.rlim_max {
            var raised = limit
            raised.rlim_cur = min(limit.rlim_max, 1 << 20)
            if unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 { limit = raised }
        }
        return Int(clamping: limit.rlim_cur)
    }
}
