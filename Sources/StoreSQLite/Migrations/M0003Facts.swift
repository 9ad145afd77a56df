/// Schema version 3: the tables of all further kinds of files.
///
/// Types are those of `M0001Initial`.
enum M0003Facts {
    static var statements: [SQLText] {
        [
            roleEvent, roleEventByImport,
            denyAssignment, denyAssignmentByImport,
            denySnapshot, denySnapshotByImport,
            groupMember, groupMemberByImport,
            activation, activationByImport,
            managementGroup, managementGroupByImport,
            roleDefinition, roleDefinitionByImport,
            transfer, transferByImport,
            budget, budgetByImport,
            creditBalance, creditBalanceByImport,
            invoiceLine, invoiceLineByImport,
            managedService, managedServiceByImport,
            serviceCheck, serviceCheckByImport,
            signIn, signInByImport,
            serviceCheckByService, invoiceLineByMonth, importPartners,
        ]
    }

    static let roleEvent = SQLText(
        """
        CREATE TABLE role_event (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            at INTEGER NOT NULL,
            is_removal INTEGER NOT NULL,
            assignment_id TEXT NOT NULL,
            principal_id BLOB,
            principal_type TEXT,
            role_definition_id TEXT,
            scope TEXT NOT NULL,
            created_on INTEGER,
            caller TEXT
        )
        """)
    static let roleEventByImport = SQLText("CREATE INDEX role_event_by_import ON role_event (import_id)")

    static let denyAssignment = SQLText(
        """
        CREATE TABLE deny_assignment (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            snapshot_at INTEGER NOT NULL,
            assignment_id TEXT NOT NULL,
            name TEXT NOT NULL,
            scope TEXT NOT NULL,
            principals TEXT NOT NULL,
            excluded_principals TEXT NOT NULL,
            created_on INTEGER
        )
        """)
    static let denyAssignmentByImport = SQLText("CREATE INDEX deny_assignment_by_import ON deny_assignment (import_id)")

    static let denySnapshot = SQLText(
        """
        CREATE TABLE deny_snapshot (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            snapshot_at INTEGER NOT NULL,
            root TEXT NOT NULL,
            series TEXT NOT NULL
        )
        """)
    static let denySnapshotByImport = SQLText("CREATE INDEX deny_snapshot_by_import ON deny_snapshot (import_id)")

    static let groupMember = SQLText(
        """
        CREATE TABLE group_member (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            group_id BLOB NOT NULL,
            tenant_id BLOB NOT NULL,
            member_id BLOB NOT NULL,
            from_at INTEGER NOT NULL,
            until_at INTEGER
        )
        """)
    static let groupMemberByImport = SQLText("CREATE INDEX group_member_by_import ON group_member (import_id)")

    static let activation = SQLText(
        """
        CREATE TABLE activation (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            scope TEXT NOT NULL,
            role TEXT NOT NULL,
            object_id BLOB NOT NULL,
            from_at INTEGER NOT NULL,
            until_at INTEGER
        )
        """)
    static let activationByImport = SQLText("CREATE INDEX activation_by_import ON activation (import_id)")

    static let managementGroup = SQLText(
        """
        CREATE TABLE management_group (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            group_id TEXT NOT NULL,
            parent_id TEXT,
            subscription_id BLOB
        )
        """)
    static let managementGroupByImport = SQLText(
        "CREATE INDEX management_group_by_import ON management_group (import_id)")

    static let roleDefinition = SQLText(
        """
        CREATE TABLE role_definition (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            definition_id BLOB NOT NULL,
            name TEXT NOT NULL,
            is_custom INTEGER NOT NULL,
            actions TEXT NOT NULL,
            not_actions TEXT NOT NULL
        )
        """)
    static let roleDefinitionByImport = SQLText("CREATE INDEX role_definition_by_import ON role_definition (import_id)")

    static let transfer = SQLText(
        """
        CREATE TABLE transfer (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            subscription_id BLOB NOT NULL,
            from_partner_id TEXT,
            to_partner_id TEXT,
            state INTEGER NOT NULL,
            requested_at INTEGER NOT NULL,
            finished_at INTEGER
        )
        """)
    static let transferByImport = SQLText("CREATE INDEX transfer_by_import ON transfer (import_id)")

    static let budget = SQLText(
        """
        CREATE TABLE budget (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            customer_id BLOB NOT NULL,
            month INTEGER NOT NULL,
            amount TEXT,
            currency TEXT NOT NULL
        )
        """)
    static let budgetByImport = SQLText("CREATE INDEX budget_by_import ON budget (import_id)")

    static let creditBalance = SQLText(
        """
        CREATE TABLE credit_balance (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            partner_id BLOB,
            customer_id BLOB NOT NULL,
            month INTEGER NOT NULL,
            name TEXT NOT NULL,
            used TEXT NOT NULL,
            status TEXT NOT NULL,
            balance TEXT NOT NULL,
            currency TEXT NOT NULL,
            agreement_id TEXT,
            effective_day INTEGER,
            expiry_day INTEGER
        )
        """)
    static let creditBalanceByImport = SQLText("CREATE INDEX credit_balance_by_import ON credit_balance (import_id)")

    static let invoiceLine = SQLText(
        """
        CREATE TABLE invoice_line (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            partner_id BLOB,
            month INTEGER NOT NULL,
            invoice TEXT NOT NULL,
            customer_id BLOB NOT NULL,
            plan_id BLOB,
            product_id TEXT NOT NULL,
            sku_id TEXT NOT NULL,
            availability_id TEXT NOT NULL,
            product_name TEXT NOT NULL,
            sku_name TEXT NOT NULL,
            charge_type TEXT NOT NULL,
            category INTEGER NOT NULL,
            unit_price TEXT NOT NULL,
            effective_unit_price TEXT NOT NULL,
            quantity TEXT NOT NULL,
            billable_quantity TEXT NOT NULL,
            subtotal TEXT NOT NULL,
            tax TEXT NOT NULL,
            total TEXT NOT NULL,
            currency TEXT NOT NULL,
            pricing_currency TEXT,
            exchange_rate TEXT,
            exchange_rate_day INTEGER,
            price_adjustment TEXT,
            credit_reason TEXT,
            benefit_order_id TEXT,
            term TEXT,
            charge_start INTEGER,
            charge_end INTEGER
        )
        """)
    static let invoiceLineByImport = SQLText("CREATE INDEX invoice_line_by_import ON invoice_line (import_id)")

    static let managedService = SQLText(
        """
        CREATE TABLE managed_service (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            service_id TEXT NOT NULL,
            customer_id BLOB NOT NULL,
            kind INTEGER NOT NULL,
            scope TEXT NOT NULL,
            since_day INTEGER NOT NULL,
            until_day INTEGER
        )
        """)
    static let managedServiceByImport = SQLText("CREATE INDEX managed_service_by_import ON managed_service (import_id)")

    static let serviceCheck = SQLText(
        """
        CREATE TABLE service_check (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            service_id TEXT NOT NULL,
            at INTEGER NOT NULL,
            metric TEXT NOT NULL,
            value TEXT,
            unit TEXT,
            severity INTEGER NOT NULL,
            note TEXT
        )
        """)
    static let serviceCheckByImport = SQLText("CREATE INDEX service_check_by_import ON service_check (import_id)")

    static let signIn = SQLText(
        """
        CREATE TABLE sign_in (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            user_id TEXT NOT NULL,
            day INTEGER NOT NULL,
            portal_total INTEGER NOT NULL,
            portal_mfa INTEGER NOT NULL,
            api_user_total INTEGER NOT NULL,
            api_user_mfa INTEGER NOT NULL,
            is_enabled INTEGER NOT NULL,
            is_registered INTEGER NOT NULL
        )
        """)
    static let signInByImport = SQLText("CREATE INDEX sign_in_by_import ON sign_in (import_id)")

    /// The newest check of a service, and a stretch of them, are one walk.
    static let serviceCheckByService = SQLText(
        "CREATE INDEX service_check_by_service ON service_check (service_id, at)")
    /// Tenants of the partners whose files they are.
    static let importPartners = SQLText("ALTER TABLE import ADD COLUMN partners TEXT NOT NULL DEFAULT ''")
    static let invoiceLineByMonth = SQLText("CREATE INDEX invoice_line_by_month ON invoice_line (month)")
}
