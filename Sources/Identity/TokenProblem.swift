/// Why a token opens nothing. The texts never hold anything of the token.
package enum TokenProblem: Error, Sendable, Hashable {
    /// Not three parts, no JSON, no object, too deep, a claim of the wrong kind.
    case malformed(String)
    case tooLarge
    /// The header asks for an algorithm that the settings don't name, `none` among them, or for something unknown.
    case algorithmNotAllowed
    case unknownIssuer
    case unknownKey
    /// There are no keys of the issuer yet, or newer ones are being fetched.
    case keysUnavailable
    case badSignature
    case expired
    case notYetValid
    case wrongAudience
    case wrongTenant
    /// A user's token that does not say that a second factor was used.
    case mfaRequired

    package var message: String {
        switch self {
        case .malformed(let text): "The token cannot be read: \(text)."
        case .tooLarge: "The token is too large."
        case .algorithmNotAllowed: "The token is not signed in a way that is accepted here."
        case .unknownIssuer: "The token is of an issuer that is not accepted here."
        case .unknownKey: "The token is signed with a key that its issuer does not publish."
        case .keysUnavailable: "The keys of the token's issuer cannot be had now; try again."
        case .badSignature: "The signature of the token is wrong."
        case .expired: "The token has expired."
        case .notYetValid: "The token is not valid yet."
        case .wrongAudience: "The token is for another audience."
        case .wrongTenant: "The token is of a tenant whose data is not here."
        case .mfaRequired: "MFA required: sign in with a second factor; the token's amr must hold mfa."
        }
    }
}
