/// The tables of facts: a row a record, each with the import and line that it came from.
///
/// Types: GUID is BLOB(16), an instant is INTEGER microseconds, a day INTEGER days since 1970, a month INTEGER
/// year × 12 + month − 1, a decimal is TEXT, a list is TEXT with a value a line, an enumeration its INTEGER raw value.
extension M0001Initial {
    static let partner = SQLText(
        """
        CREATE TABLE partner (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            is_reseller INTEGER NOT NULL,
            tenant_id BLOB NOT NULL,
            name TEXT NOT NULL,
            kind INTEGER NOT NULL,
            partner_ids TEXT NOT NULL,
            organization TEXT,
            country TEXT,
            billing_currency TEXT,
            program_agreement TEXT NOT NULL,
            admin_agents TEXT NOT NULL,
            helpdesk_agents TEXT NOT NULL
        )
        """)
    static let partnerByImport = SQLText("CREATE INDEX partner_by_import ON partner (import_id)")

    static let customer = SQLText(
        """
        CREATE TABLE customer (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            tenant_id BLOB NOT NULL,
            name TEXT NOT NULL,
            domain TEXT,
            country TEXT,
            created_at INTEGER,
            commerce_id BLOB,
            relationship TEXT,
            associated_partner_id TEXT,
            allows_delegated_access INTEGER,
            tags TEXT NOT NULL
        )
        """)
    static let customerByImport = SQLText("CREATE INDEX customer_by_import ON customer (import_id)")

    static let agreement = SQLText(
        """
        CREATE TABLE agreement (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            customer_id BLOB NOT NULL,
            kind INTEGER NOT NULL,
            agreed_at INTEGER NOT NULL,
            user_id TEXT,
            template_id BLOB,
            first_name TEXT,
            last_name TEXT,
            email TEXT,
            phone TEXT,
            link TEXT
        )
        """)
    static let agreementByImport = SQLText("CREATE INDEX agreement_by_import ON agreement (import_id)")

    static let plan = SQLText(
        """
        CREATE TABLE plan (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            plan_id BLOB NOT NULL,
            customer_id BLOB NOT NULL,
            offer_id TEXT,
            offer_name TEXT,
            friendly_name TEXT,
            status TEXT NOT NULL,
            created_at INTEGER,
            effective_from INTEGER,
            commitment_end INTEGER,
            reseller_partner_id TEXT,
            entitlement_id BLOB,
            parent_id BLOB,
            order_id TEXT,
            billing_type TEXT,
            is_azure_plan INTEGER NOT NULL,
            is_legacy_azure INTEGER NOT NULL
        )
        """)
    static let planByImport = SQLText("CREATE INDEX plan_by_import ON plan (import_id)")

    static let entitlement = SQLText(
        """
        CREATE TABLE entitlement (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            entitlement_id BLOB NOT NULL,
            customer_id BLOB NOT NULL,
            plan_id BLOB,
            name TEXT NOT NULL,
            status TEXT NOT NULL,
            created_at INTEGER
        )
        """)
    static let entitlementByImport = SQLText("CREATE INDEX entitlement_by_import ON entitlement (import_id)")

    static let roleAssignment = SQLText(
        """
        CREATE TABLE role_assignment (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            snapshot_at INTEGER NOT NULL,
            assignment_id TEXT NOT NULL,
            principal_id BLOB NOT NULL,
            principal_name TEXT,
            principal_type TEXT NOT NULL,
            role_definition_id TEXT,
            role_name TEXT,
            scope TEXT NOT NULL,
            created_on INTEGER,
            updated_on INTEGER,
            condition TEXT,
            description TEXT,
            delegated_identity TEXT
        )
        """)
    static let roleAssignmentByImport = SQLText("CREATE INDEX role_assignment_by_import ON role_assignment (import_id)")

    static let roleSnapshot = SQLText(
        """
        CREATE TABLE role_snapshot (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            snapshot_at INTEGER NOT NULL,
            root TEXT NOT NULL,
            series TEXT NOT NULL
        )
        """)
    static let roleSnapshotByImport = SQLText("CREATE INDEX role_snapshot_by_import ON role_snapshot (import_id)")

    static let accessGrant = SQLText(
        """
        CREATE TABLE access_grant (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            scope TEXT NOT NULL,
            path INTEGER NOT NULL,
            role TEXT NOT NULL,
            holder_kind INTEGER NOT NULL,
            object_id BLOB NOT NULL,
            holder_tenant_id BLOB,
            display_name TEXT,
            organization_partner_id TEXT,
            partner_group INTEGER,
            from_at INTEGER NOT NULL,
            until_at INTEGER,
            activation INTEGER NOT NULL
        )
        """)
    static let accessGrantByImport = SQLText("CREATE INDEX access_grant_by_import ON access_grant (import_id)")

    static let partnerIdLink = SQLText(
        """
        CREATE TABLE partner_id_link (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            object_id BLOB NOT NULL,
            tenant_id BLOB NOT NULL,
            partner_id TEXT NOT NULL,
            from_at INTEGER NOT NULL,
            until_at INTEGER,
            stated_by TEXT
        )
        """)
    static let partnerIdLinkByImport = SQLText("CREATE INDEX partner_id_link_by_import ON partner_id_link (import_id)")

    static let priceItem = SQLText(
        """
        CREATE TABLE price_item (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            view INTEGER NOT NULL,
            market TEXT NOT NULL,
            month INTEGER NOT NULL,
            currency TEXT NOT NULL,
            product_id TEXT NOT NULL,
            sku_id TEXT NOT NULL,
            product_title TEXT NOT NULL,
            sku_title TEXT NOT NULL,
            publisher TEXT NOT NULL,
            sku_description TEXT NOT NULL,
            unit_of_measure TEXT NOT NULL,
            term_duration TEXT NOT NULL,
            unit_price TEXT NOT NULL,
            tier_from TEXT,
            tier_to TEXT,
            effective_from INTEGER NOT NULL,
            effective_until INTEGER,
            meter_ids TEXT NOT NULL,
            meter_type TEXT NOT NULL,
            tags TEXT NOT NULL
        )
        """)
    static let priceItemByImport = SQLText("CREATE INDEX price_item_by_import ON price_item (import_id)")

    static let exchangeRate = SQLText(
        """
        CREATE TABLE exchange_rate (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            currency TEXT NOT NULL,
            month INTEGER NOT NULL,
            usd_per_unit TEXT NOT NULL
        )
        """)
    static let exchangeRateByImport = SQLText("CREATE INDEX exchange_rate_by_import ON exchange_rate (import_id)")

    static let seenCustomer = SQLText(
        """
        CREATE TABLE seen_customer (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            tenant_id BLOB NOT NULL,
            name TEXT NOT NULL,
            domain TEXT,
            country TEXT
        )
        """)
    static let seenCustomerByImport = SQLText("CREATE INDEX seen_customer_by_import ON seen_customer (import_id)")

    static let seenPlan = SQLText(
        """
        CREATE TABLE seen_plan (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            plan_id BLOB NOT NULL,
            customer_id BLOB NOT NULL,
            description TEXT NOT NULL,
            reseller_partner_id TEXT
        )
        """)
    static let seenPlanByImport = SQLText("CREATE INDEX seen_plan_by_import ON seen_plan (import_id)")

    static let seenSubscription = SQLText(
        """
        CREATE TABLE seen_subscription (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            subscription_id BLOB NOT NULL,
            customer_id BLOB NOT NULL,
            plan_id BLOB,
            name TEXT NOT NULL
        )
        """)
    static let seenSubscriptionByImport = SQLText(
        "CREATE INDEX seen_subscription_by_import ON seen_subscription (import_id)")

    static let facts: [SQLText] = [
        partner, partnerByImport,
        customer, customerByImport,
        agreement, agreementByImport,
        plan, planByImport,
        entitlement, entitlementByImport,
        roleAssignment, roleAssignmentByImport,
        roleSnapshot, roleSnapshotByImport,
        accessGrant, accessGrantByImport,
        partnerIdLink, partnerIdLinkByImport,
        priceItem, priceItemByImport,
        exchangeRate, exchangeRateByImport,
        seenCustomer, seenCustomerByImport,
        seenPlan, seenPlanByImport,
        seenSubscription, seenSubscriptionByImport,
    ]
}
