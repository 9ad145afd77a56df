import GraphQLExecution
import GraphQLLanguage
import HTTPServer
import JSON

/// How an answer goes out beside its bytes: packed, with a digest, with what lets a client keep it. Most requests ask for
/// none of it and have none.
struct Delivery: Sendable {
    var codings = AcceptedCodings.unsaid
    var digest: WantedDigest?
    /// Of GET.
    var caching: Caching?

    /// How long a client may keep an answer to GET.
    struct Caching: Sendable {
        /// Nil: the answer is of the moment.
        let validator: Validator?
        /// - Unit: seconds.
        let maxAge: Int

        var control: String {
            if validator == nil { return "no-store" }
            // Never a shared entry: what is seen depends on who asks.
            return maxAge > 0 ? "private, max-age=\(maxAge)" : "private, no-cache"
        }
    }
}

extension GraphQLEndpoint {
    /// What a request asks for beside its answer; nil where that is nothing.
    func delivery(_ request: borrowing Request) throws(RequestProblem) -> Delivery? {
        let packs = options.gzipBytes > 0 ? request.has(.acceptEncoding) : false
        let isDigestWanted = request.has(.wantReprDigest) ? true : request.has(.wantContentDigest)
        guard packs || isDigestWanted else { return nil }
        var delivery = Delivery()
        if packs {
            delivery.codings = request.withHeader(.acceptEncoding) { AcceptedCodings($0) }
            if delivery.codings.refusesAll {
                throw RequestProblem(406, "NOT_ACCEPTABLE", "Accept an encoding: gzip or identity.")
            }
        }
        if isDigestWanted { delivery.digest = WantedDigest(request) }
        return delivery.digest == nil && delivery.codings.gzip == 0 ? nil : delivery
    }

    /// What lets the answer to a GET be kept.
    func caching(
        _ parsed: ParsedRequest, _ plan: Plan, _ wish: SnapshotWish?, _ type: ResponseMediaType, _ context: Context,
        _ request: borrowing Request
    ) -> Delivery.Caching {
        // What is told of cost and of the newest snapshot is another each time.
        let isOfTheMoment = plan.cacheAge == nil || wish == .newest || parsed.request.extensions?["cost"] != nil
        guard !isOfTheMoment, let state = context.cacheState(snapshot: wish?.token)
        else { return Delivery.Caching(validator: nil, maxAge: 0) }
        return Delivery.Caching(
            validator: Validator(
                state, request, type, documents: documents.current.generation, snapshot: wish?.token),
            maxAge: plan.cacheAge ?? 0)
    }

    /// 304 where the client has the answer already.
    func notModified(_ caching: Delivery.Caching, _ request: borrowing Request) -> Response? {
        guard let validator = caching.validator, let tag = validator.match(request) else { return nil }
        var headers = Self.cacheHeaders(caching)
        headers.append(Response.Header("ETag", tag))
        return Response(status: 304, contentType: nil, headers: headers, body: .empty)
    }

    static func cacheHeaders(_ caching: Delivery.Caching) -> [Response.Header] {
        [
            Response.Header("Cache-Control", caching.control),
            Response.Header("Vary", "Authorization, Accept, Accept-Encoding, Accept-Language"),
        ]
    }

    /// Whether it takes so long that it must not be done on a loop.
    func isHeavy(_ response: borrowing Response, _ delivery: Delivery) -> Bool {
        let count = response.bodyCount
        return delivery.codings.prefersGzip && options.gzipBytes > 0 && count >= options.gzipBytes
            || delivery.digest != nil && count >= 64 << 10
    }

    /// Puts a delivery's headers to an answer, packed where that is wanted.
    func deliver(_ response: consuming Response, _ delivery: Delivery, seesOneState: Bool) -> Response {
        var response = response
        guard var buffer = response.takeBuffer() else { return response }
        let codings = delivery.codings
        var isPacked = false
        if codings.gzip > 0, options.gzipBytes > 0,
            codings.identity == 0 || codings.prefersGzip && buffer.count >= options.gzipBytes,
            let packed = buffer.withBytes({ Gzip.packed($0) })
        {
            buffer = packed
            isPacked = true
            response.headers.append(Response.Header("Content-Encoding", "gzip"))
        }
        if let digest = delivery.digest { response.headers.append(buffer.withBytes { digest.header($0) }) }
        if let caching = delivery.caching {
            // An answer with errors may be another the next time.
            let isGood = response.status == 200 && response.note?.errorCount == 0 && seesOneState
            let kept = isGood ? caching : Delivery.Caching(validator: nil, maxAge: 0)
            response.headers += Self.cacheHeaders(kept)
            if let validator = kept.validator { response.headers += validator.headers(isPacked: isPacked) }
        } else if isPacked {
            response.headers.append(Response.Header("Vary", "Accept-Encoding"))
        }
        response.body = .buffer(buffer)
        return response
    }
}
