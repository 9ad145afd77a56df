extension TextCatalogue {
    /// The same in Swedish.
    package static let swedish = TextCatalogue(
        .swedish,
        [
            "interval.open": "från {from}, utan slut",
            "interval.closed": "från {from} till {until}",

            "partner.billed": "Microsoft fakturerar partnern för raden.",
            "partner.transferred":
                "Den {day} fakturerades prenumerationen till en annan partner (PartnerID {partner}): den har överförts.",
            "partner.notBilled":
                "Microsoft fakturerar inte den här partnern ({kind}) för raden; bara faktureringspartnern tjänar kredit.",
            "agreement.active": "Partnerns programavtal var aktivt den {day}.",
            "agreement.inactive": "Partnerns programavtal var inte aktivt hela dagen den {day}.",
            "agreement.unknown": "Partnerfilen säger inte när programavtalet var aktivt; det antas vara aktivt.",

            "product.LEGACY_OFFER.passed": "Raden hör inte till det tidigare Azure-erbjudandet MS-AZR-0145P.",
            "product.LEGACY_OFFER.failed":
                "Raden hör till det tidigare Azure-erbjudandet MS-AZR-0145P, som inte ger någon kredit.",
            "product.NOT_AZURE_PLAN.passed": "Raden är förbrukning inom Azure-plan.",
            "product.NOT_AZURE_PLAN.failed": "Raden är inte förbrukning inom Azure-plan.",
            "product.RESERVATION.passed": "Produkten är ingen reservation.",
            "product.RESERVATION.failed":
                "Produkten {product} {sku} är en reservation eller betalas av en; den ger ingenting.",
            "product.SAVINGS_PLAN.passed": "Ingen sparplan täcker användningen.",
            "product.SAVINGS_PLAN.failed": "En sparplan täcker användningen; den ger ingenting.",
            "product.SPOT_VM.passed": "Användningen kommer inte från en virtuell Spot-dator.",
            "product.SPOT_VM.failed": "Användningen kommer från en virtuell Spot-dator; den ger ingenting.",
            "product.MARKETPLACE.passed": "Produkten finns inte i Marketplace-prislistan.",
            "product.MARKETPLACE.failed":
                "Produkten {product} {sku} finns i Marketplace-prislistan; den ger ingenting.",
            "product.THIRD_PARTY.passed": "Produkten är Microsofts egen.",
            "product.THIRD_PARTY.failed":
                "Prislistan märker produkten {product} {sku} som tredje parts; den ger ingenting.",
            "product.TELCO_PAYG.passed": "Produkten är inte telekom enligt användning.",
            "product.TELCO_PAYG.failed": "Produkten {product} är telekom enligt användning; den ger ingenting.",
            "product.NOT_IN_PRICE_LIST.passed":
                "Produkten finns i förbrukningsprislistan för marknaden {market} den {day}.",
            "product.NOT_IN_PRICE_LIST.failed":
                "Produkten {product} {sku} finns inte i förbrukningsprislistan för marknaden {market} den {day}.",
            "product.NOT_IN_PRICE_LIST.skipped":
                "Ingen förbrukningsprislista för marknaden {market} den {day} har importerats; inte kontrollerat.",
            "product.NOT_IN_PRICE_LIST.passed.noMarket": "Produkten finns i förbrukningsprislistan den {day}.",
            "product.NOT_IN_PRICE_LIST.failed.noMarket":
                "Produkten {product} {sku} finns inte i förbrukningsprislistan den {day}.",
            "product.AZURE_CREDIT_APPLIED.none": "Ingen Azure-kredit har betalat raden.",
            "product.AZURE_CREDIT_APPLIED.passed":
                "En Azure-kredit har betalat {percent} av raden; resten kan ge kredit.",
            "product.AZURE_CREDIT_APPLIED.failed":
                "En Azure-kredit har betalat hela raden; inget finns kvar att tjäna på.",

            "access.none": "Ingen roll för partnern är känd här den {day}.",
            "grant.passed": "Rollen {role} på {scope} ({path}), {interval}, räknas.",
            "grant.WRONG_PARTNER_ACCESS":
                "Rollen {role} på {scope} ({path}) tillhör en partner som varken är faktureringspartner eller registrerad återförsäljare.",
            "grant.SCOPE_MISMATCH": "Rollen {role} ({path}) ligger på {scope}, som inte når resursen.",
            "grant.ROLE_NOT_ELIGIBLE":
                "Rollen {role} på {scope} ({path}) står på Microsofts lista som inte berättigad.",
            "grant.ROLE_UNKNOWN": "Rollen {role} på {scope} ({path}) står inte på Microsofts lista.",
            "grant.AOBO_GROUP_MISMATCH":
                "Det främmande huvudkontot med rollen {role} på {scope} är inte gruppen AdminAgents eller HelpdeskAgents hos partnern eller den registrerade återförsäljaren.",
            "grant.PARTNER_ID_NOT_LINKED":
                "Ingen bakom rollen {role} på {scope} ({path}) var länkad till ett PartnerID den dagen.",
            "grant.PARTNER_ID_WRONG_ORG":
                "Innehavaren av rollen {role} på {scope} ({path}) är länkad till en annan organisations PartnerID.",
            "grant.DENY_ASSIGNMENT": "En nekandetilldelning blockerar rollen {role} på {scope} ({path}).",
            "grant.JIT_NOT_ACTIVE": "Rollen {role} på {scope} ({path}) är just-in-time och var inte aktiverad.",

            "day.covered": "Den rollen gällde hela dagen den {day}.",
            "day.coveredTogether":
                "{count, plural, one {Rollen} other {De # rollerna tillsammans}} lämnade ingen lucka den {day}.",
            "day.ACCESS_NOT_YET_GRANTED": "Åtkomsten började först efter den {day} ({interval}).",
            "day.ACCESS_REMOVED": "Åtkomsten hade upphört före den {day} ({interval}).",
            "day.ACCESS_NOT_FULL_DAY":
                "Åtkomsten gällde bara en del av den {day} ({interval}); den måste gälla hela dagen.",

            "summary.OK_ELIGIBLE": "Raden för den {day} ger {rate} partnerintjänad kredit.",
            "summary.PARTNER_NOT_BILLED": "Ingen kredit: Microsoft fakturerar inte den här partnern.",
            "summary.PROGRAM_AGREEMENT_INACTIVE": "Ingen kredit: partnerns programavtal var inte aktivt den {day}.",
            "summary.LEGACY_OFFER": "Ingen kredit: det tidigare Azure-erbjudandet ger ingen.",
            "summary.NOT_AZURE_PLAN": "Ingen kredit: inte förbrukning inom Azure-plan.",
            "summary.RESERVATION": "Ingen kredit: en reservation.",
            "summary.SAVINGS_PLAN": "Ingen kredit: täcks av en sparplan.",
            "summary.SPOT_VM": "Ingen kredit: en virtuell Spot-dator.",
            "summary.MARKETPLACE": "Ingen kredit: en Marketplace-produkt.",
            "summary.THIRD_PARTY": "Ingen kredit: en produkt från tredje part.",
            "summary.TELCO_PAYG": "Ingen kredit: telekom enligt användning.",
            "summary.NOT_IN_PRICE_LIST": "Ingen kredit: produkten finns i ingen förbrukningsprislista.",
            "summary.AZURE_CREDIT_APPLIED": "Ingen kredit: en Azure-kredit har betalat raden.",
            "summary.NO_ACCESS": "Missad kredit: partnern saknade åtkomst den {day}.",
            "summary.WRONG_PARTNER_ACCESS": "Missad kredit: bara en annan partner hade åtkomst den {day}.",
            "summary.SCOPE_MISMATCH": "Missad kredit: partnerns åtkomst når inte resursen.",
            "summary.ROLE_NOT_ELIGIBLE": "Missad kredit: partnerns roll är inte berättigad.",
            "summary.ROLE_UNKNOWN": "Missad kredit: partnerns roll står inte på Microsofts lista.",
            "summary.AOBO_GROUP_MISMATCH": "Missad kredit: det främmande huvudkontot är inte rätt grupp.",
            "summary.PARTNER_ID_NOT_LINKED": "Missad kredit: inget PartnerID var länkat den {day}.",
            "summary.PARTNER_ID_WRONG_ORG": "Missad kredit: det länkade PartnerID:t tillhör en annan organisation.",
            "summary.DENY_ASSIGNMENT": "Missad kredit: en nekandetilldelning blockerade åtkomsten den {day}.",
            "summary.JIT_NOT_ACTIVE": "Missad kredit: just-in-time-rollen var inte aktiverad den {day}.",
            "summary.ACCESS_NOT_YET_GRANTED": "Missad kredit: åtkomsten började efter den {day}.",
            "summary.ACCESS_REMOVED": "Missad kredit: åtkomsten hade upphört före den {day}.",
            "summary.ACCESS_NOT_FULL_DAY": "Missad kredit: åtkomsten gällde bara en del av den {day}.",

            "formula.METER_MONTH":
                "{units} enheter à {price} minus {rate}, avkortat till 2 decimaler, kostar {cost}; per enhet blir det {effective}.",
            "formula.TIERED_MONTH": "Mängden {quantity} fördelas över nivåerna nedifrån och varje del avrundas.",
            "formula.TIERED_MONTH.part": "{quantity} enheter à {price}, efter kredit {effective}: {subtotal}.",
            "formula.RECON_LINE.USAGE":
                "Pris {price} × mängd {quantity}, avrundat till 2 decimaler, × kurs {exchange}, avrundat igen: {subtotal}.",
            "formula.RECON_LINE.LICENSE":
                "Pris {price} × kurs {exchange}, avrundat till 2 decimaler, × mängd {quantity}: {subtotal}.",
            "formula.RECON_LINE.total": "Med skatt {tax} blir summan {total}.",
            "formula.RECON_PEC": "Justeringstexten nämner {percent} partnerintjänad kredit.",
            "formula.RECON_PEC.none": "Justeringstexten nämner ingen partnerintjänad kredit.",
            "formula.RECON_MONTH": "{quantity} enheter à {effective}: {subtotal}.",
            "formula.RECON_CREDIT": "Rad av typen {type}: {subtotal}.",
            "formula.RECON_CREDIT.net": "Tillsammans {net}.",
            "formula.PRODUCT": "Pris {price} × mängd {quantity} = {total}, exakt.",
            "formula.SAVINGS_PLAN":
                "En timme kostar {planRate} enligt planen; åtagandet täcker {covered} timmar och {payg} betalas enligt användning.",
            "formula.OVERAGE": "Avgift {fee} och {units} enheter à {rate} blir {total}.",
            "formula.ACO_BALANCE":
                "{current} använt sedan början minus {previous} till och med förra månaden: {used} denna månad.",
            "formula.MFA_METRIC": "{with} av {counted} räknas: {percent}.",
            "formula.FX": "En {currency} är {usd} US-dollar, så en dollar är {rate}.",

            "label.reason.OK_ELIGIBLE": "Ger kredit",
            "label.reason.PARTNER_NOT_BILLED": "Partnern faktureras inte",
            "label.reason.PROGRAM_AGREEMENT_INACTIVE": "Programavtalet inte aktivt",
            "label.reason.LEGACY_OFFER": "Tidigare Azure-erbjudande",
            "label.reason.NOT_AZURE_PLAN": "Inte inom Azure-plan",
            "label.reason.RESERVATION": "Reservation",
            "label.reason.SAVINGS_PLAN": "Sparplan",
            "label.reason.SPOT_VM": "Virtuell Spot-dator",
            "label.reason.MARKETPLACE": "Marketplace-produkt",
            "label.reason.THIRD_PARTY": "Produkt från tredje part",
            "label.reason.TELCO_PAYG": "Telekom enligt användning",
            "label.reason.NOT_IN_PRICE_LIST": "Inte i prislistan",
            "label.reason.AZURE_CREDIT_APPLIED": "Betalt med Azure-kredit",
            "label.reason.NO_ACCESS": "Ingen åtkomst",
            "label.reason.WRONG_PARTNER_ACCESS": "En annan partners åtkomst",
            "label.reason.SCOPE_MISMATCH": "Åtkomst på annan plats",
            "label.reason.ROLE_NOT_ELIGIBLE": "Rollen ger ingenting",
            "label.reason.ROLE_UNKNOWN": "Rollen inte på listan",
            "label.reason.AOBO_GROUP_MISMATCH": "Främmande huvudkonto för en annan grupp",
            "label.reason.PARTNER_ID_NOT_LINKED": "Partner-id inte länkat",
            "label.reason.PARTNER_ID_WRONG_ORG": "En annan organisations partner-id",
            "label.reason.DENY_ASSIGNMENT": "Nekandetilldelning",
            "label.reason.JIT_NOT_ACTIVE": "Just-in-time-roll inte aktiverad",
            "label.reason.ACCESS_NOT_YET_GRANTED": "Åtkomst ännu inte given",
            "label.reason.ACCESS_REMOVED": "Åtkomst borttagen",
            "label.reason.ACCESS_NOT_FULL_DAY": "Åtkomst en del av dagen",
            "label.path.AOBO": "administration för kundens räkning",
            "label.path.LIGHTHOUSE_OFFER": "Azure Lighthouse-erbjudande",
            "label.path.LIGHTHOUSE_ARM": "Azure Lighthouse-mall",
            "label.path.DIRECT_RBAC": "direkt roll",
            "label.kind.DIRECT_BILL": "direktfakturerad partner",
            "label.kind.INDIRECT_PROVIDER": "indirekt leverantör",
            "label.kind.INDIRECT_RESELLER": "indirekt återförsäljare",
            "label.kind.ADVISOR": "rådgivare",
            "label.kind.CONTROL_PANEL_VENDOR": "leverantör av kontrollpanel",
            "label.role.GLOBAL_ADMIN": "global administratör",
            "label.role.USER_MANAGEMENT_ADMIN": "användaradministratör",
            "label.role.ADMIN_AGENT": "administratörsagent",
            "label.role.BILLING_ADMIN": "faktureringsadministratör",
            "label.role.SALES_AGENT": "försäljningsagent",
            "label.role.HELPDESK_AGENT": "supportagent",
            "label.none.RESELLER": "Direktförsäljning",
            "label.none.RESOURCE_GROUP": "Ingen resursgrupp",
            "label.none.COUNTRY": "Okänt land",
            "label.none.METER_CATEGORY": "Ingen mätarkategori",
            "label.none": "Okänt",

            "missing.PARTNER":
                "Ingen partner är känd, så inget kan avgöras. Importera partnerfilen (ImportKind PARTNER).",
            "missing.PRICE_SHEET":
                "Ingen förbrukningsprislista för marknaden {market} för {month} har importerats, så ingen har kontrollerat om produkterna finns i den. Importera den prislistan (PRICE_SHEET).",
            "missing.PRICE_SHEET.noMarket":
                "Kundens land är okänt, så ingen prislista har använts. Importera kunderna (CUSTOMERS).",
            "missing.ROLE_ASSIGNMENTS":
                "Ingen lista över rolltilldelningar och ingen åtkomst för prenumerationen {subscription} har importerats, så dess rader räknas som utan åtkomst. Importera dess rolltilldelningar (ROLE_ASSIGNMENTS).",

            "risk.now":
                "{subscription} ger ingen kredit från och med den {day}: {reason}. {count, plural, one {Den senaste dagen} other {De senaste # dagarna}} var det {amount} {currency} per dag.",
            "risk.mfa":
                "Den {day} saknade {accounts, plural, one {# konto} other {# konton}} hos partnern multifaktorautentisering. Microsoft kräver den av varje konto och kan annars spärra åtkomsten för kunders räkning: hos {customer} gav den åtkomsten {amount} {currency} per dag {count, plural, one {den senaste dagen} other {de senaste # dagarna}}.",
            "risk.later":
                "{subscription} kommer inte att ge någon kredit från och med den {day}: {reason}. {count, plural, one {Den senaste dagen} other {De senaste # dagarna}} var det {amount} {currency} per dag.",

            "error.ROLE_REQUIRED": "Det här kräver någon av dessa roller i Partner Center: {roles}.",
            "error.PARTNER_UNKNOWN": "Ingen partner är känd. Importera först partnerfilen (ImportKind PARTNER).",
            "error.PARTNER_KIND":
                "En partner av det här slaget ({kind}) kan inte göra detta; en direktfakturerad partner eller en indirekt leverantör gör det.",
            "error.CUSTOMER_NOT_FOUND": "Det finns ingen sådan kund bland dem som du får se.",
            "error.SUBSCRIPTION_NOT_FOUND": "Det finns ingen sådan prenumeration bland dem som du får se.",
            "error.GRANT_NOT_FOUND": "Det finns ingen sådan åtkomst bland dem som du får se.",
            "error.SERVICE_NOT_FOUND": "Det finns ingen sådan hanterad tjänst bland dem som du får se.",
            "error.TENANT_NOT_FOUND": "Klientorganisationen tillhör varken en kund som du får se eller en partner.",
            "error.RESELLER_NOT_FOUND": "Det finns ingen sådan återförsäljare.",
            "error.RESELLER_NOT_ALLOWED": "En direktfakturerad partner säljer utan registrerad återförsäljare.",
            "error.RELATIONSHIP_MISSING": "Kunden har ingen återförsäljarrelation med partnern.",
            "error.KEY_REUSED": "Detta clientMutationId har redan använts med andra indata. Ta ett nytt.",
            "error.AGREEMENT_MISSING":
                "Microsoft-kundavtalet är inte bekräftat för den här kunden; Microsoft avvisar beställningen (13605). Bekräfta det först.",
            "error.AGREEMENT_DATE_IN_FUTURE":
                "Den {day} ligger i framtiden; ett avtal bekräftas efter att det har godkänts.",
            "error.AGREEMENT_NOT_YET_OFFERED":
                "Microsoft-kundavtalet finns sedan den {day}; det kan inte ha godkänts tidigare.",
            "error.AGREEMENT_RETIRED":
                "Microsoft Cloud-avtalet lämnade programmet den {day}; bekräfta Microsoft-kundavtalet i stället.",
            "error.AGREEMENT_REPEATED":
                "Samma avtal är redan bekräftat (600061). Bara en annan kontakt ger en ny post.",
            "error.CONTACT_NAME_MISSING": "Kontakten behöver ett förnamn och ett efternamn.",
            "error.CONTACT_EMAIL_INVALID": "Det här är ingen e-postadress.",
            "error.PLAN_EXISTS": "Kunden har redan en Azure-plan: en per kund, eller en per återförsäljare.",
            "error.PLAN_MISSING": "Kunden har ingen Azure-plan. Skapa den först.",
            "error.PLAN_NOT_ACTIVE": "Azure-planen är inte aktiv, så ingen prenumeration kan läggas till.",
            "error.PLAN_AMBIGUOUS":
                "Kunden har {count, plural, one {# Azure-plan} other {# Azure-planer}}. Ange vilken som avses.",
            "error.SUBSCRIPTION_EXISTS": "En Azure-prenumeration med detta id är redan känd.",
            "error.NAME_INVALID": "Ett namn har 1 till {count, plural, one {# tecken} other {# tecken}}.",
            "error.ID_INVALID": "Det här är inget GUID som 196e2273-9651-43a3-ba7e-7cbcd918fc40.",
            "error.GROUP_UNKNOWN":
                "Gruppen AdminAgents i partnerns klientorganisation är okänd, så dess åtkomst kan inte registreras. Importera en partnerfil som anger den.",
            "error.NOT_LEGACY": "Prenumerationen ligger redan under Azure-plan.",
            "error.SUBSCRIPTION_SUSPENDED":
                "Prenumerationen är pausad och kan inte flyttas (900105). Återaktivera den först.",
            "error.NO_AZURE_SUBSCRIPTION": "Det finns ingen Azure-prenumeration att flytta (900108).",
            "error.SHARED_SERVICES": "En prenumeration för delade partnertjänster kan inte flyttas (900119).",
            "error.BOUGHT_TOO_RECENTLY": "Prenumerationen köptes för nyligen (900130). Försök igen efter {instant}.",
            "error.SCOPE_INVALID":
                "Omfånget måste vara Azure-id:t för en prenumeration, en resursgrupp, en resurs eller en hanteringsgrupp.",
            "error.SCOPE_NOT_DELEGABLE": "Azure Lighthouse delegerar bara prenumerationer och resursgrupper.",
            "error.ROLE_INVALID": "Ange en roll eller dess definitions-id.",
            "error.ROLE_NOT_DELEGABLE": "Rollen {role} kan inte delegeras via Azure Lighthouse.",
            "error.HOLDER_KIND_MISMATCH":
                "Ett främmande huvudkonto har roller för kundens räkning (AOBO), och ingen annan har det.",
            "error.INTERVAL_INVERTED": "Slutet måste ligga efter början.",
            "error.ACTIVATION_NEEDS_END": "En tidsbegränsad tilldelning behöver ett slut.",
            "error.GRANT_EXISTS": "Samma åtkomst är redan registrerad.",
            "error.REMOVAL_BEFORE_BEGIN": "Åtkomsten började först {instant}; den kan inte upphöra tidigare.",
            "error.ALREADY_ENDED": "Åtkomsten upphörde redan {instant}.",
            "error.LINK_EXISTS": "Samma länk är redan registrerad.",
            "error.PARTNER_ID_INVALID":
                "Ett PartnerID har bara siffror, högst {count, plural, one {# siffra} other {# siffror}}.",
            "error.DATE_IN_FUTURE": "{instant} ligger i framtiden; en kontroll registreras efter att den har gjorts.",
            "error.OUTSIDE_SERVICE": "Tjänsten var inte igång {instant}.",
            "error.METRIC_INVALID":
                "Ange vad som mättes, med 1 till {count, plural, one {# tecken} other {# tecken}}.",
            "error.CHECK_EXISTS": "En kontroll av detta mätvärde vid denna tidpunkt är redan registrerad.",

            "offer.AGREEMENT": "Avtal",
            "offer.AGREEMENT.AZURE_PLAN": "Microsoft-kundavtalet",
            "offer.AGREEMENT.LEGACY_MS_AZR_0145P":
                "Microsoft Cloud-avtalet; för nya beställningar sedan 2020-02-01 Microsoft-kundavtalet",
            "offer.PRICE": "Pris",
            "offer.PRICE.AZURE_PLAN": "Betalning enligt användning, samma i alla försäljningskanaler, i US-dollar",
            "offer.PRICE.LEGACY_MS_AZR_0145P": "Partnerns prislista, i lokala valutor",
            "offer.REWARD": "Partnerns ersättning",
            "offer.REWARD.AZURE_PLAN": "Partnerintjänad kredit för varje dag med åtkomst",
            "offer.REWARD.LEGACY_MS_AZR_0145P": "Ingår i priset",
            "offer.CONTAINER": "Behållare",
            "offer.CONTAINER.AZURE_PLAN": "En plan med många prenumerationer",
            "offer.CONTAINER.LEGACY_MS_AZR_0145P": "En beställning per prenumeration",
            "offer.BILLING_CURRENCY": "Fakturans valuta",
            "offer.BILLING_CURRENCY.AZURE_PLAN": "Den på partnerns ort; före 2021-01-28 den på kundens",
            "offer.BILLING_CURRENCY.LEGACY_MS_AZR_0145P": "Den lokala",
            "offer.INVOICE": "Faktura",
            "offer.INVOICE.AZURE_PLAN": "Börjar på G; kalendermånad, betalas inom 60 dagar",
            "offer.INVOICE.LEGACY_MS_AZR_0145P": "Börjar på D",
            "offer.USAGE_DATA": "Användningsdata",
            "offer.USAGE_DATA.AZURE_PLAN": "Daglig prissatt användning, fakturerad och ofakturerad",
            "offer.USAGE_DATA.LEGACY_MS_AZR_0145P": "Användningsbaserad avstämningsfil",
            "offer.NEW_SERVICES": "Nya tjänster",
            "offer.NEW_SERVICES.AZURE_PLAN": "När de är allmänt tillgängliga",
            "offer.NEW_SERVICES.LEGACY_MS_AZR_0145P": "Tjänster i Azure Resource Manager",
            "offer.PURCHASABLE": "Kan köpas",
            "offer.PURCHASABLE.AZURE_PLAN": "Ja",
            "offer.PURCHASABLE.LEGACY_MS_AZR_0145P":
                "Bara av partner från före 2021-07-21 för kunder som redan hade det",
            "offer.CREDIT": "Partnerintjänad kredit",
            "offer.CREDIT.AZURE_PLAN": "Ja",
            "offer.CREDIT.LEGACY_MS_AZR_0145P": "Nej",
        ])
}
