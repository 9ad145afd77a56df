extension TextCatalogue {
    /// The English sentences of explanations; the other languages have the same keys.
    package static let english = TextCatalogue(
        locale: "en",
        texts: [
            "interval.open": "from {from}, open",
            "interval.closed": "from {from} until {until}",

            "partner.billed": "Microsoft bills the partner for this line.",
            "partner.notBilled":
                "Microsoft does not bill this partner ({kind}) for the line; only the billed partner earns.",
            "agreement.active": "The partner's programme agreement was active on {day}.",
            "agreement.inactive": "The partner's programme agreement was not active for all of {day}.",
            "agreement.unknown":
                "The partner file does not say when the programme agreement was active; taken as active.",

            "product.LEGACY_OFFER.passed": "The line is not of the previous Azure offer MS-AZR-0145P.",
            "product.LEGACY_OFFER.failed": "The line is of the previous Azure offer MS-AZR-0145P, which has no credit.",
            "product.NOT_AZURE_PLAN.passed": "The line is Azure plan consumption.",
            "product.NOT_AZURE_PLAN.failed": "The line is not Azure plan consumption.",
            "product.RESERVATION.passed": "The product is not a reservation.",
            "product.RESERVATION.failed": "Product {product} {sku} is a reservation or paid by one; it earns nothing.",
            "product.SAVINGS_PLAN.passed": "No savings plan covers the usage.",
            "product.SAVINGS_PLAN.failed": "A savings plan covers the usage; it earns nothing.",
            "product.SPOT_VM.passed": "The usage is not of a Spot virtual machine.",
            "product.SPOT_VM.failed": "The usage is of a Spot virtual machine; it earns nothing.",
            "product.MARKETPLACE.passed": "The product is not of the Marketplace price list.",
            "product.MARKETPLACE.failed": "Product {product} {sku} is of the Marketplace price list; it earns nothing.",
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
                "The foreign principal with the role {role} on {scope} is not the AdminAgents or HelpdeskAgents group "
                + "of the partner or the reseller of record.",
            "grant.PARTNER_ID_NOT_LINKED":
                "Nobody behind the role {role} on {scope} ({path}) was linked to a PartnerID on that day.",
            "grant.PARTNER_ID_WRONG_ORG":
                "The holder of the role {role} on {scope} ({path}) is linked to the PartnerID of another organisation.",
            "grant.DENY_ASSIGNMENT": "A deny assignment blocks the role {role} on {scope} ({path}).",
            "grant.JIT_NOT_ACTIVE": "The role {role} on {scope} ({path}) is just-in-time and was not active.",

            "day.covered": "That role held for all of {day}.",
            "day.coveredTogether": "Together the roles left no gap on {day}.",
            "day.ACCESS_NOT_YET_GRANTED": "Access began only after {day} ({interval}).",
            "day.ACCESS_REMOVED": "Access had ended before {day} ({interval}).",
            "day.ACCESS_NOT_FULL_DAY": "Access held for a part of {day} only ({interval}); it must hold all day.",

            "summary.OK_ELIGIBLE": "The line of {day} earns {rate}.",
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
                "An hour costs {planRate} under the plan; the commitment covers {covered} hours and {payg} are paid as "
                + "you go.",
            "formula.OVERAGE": "Fee {fee} and {units} units at {rate} make {total}.",
            "formula.ACO_BALANCE":
                "{current} used since the start less {previous} until last month: {used} this month.",
            "formula.MFA_METRIC": "{with} of {counted} count: {percent}.",
            "formula.FX": "One {currency} is {usd} US dollars, so one dollar is {rate}.",
        ])
}
