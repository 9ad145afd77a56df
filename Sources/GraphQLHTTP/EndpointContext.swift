/// What an endpoint asks of whoever a request is executed for.
package protocol EndpointContext: AnyObject, Sendable {
    /// Who asks: the same for all requests of one key and another for each key; not the key itself.
    var viewerKey: String { get }
}
