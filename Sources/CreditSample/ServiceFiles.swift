/// What the partner does and means to earn: transfers, budgets, managed services with their checks, and sign-ins.
///
/// - Source: contract/README.md section 2.
struct ServiceFiles {
    let world: SampleWorld

    /// Services are recorded of the first subscriptions only, however many there are.
    private static let most = 600
    private static let kinds: [(name: String, metric: String, unit: String)] = [
        ("SYSTEM_HEALTH", "CPU_PERCENT", "%"), ("CLOUD_OPERATIONS", "PATCH_COMPLIANCE", "%"),
        ("LOG_ANALYTICS", "ROLE_REMOVAL_ALERT", ""), ("DATABASE_MONITORING", "CONNECTION_TIME", "ms"),
        ("APPLICATION_PERFORMANCE", "P95", "ms"),
    ]

    /// One subscription came from another partner before the sample began; another one is asked for.
    func transfers(to writer: inout ByteWriter) {
        writer.text("subscription_id,from_partner_id,to_partner_id,state,requested_at,finished_at\n")
        let stranger = world.partners.stranger.partnerIDs[0]
        let own = world.partners.provider.partnerIDs[0]
        let first = world.timetable.days.lowerBound
        let came = world.subscriptions[world.subscriptions.count / 2]
        let asked = world.subscriptions[world.subscriptions.count - 1]
        writer.text(
            "\(came.entitlementID),\(stranger),\(own),COMPLETE,\(Moment(day: first - 40, hour: 9).rfc3339),"
                + "\(Moment(day: first - 38, hour: 9, minute: 12).rfc3339)\n")
        writer.text(
            "\(asked.entitlementID),\(own),\(stranger),PENDING,\(Moment(day: world.timetable.day(9, of: 10), hour: 15).rfc3339),\n"
        )
    }

    /// Every second customer has one, and one customer gave it up.
    func budgets(to writer: inout ByteWriter) {
        writer.text("customer_tenant_id,month,amount,currency\n")
        let months = world.timetable.months.filter { !$0.isOld }
        for customer in world.customers where customer.index % 2 == 0 {
            let amount = 500 + world.draw.below(90, .commerce, customer.index, 3) * 50
            writer.text("\(customer.tenantID),\(months[0].firstOfMonth.compactMonth),\(amount).00,EUR\n")
            if customer.index == 4, let last = months.last, months.count > 1 {
                writer.text("\(customer.tenantID),\(last.firstOfMonth.compactMonth),,EUR\n")
            }
        }
    }

    private var services: [(id: String, number: Int, subscription: SampleSubscription)] {
        world.subscriptions.prefix(Self.most).filter { $0.index % 3 != 1 }.enumerated().map { number, subscription in
            let digits = "\(10_000 + subscription.index + 1)".dropFirst()
            return ("svc-\(digits)", number, subscription)
        }
    }

    func managedServices(to writer: inout ByteWriter) {
        writer.text("service_id,customer_tenant_id,kind,scope,since,until\n")
        for (id, number, subscription) in services {
            let root = "/subscriptions/\(subscription.entitlementID)"
            let scope = number % 4 == 3 ? "\(root)/resourceGroups/\(SampleWorld.resourceGroups[0])" : root
            let until = number % 7 == 6 ? CivilDate(dayNumber: world.timetable.day(3, of: 4)).iso : ""
            writer.text(
                "\(id),\(world.customers[subscription.customer].tenantID),\(Self.kinds[number % 5].name),\(scope),"
                    + "2024-0\(1 + number % 9)-01,\(until)\n")
        }
    }

    /// Once a week.
    func serviceChecks(to writer: inout ByteWriter) {
        writer.text("service_id,at,metric,value,unit,severity,note\n")
        for (id, number, _) in services {
            let kind = Self.kinds[number % 5]
            for day in stride(from: world.timetable.days.lowerBound, to: world.timetable.days.upperBound, by: 7) {
                let value = world.draw.below(10_000, .reference, number, day)
                let severity = value > 9_500 ? "CRITICAL" : value > 8_500 ? "WARNING" : "OK"
                let text = kind.unit.isEmpty ? "" : FieldText.decimal(Int128(value), scale: 2)
                let note = severity == "CRITICAL" ? "\"Überlast, Ticket offen\"" : ""
                writer.text(
                    "\(id),\(Moment(day: day, hour: 6, minute: number % 60).rfc3339),\(kind.metric),\(text),\(kind.unit),"
                        + "\(severity),\(note)\n")
            }
        }
    }

    /// The partner's people in the last ten days: most with multifactor authentication, one account disabled.
    func signIns(to writer: inout ByteWriter) {
        writer.text("user_id,day,portal_total,portal_mfa,api_user_total,api_user_mfa,enabled,mfa_registered\n")
        let last = world.timetable.days.upperBound
        for day in max(world.timetable.days.lowerBound, last - 10)..<last {
            for user in 0..<12 {
                let total = world.draw.below(9, .principal, 700 + user, day)
                let api = user % 4 == 0 ? world.draw.below(40, .principal, 800 + user, day) : 0
                let hasMFA = user != 3 && user != 8
                let isEnabled = user != 11
                writer.text(
                    "\(world.draw.guid(.principal, 900 + user)),\(CivilDate(dayNumber: day).iso),\(isEnabled ? total : 0),"
                        + "\(hasMFA && isEnabled ? total : 0),\(api),\(hasMFA ? api : 0),\(isEnabled),\(hasMFA)\n")
            }
        }
    }
}
