extension TextCatalogue {
    /// The English sentences of explanations, labels and refusals; the other languages have the same keys.
    package static let english = TextCatalogue(
        .english,
        [
            "interval.open": "from {from}, without an end",
            "interval.closed": "from {from} until {until}",

            "partner.billed": "Microsoft bills the partner for this line.",
            "partner.transferred":
                "On {day} another partner was billed for the subscription (PartnerID {partner}): it was transferred.",
            "partner.notBilled":
                "Microsoft does not bill this partner ({kind}) for the line; only the billed partner earns.",
            "agreement.active": "The partner's programme agreement was active on {day}.",
            "agreement.inactive": "The partner's programme agreement was not active for all of {day}.",
            "agreement.unknown":
                "The partner file does not say when the programme agreement was active; taken as active.",

            "product.LEGACY_OFFER.passed": "The line is not of the previous Azure offer MS-AZR-0145P.",
            "product.LEGACY_OFFER.failed":
                "The line is of the previous Azure offer MS-AZR-0145P, which has no credit.",
            "product.NOT_AZURE_PLAN.passed": "The line is Azure plan consumption.",
            "product.NOT_AZURE_PLAN.failed": "The line is not Azure plan consumption.",
            "product.RESERVATION.passed": "The product is not a reservation.",
            "product.RESERVATION.failed": "Product {product} {sku} is a reservation or paid by one; it earns nothing.",
            "product.SAVINGS_PLAN.passed": "No savings plan covers the usage.",
            "product.SAVINGS_PLAN.failed": "A savings plan covers the usage; it earns nothing.",
            "product.SPOT_VM.passed": "The usage is not of a Spot virtual machine.",
            "product.SPOT_VM.failed": "The usage is of a Spot virtual machine; it earns nothing.",
            "product.MARKETPLACE.passed": "The product is not of the Marketplace price list.",
            "product.MARKETPLACE.failed":
                "Product {product} {sku} is of the Marketplace price list; it earns nothing.",
            "product.THIRD_PARTY.passed": "The product is Microsoft's own.",
            "product.THIRD_PARTY.failed":
                "The price sheet marks product {product} {sku} as third party; it earns nothing.",
            "product.TELCO_PAYG.passed": "The product is not telco pay-as-you-go.",
            "product.TELCO_PAYG.failed": "Product {product} is telco pay-as-you-go; it earns nothing.",
            "product.NOT_IN_PRICE_LIST.passed":
                "The product is in the consumption price list of market {market} on {day}.",
            "product.NOT_IN_PRICE_LIST.failed":
                "Product {product} {sku} is not in the consumption price list of market {market} on {day}.",
            "product.NOT_IN_PRICE_LIST.skipped":
                "No consumption price list of market {market} for {day} was imported; not checked.",
            "product.NOT_IN_PRICE_LIST.passed.noMarket": "The product is in the consumption price list on {day}.",
            "product.NOT_IN_PRICE_LIST.failed.noMarket":
                "Product {product} {sku} is not in the consumption price list on {day}.",
            "product.AZURE_CREDIT_APPLIED.none": "No Azure credit paid the line.",
            "product.AZURE_CREDIT_APPLIED.passed": "An Azure credit paid {percent} of the line; the rest may earn.",
            "product.AZURE_CREDIT_APPLIED.failed": "An Azure credit paid all of the line; nothing is left to earn on.",

            "access.none": "No role of the partner is known here on {day}.",
            "grant.passed": "The role {role} on {scope} ({path}), {interval}, counts.",
            "grant.WRONG_PARTNER_ACCESS":
                "The role {role} on {scope} ({path}) belongs to a partner that is neither billed nor reseller of record.",
            "grant.SCOPE_MISMATCH": "The role {role} ({path}) sits on {scope}, which does not reach the resource.",
            "grant.ROLE_NOT_ELIGIBLE": "The role {role} on {scope} ({path}) is on Microsoft's list as not eligible.",
            "grant.ROLE_UNKNOWN": "The role {role} on {scope} ({path}) is not on Microsoft's list.",
            "grant.AOBO_GROUP_MISMATCH":
                "The foreign principal with the role {role} on {scope} is not the AdminAgents or HelpdeskAgents group of the partner or the reseller of record.",
            "grant.PARTNER_ID_NOT_LINKED":
                "Nobody behind the role {role} on {scope} ({path}) was linked to a PartnerID on that day.",
            "grant.PARTNER_ID_WRONG_ORG":
                "The holder of the role {role} on {scope} ({path}) is linked to the PartnerID of another organisation.",
            "grant.DENY_ASSIGNMENT": "A deny assignment blocks the role {role} on {scope} ({path}).",
            "grant.JIT_NOT_ACTIVE": "The role {role} on {scope} ({path}) is just-in-time and was not active.",

            "day.covered": "That role held for all of {day}.",
            "day.coveredTogether":
                "{count, plural, one {The role} other {Together the # roles}} left no gap on {day}.",
            "day.ACCESS_NOT_YET_GRANTED": "Access began only after {day} ({interval}).",
            "day.ACCESS_REMOVED": "Access had ended before {day} ({interval}).",
            "day.ACCESS_NOT_FULL_DAY": "Access held for a part of {day} only ({interval}); it must hold all day.",

            "summary.OK_ELIGIBLE": "The line of {day} earns {rate} partner earned credit.",
            "summary.PARTNER_NOT_BILLED": "No credit: Microsoft does not bill this partner.",
            "summary.PROGRAM_AGREEMENT_INACTIVE":
                "No credit: the partner's programme agreement was not active on {day}.",
            "summary.LEGACY_OFFER": "No credit: the previous Azure offer has none.",
            "summary.NOT_AZURE_PLAN": "No credit: not Azure plan consumption.",
            "summary.RESERVATION": "No credit: a reservation.",
            "summary.SAVINGS_PLAN": "No credit: covered by a savings plan.",
            "summary.SPOT_VM": "No credit: a Spot virtual machine.",
            "summary.MARKETPLACE": "No credit: a Marketplace product.",
            "summary.THIRD_PARTY": "No credit: a third-party product.",
            "summary.TELCO_PAYG": "No credit: telco pay-as-you-go.",
            "summary.NOT_IN_PRICE_LIST": "No credit: the product is in no consumption price list.",
            "summary.AZURE_CREDIT_APPLIED": "No credit: an Azure credit paid the line.",
            "summary.NO_ACCESS": "Missed credit: the partner had no access on {day}.",
            "summary.WRONG_PARTNER_ACCESS": "Missed credit: only another partner had access on {day}.",
            "summary.SCOPE_MISMATCH": "Missed credit: the partner's access does not reach the resource.",
            "summary.ROLE_NOT_ELIGIBLE": "Missed credit: the partner's role is not eligible.",
            "summary.ROLE_UNKNOWN": "Missed credit: the partner's role is not on Microsoft's list.",
            "summary.AOBO_GROUP_MISMATCH": "Missed credit: the foreign principal is not the right group.",
            "summary.PARTNER_ID_NOT_LINKED": "Missed credit: no PartnerID was linked on {day}.",
            "summary.PARTNER_ID_WRONG_ORG": "Missed credit: the linked PartnerID is of another organisation.",
            "summary.DENY_ASSIGNMENT": "Missed credit: a deny assignment blocked the access on {day}.",
            "summary.JIT_NOT_ACTIVE": "Missed credit: the just-in-time role was not active on {day}.",
            "summary.ACCESS_NOT_YET_GRANTED": "Missed credit: access began after {day}.",
            "summary.ACCESS_REMOVED": "Missed credit: access had ended before {day}.",
            "summary.ACCESS_NOT_FULL_DAY": "Missed credit: access held for a part of {day} only.",

            "formula.METER_MONTH":
                "{units} units at {price} less {rate}, cut to 2 decimals, cost {cost}; by unit that is {effective}.",
            "formula.TIERED_MONTH":
                "The quantity {quantity} is spread over the tiers from the bottom, each part rounded.",
            "formula.TIERED_MONTH.part": "{quantity} units at {price}, after credit {effective}: {subtotal}.",
            "formula.RECON_LINE.USAGE":
                "Price {price} × quantity {quantity}, rounded to 2 decimals, × rate {exchange}, rounded again: {subtotal}.",
            "formula.RECON_LINE.LICENSE":
                "Price {price} × rate {exchange}, rounded to 2 decimals, × quantity {quantity}: {subtotal}.",
            "formula.RECON_LINE.total": "With tax {tax} the total is {total}.",
            "formula.RECON_PEC": "The adjustment text names {percent} partner earned credit.",
            "formula.RECON_PEC.none": "The adjustment text names no partner earned credit.",
            "formula.RECON_MONTH": "{quantity} units at {effective}: {subtotal}.",
            "formula.RECON_CREDIT": "Line of type {type}: {subtotal}.",
            "formula.RECON_CREDIT.net": "Together {net}.",
            "formula.PRODUCT": "Price {price} × quantity {quantity} = {total}, exactly.",
            "formula.SAVINGS_PLAN":
                "An hour costs {planRate} under the plan; the commitment covers {covered} hours and {payg} are paid as you go.",
            "formula.OVERAGE": "Fee {fee} and {units} units at {rate} make {total}.",
            "formula.ACO_BALANCE":
                "{current} used since the start less {previous} until last month: {used} this month.",
            "formula.MFA_METRIC": "{with} of {counted} count: {percent}.",
            "formula.FX": "One {currency} is {usd} US dollars, so one dollar is {rate}.",

            "label.reason.OK_ELIGIBLE": "Earns credit",
            "label.reason.PARTNER_NOT_BILLED": "Partner is not billed",
            "label.reason.PROGRAM_AGREEMENT_INACTIVE": "Programme agreement inactive",
            "label.reason.LEGACY_OFFER": "Previous Azure offer",
            "label.reason.NOT_AZURE_PLAN": "Not Azure plan usage",
            "label.reason.RESERVATION": "Reservation",
            "label.reason.SAVINGS_PLAN": "Savings plan",
            "label.reason.SPOT_VM": "Spot virtual machine",
            "label.reason.MARKETPLACE": "Marketplace product",
            "label.reason.THIRD_PARTY": "Third-party product",
            "label.reason.TELCO_PAYG": "Telco pay-as-you-go",
            "label.reason.NOT_IN_PRICE_LIST": "Not in the price list",
            "label.reason.AZURE_CREDIT_APPLIED": "Paid by Azure credit",
            "label.reason.NO_ACCESS": "No access",
            "label.reason.WRONG_PARTNER_ACCESS": "Access of another partner",
            "label.reason.SCOPE_MISMATCH": "Access elsewhere",
            "label.reason.ROLE_NOT_ELIGIBLE": "Role does not earn",
            "label.reason.ROLE_UNKNOWN": "Role not listed",
            "label.reason.AOBO_GROUP_MISMATCH": "Foreign principal of another group",
            "label.reason.PARTNER_ID_NOT_LINKED": "Partner id not linked",
            "label.reason.PARTNER_ID_WRONG_ORG": "Partner id of another organisation",
            "label.reason.DENY_ASSIGNMENT": "Deny assignment",
            "label.reason.JIT_NOT_ACTIVE": "Just-in-time role not active",
            "label.reason.ACCESS_NOT_YET_GRANTED": "Access not yet granted",
            "label.reason.ACCESS_REMOVED": "Access removed",
            "label.reason.ACCESS_NOT_FULL_DAY": "Access for part of the day",
            "label.path.AOBO": "admin on behalf of",
            "label.path.LIGHTHOUSE_OFFER": "Azure Lighthouse offer",
            "label.path.LIGHTHOUSE_ARM": "Azure Lighthouse template",
            "label.path.DIRECT_RBAC": "direct role",
            "label.kind.DIRECT_BILL": "direct-bill partner",
            "label.kind.INDIRECT_PROVIDER": "indirect provider",
            "label.kind.INDIRECT_RESELLER": "indirect reseller",
            "label.kind.ADVISOR": "advisor",
            "label.kind.CONTROL_PANEL_VENDOR": "control panel vendor",
            "label.role.GLOBAL_ADMIN": "global admin",
            "label.role.USER_MANAGEMENT_ADMIN": "user management admin",
            "label.role.ADMIN_AGENT": "admin agent",
            "label.role.BILLING_ADMIN": "billing admin",
            "label.role.SALES_AGENT": "sales agent",
            "label.role.HELPDESK_AGENT": "helpdesk agent",
            "label.none.RESELLER": "Direct sale",
            "label.none.RESOURCE_GROUP": "No resource group",
            "label.none.COUNTRY": "Country not known",
            "label.none.METER_CATEGORY": "No meter category",
            "label.none": "Not known",

            "missing.PARTNER":
                "No partner is known, so nothing can be decided. Import the partner file (ImportKind PARTNER).",
            "missing.PRICE_SHEET":
                "No consumption price sheet of market {market} for {month} was imported, so nobody checked whether the products are in it. Import that price sheet (PRICE_SHEET).",
            "missing.PRICE_SHEET.noMarket":
                "The customer's country is not known, so no price list was looked into. Import the customers (CUSTOMERS).",
            "missing.ROLE_ASSIGNMENTS":
                "No list of role assignments and no access grant of subscription {subscription} was imported, so its lines count as without access. Import its role assignments (ROLE_ASSIGNMENTS).",

            "risk.now":
                "{subscription} earns no credit from {day} on: {reason}. In the last {count, plural, one {day} other {# days}} that was {amount} {currency} a day.",
            "risk.mfa":
                "On {day} {accounts, plural, one {# account} other {# accounts}} of the partner lacked multi-factor authentication. Microsoft requires it of every account and may block access on behalf of customers without it: at {customer} that access earned {amount} {currency} a day in the last {count, plural, one {day} other {# days}}.",
            "risk.later":
                "{subscription} will earn no credit from {day} on: {reason}. In the last {count, plural, one {day} other {# days}} that was {amount} {currency} a day.",

            "error.ROLE_REQUIRED": "This needs one of these Partner Center roles: {roles}.",
            "error.PARTNER_UNKNOWN": "No partner is known. Import the partner file (ImportKind PARTNER) first.",
            "error.PARTNER_KIND":
                "A partner of this kind ({kind}) cannot do this; a direct-bill partner or an indirect provider does it.",
            "error.CUSTOMER_NOT_FOUND": "There is no such customer among those that you may see.",
            "error.SUBSCRIPTION_NOT_FOUND": "There is no such subscription among those that you may see.",
            "error.GRANT_NOT_FOUND": "There is no such access grant among those that you may see.",
            "error.SERVICE_NOT_FOUND": "There is no such managed service among those that you may see.",
            "error.TENANT_NOT_FOUND": "The tenant is neither that of a customer that you may see nor a partner's.",
            "error.RESELLER_NOT_FOUND": "There is no such reseller.",
            "error.RESELLER_NOT_ALLOWED": "A direct-bill partner sells without a reseller of record.",
            "error.RELATIONSHIP_MISSING": "The customer has no reseller relationship with the partner.",
            "error.KEY_REUSED": "This clientMutationId was used before with other input. Take a new one.",
            "error.AGREEMENT_MISSING":
                "The Microsoft Customer Agreement is not confirmed for this customer; Microsoft refuses the order (13605). Confirm it first.",
            "error.AGREEMENT_DATE_IN_FUTURE":
                "{day} is in the future; an agreement is confirmed after it was accepted.",
            "error.AGREEMENT_NOT_YET_OFFERED":
                "The Microsoft Customer Agreement exists since {day}; it cannot have been accepted before.",
            "error.AGREEMENT_RETIRED":
                "The Microsoft Cloud Agreement left the programme on {day}; confirm the Microsoft Customer Agreement instead.",
            "error.AGREEMENT_REPEATED":
                "The same agreement is confirmed already (600061). Only another contact makes a new record.",
            "error.CONTACT_NAME_MISSING": "The contact needs a first and a last name.",
            "error.CONTACT_EMAIL_INVALID": "This is not an e-mail address.",
            "error.PLAN_EXISTS":
                "The customer has an Azure plan already: one for each customer, or one for each reseller.",
            "error.PLAN_MISSING": "The customer has no Azure plan. Create it first.",
            "error.PLAN_NOT_ACTIVE": "The Azure plan is not active, so no subscription can be added to it.",
            "error.PLAN_AMBIGUOUS":
                "The customer has {count, plural, one {# Azure plan} other {# Azure plans}}. Say which one is meant.",
            "error.SUBSCRIPTION_EXISTS": "An Azure subscription with this id is known already.",
            "error.NAME_INVALID": "A name has 1 to {count, plural, one {# character} other {# characters}}.",
            "error.ID_INVALID": "This is not a GUID such as 196e2273-9651-43a3-ba7e-7cbcd918fc40.",
            "error.GROUP_UNKNOWN":
                "The AdminAgents group of the partner's tenant is not known, so its access cannot be recorded. Import a partner file that names it.",
            "error.NOT_LEGACY": "The subscription is under the Azure plan already.",
            "error.SUBSCRIPTION_SUSPENDED":
                "The subscription is suspended and cannot move (900105). Reactivate it first.",
            "error.NO_AZURE_SUBSCRIPTION": "There is no Azure subscription that could move (900108).",
            "error.SHARED_SERVICES": "A subscription for partner shared services cannot move (900119).",
            "error.BOUGHT_TOO_RECENTLY":
                "The subscription was bought too recently (900130). Try again after {instant}.",
            "error.SCOPE_INVALID":
                "The scope must be the Azure id of a subscription, a resource group, a resource or a management group.",
            "error.SCOPE_NOT_DELEGABLE": "Azure Lighthouse delegates subscriptions and resource groups only.",
            "error.ROLE_INVALID": "Name a role, or give its definition id.",
            "error.ROLE_NOT_DELEGABLE": "The role {role} cannot be delegated by Azure Lighthouse.",
            "error.HOLDER_KIND_MISMATCH":
                "A foreign principal holds roles on behalf of the customer (AOBO), and nobody else does.",
            "error.INTERVAL_INVERTED": "The end must lie after the begin.",
            "error.ACTIVATION_NEEDS_END": "A time-bound assignment needs an end.",
            "error.GRANT_EXISTS": "The same access is recorded already.",
            "error.REMOVAL_BEFORE_BEGIN": "The access began only at {instant}; it cannot end before.",
            "error.ALREADY_ENDED": "The access ended at {instant} already.",
            "error.LINK_EXISTS": "The same link is recorded already.",
            "error.PARTNER_ID_INVALID":
                "A PartnerID has digits only, at most {count, plural, one {# digit} other {# digits}}.",
            "error.DATE_IN_FUTURE": "{instant} is in the future; a check is recorded after it was made.",
            "error.OUTSIDE_SERVICE": "The service did not run at {instant}.",
            "error.METRIC_INVALID":
                "Name what was measured, in 1 to {count, plural, one {# character} other {# characters}}.",
            "error.CHECK_EXISTS": "A check of this metric at this instant is recorded already.",

            "offer.AGREEMENT": "Agreement",
            "offer.AGREEMENT.AZURE_PLAN": "Microsoft Customer Agreement",
            "offer.AGREEMENT.LEGACY_MS_AZR_0145P":
                "Microsoft Cloud Agreement; for new orders since 2020-02-01 the Microsoft Customer Agreement",
            "offer.PRICE": "Price",
            "offer.PRICE.AZURE_PLAN": "Pay-as-you-go, the same in every sales channel, in US dollars",
            "offer.PRICE.LEGACY_MS_AZR_0145P": "The partner's price list, in local currencies",
            "offer.REWARD": "The partner's reward",
            "offer.REWARD.AZURE_PLAN": "Partner earned credit for each day of access",
            "offer.REWARD.LEGACY_MS_AZR_0145P": "Built into the price",
            "offer.CONTAINER": "Container",
            "offer.CONTAINER.AZURE_PLAN": "One plan with many subscriptions",
            "offer.CONTAINER.LEGACY_MS_AZR_0145P": "One order for each subscription",
            "offer.BILLING_CURRENCY": "Currency of the bill",
            "offer.BILLING_CURRENCY.AZURE_PLAN":
                "That of the partner's location; before 2021-01-28 that of the customer's",
            "offer.BILLING_CURRENCY.LEGACY_MS_AZR_0145P": "The local one",
            "offer.INVOICE": "Invoice",
            "offer.INVOICE.AZURE_PLAN": "Begins with G; calendar month, payable within 60 days",
            "offer.INVOICE.LEGACY_MS_AZR_0145P": "Begins with D",
            "offer.USAGE_DATA": "Usage data",
            "offer.USAGE_DATA.AZURE_PLAN": "Daily rated usage, billed and unbilled",
            "offer.USAGE_DATA.LEGACY_MS_AZR_0145P": "Usage-based reconciliation file",
            "offer.NEW_SERVICES": "New services",
            "offer.NEW_SERVICES.AZURE_PLAN": "When they are generally available",
            "offer.NEW_SERVICES.LEGACY_MS_AZR_0145P": "Services of Azure Resource Manager",
            "offer.PURCHASABLE": "Can be bought",
            "offer.PURCHASABLE.AZURE_PLAN": "Yes",
            "offer.PURCHASABLE.LEGACY_MS_AZR_0145P":
                "Only by partners enrolled before 2021-07-21 for customers who had it",
            "offer.CREDIT": "Partner earned credit",
            "offer.CREDIT.AZURE_PLAN": "Yes",
            "offer.CREDIT.LEGACY_MS_AZR_0145P": "No",
        ])
}
