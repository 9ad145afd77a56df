package import Credit

/// One account's sign-ins of a day.
/// - Source: security.md section 4; contract README section 2.
package struct SignInRecord: Sendable, Hashable {
    package var origin: FactOrigin
    package var userID: String
    package var day: Day
    /// Operations in the portal.
    package var portalTotal: Int
    /// Of these, with multifactor authentication.
    package var portalMFA: Int
    /// Requests with App+User; requests of an app alone are left out.
    package var apiUserTotal: Int
    /// Of these, with multifactor authentication.
    package var apiUserMFA: Int
    /// Whether the account is enabled.
    package var isEnabled: Bool
    /// Whether multifactor authentication is set up for it.
    package var isRegistered: Bool

    package init(
        origin: FactOrigin, userID: String, day: Day, portalTotal: Int, portalMFA: Int, apiUserTotal: Int,
        apiUserMFA: Int, isEnabled: Bool, isRegistered: Bool
    ) {
        self.origin = origin
        self.userID = userID
        self.day = day
        self.portalTotal = portalTotal
        self.portalMFA = portalMFA
        self.apiUserTotal = apiUserTotal
        self.apiUserMFA = apiUserMFA
        self.isEnabled = isEnabled
        self.isRegistered = isRegistered
    }
}
