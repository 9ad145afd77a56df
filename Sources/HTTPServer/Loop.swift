import CMicroHTTPD
import Glibc

/// What one daemon does on its thread. Only libmicrohttpd's callbacks and the loop itself call it, so it needs no lock.
final class Loop {
    private let handler: any HTTPHandler
    private let limits: Limits
    private let workers: WorkerPool
    private let pool = BufferPool()
    private let wake: WakePipe
    private let observer: (any LoopObserver)?
    private let tls: TLS?
    /// Nil: an address may have as many as it likes.
    private let counts: AddressCounts?
    private let strictTransport: String
    private var spare: [Exchange] = []
    private var waiting: [ObjectIdentifier: Promise] = [:]
    /// Requests whose headers are read and whose answer isn't sent.
    private(set) var inFlight = 0
    private var watches: [ObjectIdentifier: ConnectionWatch] = [:]
    /// As of the last turn.
    var now = MonotonicClock.milliseconds()
    private var streams: [ObjectIdentifier: ByteStream] = [:]
    private(set) var isDraining = false
    private var turns = SendingTurns()

    init(
        handler: any HTTPHandler, limits: Limits, workers: WorkerPool, wake: WakePipe,
        observer: (any LoopObserver)? = nil, tls: TLS? = nil, counts: AddressCounts? = nil
    ) {
        self.tls = tls
        strictTransport = limits.strictTransportSeconds > 0 ? "max-age=\(limits.strictTransportSeconds)" : ""
        self.counts = counts
        self.observer = observer
        self.wake = wake
        self.handler = handler
        self.limits = limits
        self.workers = workers
    }

    /// The library is about to look at all connections.
    func beginTurn() { turns.begin() }

    /// Whether the next turn must not wait for anything.
    var owesAnswers: Bool { turns.keptCount > 0 }

    /// The headers are read.
    func begin(
        _ connection: OpaquePointer, method: UnsafePointer<CChar>, url: UnsafePointer<CChar>, _ exchange: Exchange
    ) -> MHD_Result {
        if observer != nil { exchange.begin = MonotonicClock.nanoseconds() }
        unsafe exchange.readHeaders(connection)
        if let watch = unsafe cg_mhd_socket_context(connection) {
            exchange.watch = unsafe Unmanaged<ConnectionWatch>.fromOpaque(watch).takeUnretainedValue()
            exchange.watch?.enter(.receiving, now: now)
        }
        if let watch = exchange.watch, watch.isProxy, let peer = watch.address {
            let client = unsafe ForwardedHeaders(connection).client(peer: peer, limits.proxies)
            exchange.client = client
            if let counts, client.address != peer {
                exchange.isCounted = counts.take(client.address)
                if !exchange.isCounted {
                    exchange.phase = .answered
                    return unsafe finish(.tooMany, connection, method, url, exchange)
                }
            }
        }
        guard let announced = exchange.headers[.contentLength].map({ unsafe strtol($0.start, nil, 10) }),
            announced > limits.bodyBytes
        else { return .YES }
        // A client that waits for 100 Continue hears the refusal before it sends anything.
        let expects = exchange.headers[.expect] != nil
        guard expects || announced > limits.discardedBytes else { return .YES }
        exchange.phase = .answered
        return unsafe finish(.tooLarge, connection, method, url, exchange)
    }

    /// - Returns: what the library keeps for the connection.
    @unsafe func opened(_ connection: OpaquePointer) -> UnsafeMutableRawPointer {
        let address = unsafe cg_mhd_client_address(connection).flatMap { unsafe ClientAddress($0) }
        let isProxy = address.map(limits.proxies.trusts) ?? false
        // A proxy has its clients' connections; their requests are counted one by one.
        let isCounted = counts != nil && !isProxy && address != nil
        let isOneTooMany = isCounted && address.map { counts?.take($0) == false } ?? false
        var credentials: TLSCredentials?
        if let tls, let session = unsafe cg_mhd_tls_session(connection) { unsafe credentials = tls.use(on: session) }
        let watch = ConnectionWatch(
            descriptor: unsafe cg_mhd_connection_descriptor(connection), now: now, address: address, isProxy: isProxy,
            isCounted: isCounted && !isOneTooMany, credentials: credentials)
        // Without credentials the library's own callback has no certificate either, so the handshake fails.
        if isOneTooMany || tls != nil && credentials == nil { watch.cutOff() }
        watches[ObjectIdentifier(watch)] = watch
        return unsafe Unmanaged.passUnretained(watch).toOpaque()
    }

    @unsafe func closed(_ context: UnsafeMutableRawPointer) {
        let watch = unsafe Unmanaged<ConnectionWatch>.fromOpaque(context).takeUnretainedValue()
        if watch.isCounted, let address = watch.address { counts?.giveBack(address) }
        watches[ObjectIdentifier(watch)] = nil
    }

    /// Whether a connection of an address is taken at all.
    @unsafe func accepts(_ address: UnsafePointer<sockaddr>) -> Bool {
        guard limits.takesOnlyProxies else { return true }
        guard let known = unsafe ClientAddress(address) else { return false }
        return known.isLoopback || limits.proxies.trusts(known)
    }

    func makeExchange() -> Exchange {
        inFlight += 1
        return spare.popLast() ?? Exchange()
    }

    /// The answer is sent, or the client is gone.
    func end(_ exchange: Exchange) {
        inFlight -= 1
        if exchange.isCounted, let client = exchange.client { counts?.giveBack(client.address) }
        exchange.watch?.enter(.idle, now: now)
        switch exchange.phase {
        case .waiting(let promise): waiting[ObjectIdentifier(promise)] = nil
        case .made(let made):
            turns.release()
            unsafe MHD_destroy_response(made.response)
        default: break
        }
        if let stream = exchange.stream {
            streams[ObjectIdentifier(stream)] = nil
            stream.detach()
        }
        exchange.reset()
        if spare.count < 256 { spare.append(exchange) }
    }

    func receive(_ bytes: UnsafeRawPointer, _ count: Int, _ exchange: Exchange) -> MHD_Result {
        unsafe exchange.receive(bytes, count: count, limits: limits) ? .YES : .NO
    }

    /// The request is complete, or a suspended connection goes on.
    func proceed(
        _ connection: OpaquePointer, method: UnsafePointer<CChar>, url: UnsafePointer<CChar>, _ exchange: Exchange
    ) -> MHD_Result {
        switch exchange.phase {
        case .receiving:
            exchange.watch?.enter(.working, now: now)
            let request = unsafe Request(
                connection: connection, method: method, url: url, exchange: exchange, pool: pool,
                workers: workers)
            if let crossOrigin = limits.crossOrigin, request.method == .options,
                request.headerCount("Access-Control-Request-Method") > 0, let origin = exchange.headers.origin
            {
                exchange.phase = .answered
                return unsafe finish(crossOrigin.preflight(origin), connection, method, url, exchange)
            }
            switch handler.answer(request) {
            case .now(let response):
                exchange.phase = .answered
                // What goes on is begun at once.
                let isKept = turns.keeps(bytes: response.isStream ? .max : response.bodyCount)
                return unsafe finish(response, connection, method, url, exchange, isKept: isKept)
            case .later(let work):
                let completion = unsafe suspend(connection, exchange)
                if !workers.submit({ completion.complete(with: work()) }) { completion.complete(with: .busy) }
                return .YES
            case .heavy(let work):
                let completion = unsafe suspend(connection, exchange)
                if !workers.submit(isHeavy: true, { completion.complete(with: work()) }) {
                    completion.complete(with: .busy)
                }
                return .YES
            case .pending(let start):
                start(unsafe suspend(connection, exchange))
                return .YES
            }
        case .discarding:
            exchange.phase = .answered
            return unsafe finish(.tooLarge, connection, method, url, exchange)
        case .waiting(let promise):
            guard let response = promise.takeResponse() else { return .YES }
            waiting[ObjectIdentifier(promise)] = nil
            exchange.phase = .answered
            return unsafe finish(response, connection, method, url, exchange)
        case .made(let made):
            turns.release()
            exchange.phase = .answered
            return unsafe send(made, on: connection)
        case .answered: return .YES
        }
    }

    /// Answers 503 to all suspended connections; their work goes on and its answers are dropped.
    func abandonWaiting() {
        for promise in waiting.values { promise.keep(.stopping) }
        for stream in streams.values { stream.close() }
    }

    /// No further request is taken on a connection; whoever writes a stream is told to end it.
    func beginDrain() {
        isDraining = true
        for stream in streams.values { stream.drain() }
    }

    /// About once a second.
    func tick(now: Int) {
        var looked: [(watch: ConnectionWatch, descriptor: pollfd)] = []
        for watch in watches.values {
            if watch.isOverdue(now: now, limits) {
                watch.cutOff()
            } else if watch.wantsLook() {
                looked.append((watch, pollfd(fd: watch.descriptor, events: cg_hang_up, revents: 0)))
            }
        }
        endWhatIsOver(looked)
        for stream in streams.values { stream.tick(now: now) }
        handler.tick()
        observer?.tick()
    }

    /// Ends the connections among these whose other side has hung up.
    private func endWhatIsOver(_ looked: [(watch: ConnectionWatch, descriptor: pollfd)]) {
        if looked.isEmpty { return }
        var descriptors = looked.map(\.descriptor)
        let count = nfds_t(descriptors.count)
        let found = unsafe descriptors.withUnsafeMutableBufferPointer { unsafe poll($0.baseAddress, count, 0) }
        guard found > 0 else { return }
        for (index, descriptor) in descriptors.enumerated() where descriptor.revents != 0 {
            looked[index].watch.endIfOver()
        }
    }

    /// - Parameter isKept: it is sent in the next turn.
    private func finish(
        _ response: consuming Response, _ connection: OpaquePointer, _ method: UnsafePointer<CChar>,
        _ url: UnsafePointer<CChar>, _ exchange: Exchange, isKept: Bool = false
    ) -> MHD_Result {
        if let crossOrigin = limits.crossOrigin, let origin = exchange.headers.origin {
            response.headers += crossOrigin.headers(for: origin)
        }
        let trace = exchange.headers[.traceparent].flatMap { unsafe TraceContext(parsing: $0.start, count: $0.count) }
        if let trace { response.headers.append(Response.Header("traceparent", trace.text)) }
        if let observer {
            observer.answered(
                unsafe AnsweredRequest(
                    method: method, url: url, status: response.status, bytes: response.body.count,
                    begin: exchange.begin,
                    nanoseconds: MonotonicClock.nanoseconds() - exchange.begin, note: response.note, trace: trace,
                    peer: exchange.watch?.address, client: exchange.client))
        }
        guard let made = unsafe make(response, on: connection, exchange) else {
            if isKept { turns.release() }
            return .NO
        }
        guard isKept else { return unsafe send(made, on: connection) }
        // The library asks again for what isn't answered, whenever it goes round.
        exchange.phase = .made(made)
        return .YES
    }

    private func send(_ made: Exchange.Made, on connection: OpaquePointer) -> MHD_Result {
        defer { unsafe MHD_destroy_response(made.response) }
        return unsafe MHD_queue_response(connection, made.status, made.response)
    }

    /// First the connection is put aside, then the work may begin: it may end before this returns.
    private func suspend(_ connection: OpaquePointer, _ exchange: Exchange) -> Completion {
        let promise = unsafe Promise(connection: connection, wake: wake)
        exchange.phase = .waiting(promise)
        waiting[ObjectIdentifier(promise)] = promise
        unsafe MHD_suspend_connection(connection)
        return Completion(promise)
    }

    /// The answer as the library takes it; nil where there is no memory for it.
    private func make(
        _ response: consuming Response, on connection: OpaquePointer, _ exchange: Exchange
    ) -> Exchange.Made? {
        let status = UInt32(response.status)
        let contentType = response.contentType
        let cacheControl = response.cacheControl
        let headers = response.headers
        let isPage = response.isPage
        let created: OpaquePointer?
        switch consume response.body {
        case .empty: unsafe created = MHD_create_response_from_buffer(0, nil, .RESPMEM_PERSISTENT)
        case .constant(let text):
            let base = unsafe UnsafeMutableRawPointer(mutating: text.utf8Start)
            unsafe created = MHD_create_response_from_buffer(text.utf8CodeUnitCount, base, .RESPMEM_PERSISTENT)
        case .buffer(let buffer):
            let packed = unsafe pool.pack(buffer)
            unsafe created = MHD_create_response_from_buffer_with_free_callback_cls(
                packed.count, packed.base,
                { parcel in
                    if let parcel = unsafe parcel { unsafe BufferPool.unpack(parcel) }
                }, packed.parcel)
            if unsafe created == nil { unsafe BufferPool.unpack(packed.parcel) }
        case .stream(let stream):
            unsafe created = begin(stream, on: connection, exchange)
        }
        guard let created = unsafe created else { return nil }
        if let contentType { unsafe addHeader("Content-Type", contentType, to: created) }
        if let cacheControl { unsafe addHeader("Cache-Control", cacheControl, to: created) }
        for header in headers {
            let name = unsafe UnsafeRawPointer(header.name.utf8Start).assumingMemoryBound(to: CChar.self)
            _ = unsafe MHD_add_response_header(created, name, header.value)
        }
        if !isPage { unsafe addDataHeaders(to: created) }
        if !strictTransport.isEmpty, tls != nil || exchange.client?.scheme == .https {
            _ = unsafe MHD_add_response_header(created, "Strict-Transport-Security", strictTransport)
        }
        if isDraining { unsafe addHeader("Connection", "close", to: created) }
        return unsafe Exchange.Made(status: status, response: created)
    }

    private func begin(
        _ stream: ByteStream, on connection: OpaquePointer, _ exchange: Exchange
    ) -> OpaquePointer? {
        let reading = unsafe Unmanaged.passRetained(StreamReading(stream: stream, connection: connection))
        let created = unsafe MHD_create_response_from_callback(
            .max, 1_024,
            { context, _, target, limit in
                guard let context = unsafe context, let target = unsafe target else { return -2 }
                return unsafe Unmanaged<StreamReading>.fromOpaque(context).takeUnretainedValue()
                    .read(into: target, atMost: limit)
            }, reading.toOpaque(),
            { context in
                if let context = unsafe context { unsafe Unmanaged<StreamReading>.fromOpaque(context).release() }
            })
        guard let created = unsafe created else {
            unsafe reading.release()
            return nil
        }
        unsafe reading.takeUnretainedValue().response = created
        exchange.stream = stream
        streams[ObjectIdentifier(stream)] = stream
        stream.attach(wake: wake, descriptor: unsafe cg_mhd_connection_descriptor(connection))
        if isDraining { stream.drain() }
        return unsafe created
    }

    /// What no page of any origin may do with an answer that is data: guess its type, frame it, load it without asking, run
    /// anything of it.
    private func addDataHeaders(to response: OpaquePointer) {
        let lines: StaticString =
            "nosniff\u{1}\u{1}Referrer-Policy: no-referrer\u{1}\u{1}X-Frame-Options: DENY\u{1}\u{1}Cross-Origin-Resource-Policy: same-origin\u{1}\u{1}Content-Security-Policy: default-src 'none'; frame-ancestors 'none'"
        let name: StaticString = "X-Content-Type-Options"
        unsafe cg_mhd_add_lines(
            response, UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self),
            UnsafeRawPointer(lines.utf8Start).assumingMemoryBound(to: CChar.self))
    }

    private func addHeader(_ name: StaticString, _ value: StaticString, to response: OpaquePointer) {
        _ = unsafe MHD_add_response_header(
            response, UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self),
            UnsafeRawPointer(value.utf8Start).assumingMemoryBound(to: CChar.self))
    }
}

/// A stream and the connection that reads it.
@safe private final class StreamReading {
    private let stream: ByteStream
    private let connection: OpaquePointer
    /// Set before anything is read; it lives as long as this.
    var response: OpaquePointer?

    init(stream: ByteStream, connection: OpaquePointer) {
        self.stream = stream
        unsafe self.connection = connection
    }

    /// As libmicrohttpd's content reader does.
    func read(into target: UnsafeMutableRawPointer, atMost limit: Int) -> Int {
        let count = unsafe stream.read(connection, into: target, atMost: limit)
        if count == -1, let response = unsafe response, let trailer = stream.trailer {
            let name = unsafe UnsafeRawPointer(trailer.name.utf8Start).assumingMemoryBound(to: CChar.self)
            _ = unsafe MHD_add_response_footer(response, name, trailer.value)
        }
        return count
    }
}
