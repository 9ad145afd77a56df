import CreditAPI
import GraphQLHTTP

extension RequestContext: EndpointContext {
    package var viewerKey: String { viewer.actor }
}
