import Credit
import CreditAPI
import GraphQLHTTP

extension RequestContext: EndpointContext {
    package var viewerKey: String { viewer.actor }
    package var isInForce: Bool { authority?.isInForce(viewer) ?? true }
    package var roleBits: UInt64 { Self.bits(viewer.roles) }

    static func bits(_ roles: [PartnerRole]) -> UInt64 { roles.reduce(0) { $0 | 1 << UInt64($1.rawValue) } }
}
