import GraphQLExecution
import GraphQLLanguage
import HTTPServer
import JSON
import Locking

/// A list as a table: CSV or JSON lines, read to its end by the server itself.
extension GraphQLEndpoint {
    func table(
        _ parsed: ParsedRequest, _ type: ResponseMediaType, _ context: Context, _ request: borrowing Request
    ) throws(RequestProblem) -> Answer {
        let list: ListOperation
        do throws(ListProblem) {
            list = try ListOperation(parsed, executor.binding, parser: options.parser)
        } catch {
            throw requestErrors([GraphQLError(error.message, code: "NOT_A_LIST")], type)
        }
        let page = ParsedRequest(operation: list.operation, request: parsed.request, begin: parsed.begin)
        let first = ListDownload(list, isCSV: type == .csv, self, context, parsed.request.variables, deadline: .max)
        let planned: (plan: Plan, variables: Variables)
        do throws(RequestErrors) { planned = try first.plan() } catch { throw requestErrors(error.errors, type) }
        let wish = try SnapshotWish(parsed, planned.plan, isStream: false)
        let state = context.cacheState(snapshot: wish?.token)
        let caching: Delivery.Caching? =
            request.method == .post ? nil : caching(parsed, planned.plan, wish, type, context, request)
        if let caching, let answer = notModified(caching, request) { return .now(answer) }
        let charge = try charge(page, planned.plan, planned.variables, type, context)
        guard let place = downloads.take(options.downloads) else {
            throw RequestProblem(
                503, "TOO_MANY_DOWNLOADS", "As many lists as may be are sent now; try again.",
                headers: [Response.Header("Retry-After", "5")])
        }
        let workers = request.workers
        let codings = request.withHeader(.acceptEncoding) { AcceptedCodings($0) }
        let isPacked = options.gzipBytes > 0 && codings.prefersGzip
        let digest = WantedDigest(request)
        // Not among the quick ones: a list takes long.
        return .heavy { [self] in
            var note = note(parsed.operation, planned.plan, context)
            do throws(RequestProblem) {
                let steady = try tableContext(context, wish, type)
                let download = ListDownload(
                    list, isCSV: type == .csv, self, steady, parsed.request.variables,
                    deadline: MonotonicClock.milliseconds() + options.downloadMilliseconds)
                switch download.next() {
                case .failed(let errors):
                    settle(charge, actual: download.cost, context)
                    throw RequestProblem(Self.status(of: errors), errors)
                case .rows(let bytes, let isLast):
                    note.cost = download.cost
                    // The tag is good where the list is of the state that it was made of.
                    let isKept = steady.cacheState(snapshot: wish?.token) == state
                    let caching = caching.map { isKept ? $0 : Delivery.Caching(validator: nil, maxAge: 0) }
                    let packing = Packing(isPacked ? Gzip() : nil, digest?.running)
                    var response = begin(
                        download, bytes, isLast, type, charge, place, workers, packing, caching, steady)
                    response.note = note
                    return response
                }
            } catch {
                place.giveBack()
                return response(to: error, type, ResponseBuffer(capacity: 4_096))
            }
        }
    }

    private func begin(
        _ download: ListDownload<Context>, _ bytes: [UInt8], _ isLast: Bool, _ type: ResponseMediaType,
        _ charge: Charge, _ place: DownloadPlaces.Place, _ workers: WorkerPool, _ packing: Packing,
        _ caching: Delivery.Caching?, _ context: Context
    ) -> Response {
        var headers = [
            Response.Header("Content-Disposition", "attachment; filename=\"\(download.list.name).\(type.fileEnding)\"")
        ]
        if let token = context.snapshotToken() { headers.append(Response.Header("GraphQL-Snapshot", token)) }
        if packing.isPacked { headers.append(Response.Header("Content-Encoding", "gzip")) }
        if let caching {
            headers += Self.cacheHeaders(caching)
            if let validator = caching.validator { headers += validator.headers(isPacked: packing.isPacked) }
        } else {
            headers.append(Response.Header("Cache-Control", "no-store"))
            if packing.isPacked { headers.append(Response.Header("Vary", "Accept-Encoding")) }
        }
        let body: Response.Body
        let packed = packing.add(bytes, isLast: isLast)
        if isLast {
            settle(charge, actual: download.cost, context)
            place.giveBack()
            if let digest = packing.digest { headers.append(digest) }
            body = .buffer(ResponseBuffer(packed.span))
        } else {
            // What the digest is, is known when the last byte is.
            if let digest = packing.digest { headers.append(Response.Header("Trailer", digest.name.description)) }
            body = .stream(send(download, after: packed, packing, type, charge, place, workers, context))
        }
        return Response(status: 200, contentType: type.contentType, headers: headers, body: body)
    }

    /// Sends the other pages as fast as the client reads.
    private func send(
        _ download: ListDownload<Context>, after first: [UInt8], _ packing: Packing, _ type: ResponseMediaType,
        _ charge: Charge, _ place: DownloadPlaces.Place, _ workers: WorkerPool, _ context: Context
    ) -> ByteStream {
        var streamOptions = ByteStream.Options()
        streamOptions.stallMilliseconds = options.events.stallMilliseconds
        let stream = ByteStream(options: streamOptions)
        stream.write(first.span)
        let pump = ResponsePump(workers, isHeavy: true, hasRoom: { [weak stream] in stream?.hasRoom ?? false }) {
            [weak stream] in
            guard let stream else { return .over }
            switch download.next() {
            case .rows(let bytes, let isLast):
                let packed = packing.add(bytes, isLast: isLast)
                stream.write(packed.span)
                if isLast { stream.finish(trailer: packing.digest) }
                return isLast ? .over : .more
            case .failed(let errors):
                // The answer breaks off, so that nobody takes a part for the whole.
                if type != .csv {
                    var out = ResponseWriter()
                    out.requestErrors(errors)
                    out.raw("\n")
                    let packed = packing.add(out.bytes, isLast: false)
                    stream.write(packed.span)
                }
                stream.breakOff()
                return .over
            }
        }
        place.hold(pump)
        stream.onRoom { pump.wake() }
        stream.onClose { [self] in
            pump.stop()
            place.giveBack()
            settle(charge, actual: download.cost, context)
        }
        pump.wake()
        return stream
    }

    /// One state for all pages, where the context has such.
    private func tableContext(
        _ context: Context, _ wish: SnapshotWish?, _ type: ResponseMediaType
    ) throws(RequestProblem) -> Context {
        if let wish { return try steady(context, wish, type) }
        do throws(RequestProblem) {
            return try context.steady(nil)
        } catch {
            if error.status == 400 { return context }
            throw error
        }
    }

    /// A table has no place for errors, so the status says what became of it.
    private static func status(of errors: [GraphQLError]) -> Int {
        switch errors.first?.code {
        case "UNAUTHENTICATED": 401
        case "FORBIDDEN": 403
        case "INTERNAL_SERVER_ERROR": 500
        case "DEADLINE_EXCEEDED", "CANCELLED": 503
        default: 422
        }
    }
}

/// Makes of a list's bytes what goes out, and its digest; used by one thread at a time.
private final class Packing: Sendable {
    private nonisolated(unsafe) let gzip: Gzip?
    private nonisolated(unsafe) var running: WantedDigest.Running?

    init(_ gzip: Gzip?, _ digest: WantedDigest.Running?) {
        unsafe self.gzip = gzip
        unsafe running = digest
    }

    var isPacked: Bool { unsafe gzip != nil }
    /// Of what has gone out; nil where none is wanted.
    var digest: Response.Header? { unsafe running?.header }

    func add(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
        let packed = unsafe gzip.map { $0.add(bytes.span, isLast: isLast) } ?? bytes
        unsafe running?.add(packed.span)
        return packed
    }
}

/// How many lists are sent at once: each holds a view of the data.
final class DownloadPlaces: Sendable {
    final class Place: Sendable {
        private let places: DownloadPlaces
        private let number: Int

        fileprivate init(_ places: DownloadPlaces, _ number: Int) {
            self.places = places
            self.number = number
        }

        /// Keeps the pump, so that it is woken now and then.
        func hold(_ pump: ResponsePump) {
            places.state.withLock { state in
                if state.pumps[number] != nil { state.pumps[number] = .some(pump) }
            }
        }

        func giveBack() { _ = places.state.withLock { $0.pumps.removeValue(forKey: number) } }

        deinit { giveBack() }
    }

    private struct State {
        var pumps: [Int: ResponsePump?] = [:]
        var next = 0
    }

    private let state = Lock(State())

    /// Nil where there are as many already.
    func take(_ limit: Int) -> Place? {
        state.withLock { state in
            guard state.pumps.count < limit else { return nil }
            state.next += 1
            state.pumps[state.next] = .some(nil)
            return Place(self, state.next)
        }
    }

    /// A pump that found no worker finds one later.
    func tick() {
        for pump in state.withLock({ Array($0.pumps.values) }) { pump?.wake() }
    }
}
