import CMicroHTTPD
import Glibc
import Locking
import Synchronization

/// One libmicrohttpd daemon and the thread that turns it.
///
/// The library's own epoll loop stalls when exactly 128 connections are ready at once (it waits a second time before it
/// serves them), so the thread here polls the daemon's epoll descriptor itself and calls `MHD_run`, which never waits.
final class Daemon: Sendable {
    /// Both are handed to the thread that turns the daemon and used there only, except between creation and `start`.
    @safe private struct Parts: @unchecked Sendable {
        let daemon: OpaquePointer
        let loop: Loop
    }

    private let parts: Parts
    private let wake: WakePipe
    /// Nil: serve. Otherwise how long a stop may wait for requests in flight, in milliseconds.
    private let drain = Lock<Int?>(nil)
    private let isStopping = Atomic<Bool>(false)
    private let isOver = Atomic<Bool>(false)
    private let thread = Lock<Thread?>(nil)

    /// - Parameter connections: this loop's share of the limit.
    init(
        socket: consuming ListenSocket, loop: Loop, wake: WakePipe, limits: Limits, connections: Int, tls: TLS? = nil
    ) throws(ServerError) {
        self.wake = wake
        let descriptor = socket.release()
        let context = unsafe Unmanaged.passUnretained(loop).toOpaque()
        var options = unsafe [MHD_OptionItem]()
        func add(_ option: MHD_OPTION, _ value: Int, _ pointer: UnsafeMutableRawPointer? = nil) {
            unsafe options.append(MHD_OptionItem(option: option, value: value, ptr_value: pointer))
        }
        let completed: MHD_RequestCompletedCallback = { context, _, request, _ in
            unsafe requestCompleted(context, request)
        }
        add(.LISTEN_SOCKET, Int(descriptor))
        unsafe add(.NOTIFY_COMPLETED, unsafeBitCast(completed, to: Int.self), context)
        let notified: MHD_NotifyConnectionCallback = { context, connection, place, code in
            unsafe connectionChanged(context, connection, place, code)
        }
        unsafe add(.NOTIFY_CONNECTION, unsafeBitCast(notified, to: Int.self), context)
        let unescape: @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<CChar>?) -> Int = {
            _, _, text in unsafe text.map { unsafe cg_mhd_unescape($0) } ?? 0
        }
        unsafe add(.UNESCAPE_CALLBACK, unsafeBitCast(unescape, to: Int.self))
        add(.CONNECTION_MEMORY_LIMIT, limits.connectionMemoryBytes)
        add(.CONNECTION_LIMIT, connections)
        add(.CONNECTION_TIMEOUT, limits.idleSeconds)
        add(.STRICT_FOR_CLIENT, 1)
        var flags = MHD_USE_EPOLL.rawValue | MHD_USE_TURBO.rawValue | MHD_ALLOW_SUSPEND_RESUME.rawValue
        if let tls {
            flags |= MHD_USE_TLS.rawValue
            unsafe add(.HTTPS_PRIORITIES, 0, UnsafeMutableRawPointer(mutating: tls.priorities.utf8Start))
            unsafe add(.HTTPS_CERT_CALLBACK, 0, unsafeBitCast(noCertificate, to: UnsafeMutableRawPointer.self))
        }
        add(.END, 0)
        let arrayOption = MHD_OPTION.ARRAY.rawValue
        let daemon = unsafe options.withUnsafeMutableBufferPointer { items -> OpaquePointer? in
            guard let first = items.baseAddress else { return nil }
            let arguments: [any CVarArg] = unsafe [arrayOption, first, MHD_OPTION.END.rawValue]
            return unsafe withVaList(arguments) { list in
                unsafe MHD_start_daemon_va(flags, 0, acceptPolicy, context, requestAccess, context, list)
            }
        }
        guard let daemon = unsafe daemon else {
            close(descriptor)
            throw .cannotListen(address: "the port", reason: "libmicrohttpd refuses to start")
        }
        unsafe parts = Parts(daemon: daemon, loop: loop)
    }

    func start() {
        let started = Thread { [self] in run() }
        thread.withLock { $0 = started }
    }

    /// No new connections; requests in flight are finished or, after the time, answered 503.
    /// - Parameter drainMilliseconds: how long they may take.
    func beginStop(drainMilliseconds: Int) {
        drain.withLock { $0 = drainMilliseconds }
        isStopping.store(true, ordering: .releasing)
        wake.wake()
    }

    /// Read without a lock: a number that is a moment old will do.
    var connectionCount: Int {
        isOver.load(ordering: .acquiring) ? 0 : Int(unsafe cg_mhd_connection_count(parts.daemon))
    }

    func waitUntilStopped() {
        let stopped = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        stopped?.join()
    }

    private func run() {
        let daemon = unsafe parts.daemon
        let loop = parts.loop
        let epoll = unsafe cg_mhd_epoll_descriptor(daemon)
        var descriptors = [
            pollfd(fd: epoll, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wake.readable, events: Int16(POLLIN), revents: 0),
        ]
        var lastTick = MonotonicClock.milliseconds()
        while !isStopping.load(ordering: .acquiring) {
            unsafe turn(daemon, &descriptors, &lastTick, atMost: 1_000)
        }
        let listening = unsafe MHD_quiesce_daemon(daemon)
        if listening >= 0 { close(listening) }
        loop.beginDrain()
        let deadline = MonotonicClock.milliseconds() + (drain.withLock { $0 } ?? 0)
        while loop.inFlight > 0 {
            let left = deadline - MonotonicClock.milliseconds()
            if left <= 0 { break }
            unsafe turn(daemon, &descriptors, &lastTick, atMost: Int32(clamping: min(left, 1_000)))
        }
        loop.abandonWaiting()
        // Resumed connections get their 503; a client that doesn't read it is cut off.
        let end = MonotonicClock.milliseconds() + 200
        while loop.inFlight > 0, MonotonicClock.milliseconds() < end {
            unsafe turn(daemon, &descriptors, &lastTick, atMost: 20)
        }
        isOver.store(true, ordering: .releasing)
        unsafe MHD_stop_daemon(daemon)
        loop.tick(now: MonotonicClock.milliseconds())
    }

    /// Waits until something is to do, but not longer than asked, and does it.
    private func turn(
        _ daemon: OpaquePointer, _ descriptors: inout [pollfd], _ lastTick: inout Int, atMost limit: Int32
    ) {
        var timeout: UInt64 = 0
        var wait = limit
        if unsafe MHD_get_timeout(daemon, &timeout) == .YES {
            let asked = Int32(clamping: timeout)
            wait = limit < 0 ? asked : min(asked, limit)
        }
        if parts.loop.owesAnswers { wait = 0 }
        if wait != 0 {
            let count = nfds_t(descriptors.count)
            unsafe descriptors.withUnsafeMutableBufferPointer { _ = unsafe poll($0.baseAddress, count, wait) }
            if descriptors[1].revents != 0 { wake.drain() }
        }
        parts.loop.beginTurn()
        _ = unsafe MHD_run(daemon)
        let now = MonotonicClock.milliseconds()
        parts.loop.now = now
        if now - lastTick >= 1_000 {
            lastTick = now
            parts.loop.tick(now: now)
        }
    }
}

private let acceptPolicy: MHD_AcceptPolicyCallback = { context, address, _ in
    guard let context = unsafe context, let address = unsafe address else { return .NO }
    let loop = unsafe Unmanaged<Loop>.fromOpaque(context).takeUnretainedValue()
    return unsafe loop.accepts(address) ? .YES : .NO
}

/// The library wants to know where certificates come from. Each connection gets its own when it begins (`TLS.use`); one
/// that didn't gets none.
private let noCertificate:
    @convention(c) (
        OpaquePointer?, UnsafeRawPointer?, Int32, UnsafeRawPointer?, Int32, UnsafeMutableRawPointer?,
        UnsafeMutableRawPointer?, UnsafeMutableRawPointer?
    ) -> Int32 = { _, _, _, _, _, _, _, _ in -1 }

private let requestAccess: MHD_AccessHandlerCallback = {
    context, connection, url, method, _, upload, uploadSize, request in
    guard let context = unsafe context, let connection = unsafe connection, let url = unsafe url,
        let method = unsafe method, let uploadSize = unsafe uploadSize, let request = unsafe request
    else { return .NO }
    let loop = unsafe Unmanaged<Loop>.fromOpaque(context).takeUnretainedValue()
    guard let known = unsafe request.pointee else {
        let exchange = loop.makeExchange()
        unsafe request.pointee = Unmanaged.passRetained(exchange).toOpaque()
        return unsafe loop.begin(connection, method: method, url: url, exchange)
    }
    let exchange = unsafe Unmanaged<Exchange>.fromOpaque(known).takeUnretainedValue()
    if unsafe uploadSize.pointee > 0, let upload = unsafe upload {
        let count = unsafe uploadSize.pointee
        unsafe uploadSize.pointee = 0
        return unsafe loop.receive(UnsafeRawPointer(upload), count, exchange)
    }
    return unsafe loop.proceed(connection, method: method, url: url, exchange)
}

@unsafe private func requestCompleted(
    _ context: UnsafeMutableRawPointer?, _ request: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) {
    guard let context = unsafe context, let request = unsafe request, let known = unsafe request.pointee else { return }
    let loop = unsafe Unmanaged<Loop>.fromOpaque(context).takeUnretainedValue()
    unsafe request.pointee = nil
    unsafe loop.end(Unmanaged<Exchange>.fromOpaque(known).takeRetainedValue())
}

@unsafe private func connectionChanged(
    _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
    _ place: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ code: MHD_ConnectionNotificationCode
) {
    guard let context = unsafe context, let connection = unsafe connection, let place = unsafe place else { return }
    let loop = unsafe Unmanaged<Loop>.fromOpaque(context).takeUnretainedValue()
    // MHD_CONNECTION_NOTIFY_STARTED; the other is its end.
    if code.rawValue == 0 {
        unsafe place.pointee = loop.opened(connection)
    } else if let known = unsafe place.pointee {
        unsafe loop.closed(known)
        unsafe place.pointee = nil
    }
}
