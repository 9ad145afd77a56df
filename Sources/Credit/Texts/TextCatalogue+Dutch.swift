extension TextCatalogue {
    /// The same in Dutch.
    package static let dutch = TextCatalogue(
        .dutch,
        [
            "interval.open": "vanaf {from}, zonder einde",
            "interval.closed": "van {from} tot {until}",

            "partner.billed": "Microsoft factureert deze regel aan de partner.",
            "partner.transferred":
                "Op {day} werd het abonnement aan een andere partner gefactureerd (PartnerID {partner}): het is overgedragen.",
            "partner.notBilled":
                "Microsoft factureert deze regel niet aan deze partner ({kind}); alleen de factureringspartner verdient partnertegoed.",
            "agreement.active": "De programmaovereenkomst van de partner was actief op {day}.",
            "agreement.inactive": "De programmaovereenkomst van de partner was niet heel {day} actief.",
            "agreement.unknown":
                "Het partnerbestand vermeldt niet wanneer de programmaovereenkomst actief was; er wordt uitgegaan van actief.",

            "product.LEGACY_OFFER.passed": "De regel hoort niet bij de vorige Azure-aanbieding MS-AZR-0145P.",
            "product.LEGACY_OFFER.failed":
                "De regel hoort bij de vorige Azure-aanbieding MS-AZR-0145P, die geen tegoed kent.",
            "product.NOT_AZURE_PLAN.passed": "De regel is verbruik onder het Azure-plan.",
            "product.NOT_AZURE_PLAN.failed": "De regel is geen verbruik onder het Azure-plan.",
            "product.RESERVATION.passed": "Het product is geen reservering.",
            "product.RESERVATION.failed":
                "Product {product} {sku} is een reservering of wordt er door een betaald; het levert niets op.",
            "product.SAVINGS_PLAN.passed": "Geen besparingsplan dekt het verbruik.",
            "product.SAVINGS_PLAN.failed": "Een besparingsplan dekt het verbruik; het levert niets op.",
            "product.SPOT_VM.passed": "Het verbruik is niet van een virtuele Spot-machine.",
            "product.SPOT_VM.failed": "Het verbruik is van een virtuele Spot-machine; het levert niets op.",
            "product.MARKETPLACE.passed": "Het product staat niet in de Marketplace-prijslijst.",
            "product.MARKETPLACE.failed":
                "Product {product} {sku} staat in de Marketplace-prijslijst; het levert niets op.",
            "product.THIRD_PARTY.passed": "Het product is van Microsoft zelf.",
            "product.THIRD_PARTY.failed":
                "De prijslijst noemt product {product} {sku} een product van derden; het levert niets op.",
            "product.TELCO_PAYG.passed": "Het product is geen telco-verbruik naar gebruik.",
            "product.TELCO_PAYG.failed": "Product {product} is telco-verbruik naar gebruik; het levert niets op.",
            "product.NOT_IN_PRICE_LIST.passed":
                "Het product staat op {day} in de verbruiksprijslijst van markt {market}.",
            "product.NOT_IN_PRICE_LIST.failed":
                "Product {product} {sku} staat op {day} niet in de verbruiksprijslijst van markt {market}.",
            "product.NOT_IN_PRICE_LIST.skipped":
                "Er is geen verbruiksprijslijst van markt {market} voor {day} geïmporteerd; niet gecontroleerd.",
            "product.NOT_IN_PRICE_LIST.passed.noMarket": "Het product staat op {day} in de verbruiksprijslijst.",
            "product.NOT_IN_PRICE_LIST.failed.noMarket":
                "Product {product} {sku} staat op {day} niet in de verbruiksprijslijst.",
            "product.AZURE_CREDIT_APPLIED.none": "Geen Azure-tegoed heeft de regel betaald.",
            "product.AZURE_CREDIT_APPLIED.passed":
                "Een Azure-tegoed heeft {percent} van de regel betaald; de rest kan opleveren.",
            "product.AZURE_CREDIT_APPLIED.failed":
                "Een Azure-tegoed heeft de hele regel betaald; er blijft niets over om op te verdienen.",

            "access.none": "Op {day} is hier geen rol van de partner bekend.",
            "grant.passed": "De rol {role} op {scope} ({path}), {interval}, telt.",
            "grant.WRONG_PARTNER_ACCESS":
                "De rol {role} op {scope} ({path}) is van een partner die noch factureringspartner noch geregistreerde wederverkoper is.",
            "grant.SCOPE_MISMATCH": "De rol {role} ({path}) staat op {scope}, dat de resource niet omvat.",
            "grant.ROLE_NOT_ELIGIBLE":
                "De rol {role} op {scope} ({path}) staat op de lijst van Microsoft als niet geschikt.",
            "grant.ROLE_UNKNOWN": "De rol {role} op {scope} ({path}) staat niet op de lijst van Microsoft.",
            "grant.AOBO_GROUP_MISMATCH":
                "De vreemde principal met de rol {role} op {scope} is niet de groep AdminAgents of HelpdeskAgents van de partner of de geregistreerde wederverkoper.",
            "grant.PARTNER_ID_NOT_LINKED":
                "Niemand achter de rol {role} op {scope} ({path}) was die dag aan een PartnerID gekoppeld.",
            "grant.PARTNER_ID_WRONG_ORG":
                "De houder van de rol {role} op {scope} ({path}) is gekoppeld aan de PartnerID van een andere organisatie.",
            "grant.DENY_ASSIGNMENT": "Een weigeringstoewijzing blokkeert de rol {role} op {scope} ({path}).",
            "grant.JIT_NOT_ACTIVE": "De rol {role} op {scope} ({path}) is just-in-time en was niet geactiveerd.",

            "day.covered": "Die rol gold heel {day}.",
            "day.coveredTogether":
                "{count, plural, one {De rol liet} other {Samen lieten de # rollen}} op {day} geen gat.",
            "day.ACCESS_NOT_YET_GRANTED": "De toegang begon pas na {day} ({interval}).",
            "day.ACCESS_REMOVED": "De toegang was vóór {day} geëindigd ({interval}).",
            "day.ACCESS_NOT_FULL_DAY":
                "De toegang gold maar een deel van {day} ({interval}); zij moet de hele dag gelden.",

            "summary.OK_ELIGIBLE": "De regel van {day} levert {rate} partnertegoed op.",
            "summary.PARTNER_NOT_BILLED": "Geen tegoed: Microsoft factureert niet aan deze partner.",
            "summary.PROGRAM_AGREEMENT_INACTIVE":
                "Geen tegoed: de programmaovereenkomst van de partner was niet actief op {day}.",
            "summary.LEGACY_OFFER": "Geen tegoed: de vorige Azure-aanbieding kent er geen.",
            "summary.NOT_AZURE_PLAN": "Geen tegoed: geen verbruik onder het Azure-plan.",
            "summary.RESERVATION": "Geen tegoed: een reservering.",
            "summary.SAVINGS_PLAN": "Geen tegoed: gedekt door een besparingsplan.",
            "summary.SPOT_VM": "Geen tegoed: een virtuele Spot-machine.",
            "summary.MARKETPLACE": "Geen tegoed: een Marketplace-product.",
            "summary.THIRD_PARTY": "Geen tegoed: een product van derden.",
            "summary.TELCO_PAYG": "Geen tegoed: telco-verbruik naar gebruik.",
            "summary.NOT_IN_PRICE_LIST": "Geen tegoed: het product staat in geen verbruiksprijslijst.",
            "summary.AZURE_CREDIT_APPLIED": "Geen tegoed: een Azure-tegoed heeft de regel betaald.",
            "summary.NO_ACCESS": "Gemist tegoed: de partner had geen toegang op {day}.",
            "summary.WRONG_PARTNER_ACCESS": "Gemist tegoed: alleen een andere partner had toegang op {day}.",
            "summary.SCOPE_MISMATCH": "Gemist tegoed: de toegang van de partner omvat de resource niet.",
            "summary.ROLE_NOT_ELIGIBLE": "Gemist tegoed: de rol van de partner is niet geschikt.",
            "summary.ROLE_UNKNOWN": "Gemist tegoed: de rol van de partner staat niet op de lijst van Microsoft.",
            "summary.AOBO_GROUP_MISMATCH": "Gemist tegoed: de vreemde principal is niet de juiste groep.",
            "summary.PARTNER_ID_NOT_LINKED": "Gemist tegoed: op {day} was geen PartnerID gekoppeld.",
            "summary.PARTNER_ID_WRONG_ORG": "Gemist tegoed: de gekoppelde PartnerID is van een andere organisatie.",
            "summary.DENY_ASSIGNMENT": "Gemist tegoed: een weigeringstoewijzing blokkeerde de toegang op {day}.",
            "summary.JIT_NOT_ACTIVE": "Gemist tegoed: de just-in-time-rol was op {day} niet geactiveerd.",
            "summary.ACCESS_NOT_YET_GRANTED": "Gemist tegoed: de toegang begon na {day}.",
            "summary.ACCESS_REMOVED": "Gemist tegoed: de toegang was vóór {day} geëindigd.",
            "summary.ACCESS_NOT_FULL_DAY": "Gemist tegoed: de toegang gold maar een deel van {day}.",

            "formula.METER_MONTH":
                "{units} eenheden à {price} min {rate}, afgekapt op 2 decimalen, kosten {cost}; per eenheid is dat {effective}.",
            "formula.TIERED_MONTH":
                "De hoeveelheid {quantity} wordt van onderaf over de staffels verdeeld en elk deel afgerond.",
            "formula.TIERED_MONTH.part": "{quantity} eenheden à {price}, na tegoed {effective}: {subtotal}.",
            "formula.RECON_LINE.USAGE":
                "Prijs {price} × hoeveelheid {quantity}, afgerond op 2 decimalen, × koers {exchange}, nogmaals afgerond: {subtotal}.",
            "formula.RECON_LINE.LICENSE":
                "Prijs {price} × koers {exchange}, afgerond op 2 decimalen, × hoeveelheid {quantity}: {subtotal}.",
            "formula.RECON_LINE.total": "Met belasting {tax} is het totaal {total}.",
            "formula.RECON_PEC": "De correctietekst noemt {percent} partnertegoed.",
            "formula.RECON_PEC.none": "De correctietekst noemt geen partnertegoed.",
            "formula.RECON_MONTH": "{quantity} eenheden à {effective}: {subtotal}.",
            "formula.RECON_CREDIT": "Regel van type {type}: {subtotal}.",
            "formula.RECON_CREDIT.net": "Samen {net}.",
            "formula.PRODUCT": "Prijs {price} × hoeveelheid {quantity} = {total}, exact.",
            "formula.SAVINGS_PLAN":
                "Een uur kost {planRate} onder het plan; de toezegging dekt {covered} uur en {payg} uur wordt naar gebruik betaald.",
            "formula.OVERAGE": "Vast bedrag {fee} en {units} eenheden à {rate} maken {total}.",
            "formula.ACO_BALANCE":
                "{current} gebruikt sinds het begin min {previous} tot en met vorige maand: {used} deze maand.",
            "formula.MFA_METRIC": "{with} van {counted} tellen: {percent}.",
            "formula.FX": "Eén {currency} is {usd} Amerikaanse dollar, dus één dollar is {rate}.",

            "label.reason.OK_ELIGIBLE": "Levert tegoed op",
            "label.reason.PARTNER_NOT_BILLED": "Partner wordt niet gefactureerd",
            "label.reason.PROGRAM_AGREEMENT_INACTIVE": "Programmaovereenkomst niet actief",
            "label.reason.LEGACY_OFFER": "Vorige Azure-aanbieding",
            "label.reason.NOT_AZURE_PLAN": "Geen verbruik onder het Azure-plan",
            "label.reason.RESERVATION": "Reservering",
            "label.reason.SAVINGS_PLAN": "Besparingsplan",
            "label.reason.SPOT_VM": "Virtuele Spot-machine",
            "label.reason.MARKETPLACE": "Marketplace-product",
            "label.reason.THIRD_PARTY": "Product van derden",
            "label.reason.TELCO_PAYG": "Telco naar gebruik",
            "label.reason.NOT_IN_PRICE_LIST": "Niet in de prijslijst",
            "label.reason.AZURE_CREDIT_APPLIED": "Betaald met Azure-tegoed",
            "label.reason.NO_ACCESS": "Geen toegang",
            "label.reason.WRONG_PARTNER_ACCESS": "Toegang van een andere partner",
            "label.reason.SCOPE_MISMATCH": "Toegang elders",
            "label.reason.ROLE_NOT_ELIGIBLE": "Rol levert niets op",
            "label.reason.ROLE_UNKNOWN": "Rol niet op de lijst",
            "label.reason.AOBO_GROUP_MISMATCH": "Vreemde principal van een andere groep",
            "label.reason.PARTNER_ID_NOT_LINKED": "Partner-id niet gekoppeld",
            "label.reason.PARTNER_ID_WRONG_ORG": "Partner-id van een andere organisatie",
            "label.reason.DENY_ASSIGNMENT": "Weigeringstoewijzing",
            "label.reason.JIT_NOT_ACTIVE": "Just-in-time-rol niet geactiveerd",
            "label.reason.ACCESS_NOT_YET_GRANTED": "Toegang nog niet verleend",
            "label.reason.ACCESS_REMOVED": "Toegang verwijderd",
            "label.reason.ACCESS_NOT_FULL_DAY": "Toegang voor een deel van de dag",
            "label.path.AOBO": "beheer namens de klant",
            "label.path.LIGHTHOUSE_OFFER": "Azure Lighthouse-aanbieding",
            "label.path.LIGHTHOUSE_ARM": "Azure Lighthouse-sjabloon",
            "label.path.DIRECT_RBAC": "directe rol",
            "label.kind.DIRECT_BILL": "partner met directe facturering",
            "label.kind.INDIRECT_PROVIDER": "indirecte provider",
            "label.kind.INDIRECT_RESELLER": "indirecte wederverkoper",
            "label.kind.ADVISOR": "adviseur",
            "label.kind.CONTROL_PANEL_VENDOR": "leverancier van een configuratiescherm",
            "label.role.GLOBAL_ADMIN": "globale beheerder",
            "label.role.USER_MANAGEMENT_ADMIN": "gebruikersbeheerder",
            "label.role.ADMIN_AGENT": "beheeragent",
            "label.role.BILLING_ADMIN": "factureringsbeheerder",
            "label.role.SALES_AGENT": "verkoopagent",
            "label.role.HELPDESK_AGENT": "helpdeskagent",
            "label.none.RESELLER": "Directe verkoop",
            "label.none.RESOURCE_GROUP": "Geen resourcegroep",
            "label.none.COUNTRY": "Land niet bekend",
            "label.none.METER_CATEGORY": "Geen metercategorie",
            "label.none": "Niet bekend",

            "missing.PARTNER":
                "Er is geen partner bekend, dus er kan niets worden besloten. Importeer het partnerbestand (ImportKind PARTNER).",
            "missing.PRICE_SHEET":
                "Er is geen verbruiksprijslijst van markt {market} voor {month} geïmporteerd, dus niemand heeft gecontroleerd of de producten erin staan. Importeer die prijslijst (PRICE_SHEET).",
            "missing.PRICE_SHEET.noMarket":
                "Het land van de klant is niet bekend, dus er is geen prijslijst geraadpleegd. Importeer de klanten (CUSTOMERS).",
            "missing.ROLE_ASSIGNMENTS":
                "Van abonnement {subscription} is geen lijst van roltoewijzingen en geen toegang geïmporteerd, dus de regels tellen als zonder toegang. Importeer de roltoewijzingen (ROLE_ASSIGNMENTS).",

            "risk.now":
                "{subscription} levert vanaf {day} geen tegoed meer op: {reason}. In de afgelopen {count, plural, one {dag} other {# dagen}} was dat {amount} {currency} per dag.",
            "risk.mfa":
                "Op {day} {accounts, plural, one {had # account} other {hadden # accounts}} van de partner geen meervoudige verificatie. Microsoft eist die van elk account en kan zonder haar de toegang namens klanten blokkeren: bij {customer} leverde die toegang in de afgelopen {count, plural, one {dag} other {# dagen}} {amount} {currency} per dag op.",
            "risk.later":
                "{subscription} zal vanaf {day} geen tegoed meer opleveren: {reason}. In de afgelopen {count, plural, one {dag} other {# dagen}} was dat {amount} {currency} per dag.",

            "error.ROLE_REQUIRED": "Hiervoor is een van deze Partner Center-rollen nodig: {roles}.",
            "error.PARTNER_UNKNOWN":
                "Er is geen partner bekend. Importeer eerst het partnerbestand (ImportKind PARTNER).",
            "error.PARTNER_KIND":
                "Een partner van deze soort ({kind}) kan dit niet; een partner met directe facturering of een indirecte provider doet het.",
            "error.CUSTOMER_NOT_FOUND": "Deze klant is er niet onder de klanten die u mag zien.",
            "error.SUBSCRIPTION_NOT_FOUND": "Dit abonnement is er niet onder de abonnementen die u mag zien.",
            "error.GRANT_NOT_FOUND": "Deze toegang is er niet onder de toegangen die u mag zien.",
            "error.SERVICE_NOT_FOUND": "Deze beheerde service is er niet onder de services die u mag zien.",
            "error.TENANT_NOT_FOUND": "De tenant is noch van een klant die u mag zien, noch van een partner.",
            "error.RESELLER_NOT_FOUND": "Deze wederverkoper is er niet.",
            "error.RESELLER_NOT_ALLOWED":
                "Een partner met directe facturering verkoopt zonder geregistreerde wederverkoper.",
            "error.RELATIONSHIP_MISSING": "De klant heeft geen wederverkoperrelatie met de partner.",
            "error.KEY_REUSED": "Deze clientMutationId is al met andere invoer gebruikt. Neem een nieuwe.",
            "error.AGREEMENT_MISSING":
                "De Microsoft-klantovereenkomst is voor deze klant niet bevestigd; Microsoft weigert de bestelling (13605). Bevestig haar eerst.",
            "error.AGREEMENT_DATE_IN_FUTURE":
                "{day} ligt in de toekomst; een overeenkomst wordt bevestigd nadat zij is aanvaard.",
            "error.AGREEMENT_NOT_YET_OFFERED":
                "De Microsoft-klantovereenkomst bestaat sinds {day}; zij kan niet eerder zijn aanvaard.",
            "error.AGREEMENT_RETIRED":
                "De Microsoft Cloud-overeenkomst is op {day} uit het programma verdwenen; bevestig in plaats daarvan de Microsoft-klantovereenkomst.",
            "error.AGREEMENT_REPEATED":
                "Dezelfde overeenkomst is al bevestigd (600061). Alleen een ander contact geeft een nieuwe registratie.",
            "error.CONTACT_NAME_MISSING": "Het contact heeft een voornaam en een achternaam nodig.",
            "error.CONTACT_EMAIL_INVALID": "Dit is geen e-mailadres.",
            "error.PLAN_EXISTS": "De klant heeft al een Azure-plan: één per klant, of één per wederverkoper.",
            "error.PLAN_MISSING": "De klant heeft geen Azure-plan. Maak het eerst aan.",
            "error.PLAN_NOT_ACTIVE":
                "Het Azure-plan is niet actief, dus er kan geen abonnement aan worden toegevoegd.",
            "error.PLAN_AMBIGUOUS":
                "De klant heeft {count, plural, one {# Azure-plan} other {# Azure-plannen}}. Geef aan welk plan bedoeld is.",
            "error.SUBSCRIPTION_EXISTS": "Er is al een Azure-abonnement met deze id bekend.",
            "error.NAME_INVALID": "Een naam heeft 1 tot {count, plural, one {# teken} other {# tekens}}.",
            "error.ID_INVALID": "Dit is geen GUID zoals 196e2273-9651-43a3-ba7e-7cbcd918fc40.",
            "error.GROUP_UNKNOWN":
                "De groep AdminAgents van de tenant van de partner is niet bekend, dus haar toegang kan niet worden vastgelegd. Importeer een partnerbestand dat haar noemt.",
            "error.NOT_LEGACY": "Het abonnement valt al onder het Azure-plan.",
            "error.SUBSCRIPTION_SUSPENDED":
                "Het abonnement is opgeschort en kan niet overstappen (900105). Heractiveer het eerst.",
            "error.NO_AZURE_SUBSCRIPTION": "Er is geen Azure-abonnement dat kan overstappen (900108).",
            "error.SHARED_SERVICES": "Een abonnement voor gedeelde partnerservices kan niet overstappen (900119).",
            "error.BOUGHT_TOO_RECENTLY":
                "Het abonnement is te kort geleden gekocht (900130). Probeer het opnieuw na {instant}.",
            "error.SCOPE_INVALID":
                "Het bereik moet de Azure-id zijn van een abonnement, een resourcegroep, een resource of een beheergroep.",
            "error.SCOPE_NOT_DELEGABLE": "Azure Lighthouse delegeert alleen abonnementen en resourcegroepen.",
            "error.ROLE_INVALID": "Noem een rol of geef de definitie-id.",
            "error.ROLE_NOT_DELEGABLE": "De rol {role} kan niet via Azure Lighthouse worden gedelegeerd.",
            "error.HOLDER_KIND_MISMATCH":
                "Een vreemde principal houdt rollen namens de klant (AOBO), en niemand anders doet dat.",
            "error.INTERVAL_INVERTED": "Het einde moet na het begin liggen.",
            "error.ACTIVATION_NEEDS_END": "Een tijdgebonden toewijzing heeft een einde nodig.",
            "error.GRANT_EXISTS": "Dezelfde toegang is al vastgelegd.",
            "error.REMOVAL_BEFORE_BEGIN": "De toegang begon pas op {instant}; zij kan niet eerder eindigen.",
            "error.ALREADY_ENDED": "De toegang is al op {instant} geëindigd.",
            "error.LINK_EXISTS": "Dezelfde koppeling is al vastgelegd.",
            "error.PARTNER_ID_INVALID":
                "Een PartnerID heeft alleen cijfers, hoogstens {count, plural, one {# cijfer} other {# cijfers}}.",
            "error.DATE_IN_FUTURE": "{instant} ligt in de toekomst; een controle wordt achteraf vastgelegd.",
            "error.OUTSIDE_SERVICE": "De service liep niet op {instant}.",
            "error.METRIC_INVALID": "Noem wat is gemeten, in 1 tot {count, plural, one {# teken} other {# tekens}}.",
            "error.CHECK_EXISTS": "Een controle van deze meetwaarde op dit tijdstip is al vastgelegd.",

            "offer.AGREEMENT": "Overeenkomst",
            "offer.AGREEMENT.AZURE_PLAN": "Microsoft-klantovereenkomst",
            "offer.AGREEMENT.LEGACY_MS_AZR_0145P":
                "Microsoft Cloud-overeenkomst; voor nieuwe bestellingen sinds 2020-02-01 de Microsoft-klantovereenkomst",
            "offer.PRICE": "Prijs",
            "offer.PRICE.AZURE_PLAN": "Betalen per gebruik, gelijk in elk verkoopkanaal, in Amerikaanse dollar",
            "offer.PRICE.LEGACY_MS_AZR_0145P": "De prijslijst van de partner, in lokale valuta",
            "offer.REWARD": "Beloning van de partner",
            "offer.REWARD.AZURE_PLAN": "Partnertegoed voor elke dag met toegang",
            "offer.REWARD.LEGACY_MS_AZR_0145P": "In de prijs begrepen",
            "offer.CONTAINER": "Omhulsel",
            "offer.CONTAINER.AZURE_PLAN": "Eén plan met veel abonnementen",
            "offer.CONTAINER.LEGACY_MS_AZR_0145P": "Eén bestelling per abonnement",
            "offer.BILLING_CURRENCY": "Valuta van de rekening",
            "offer.BILLING_CURRENCY.AZURE_PLAN":
                "Die van de vestiging van de partner; vóór 2021-01-28 die van de klant",
            "offer.BILLING_CURRENCY.LEGACY_MS_AZR_0145P": "De lokale",
            "offer.INVOICE": "Factuur",
            "offer.INVOICE.AZURE_PLAN": "Begint met G; kalendermaand, betaalbaar binnen 60 dagen",
            "offer.INVOICE.LEGACY_MS_AZR_0145P": "Begint met D",
            "offer.USAGE_DATA": "Verbruiksgegevens",
            "offer.USAGE_DATA.AZURE_PLAN": "Dagelijks geprijsd verbruik, gefactureerd en niet gefactureerd",
            "offer.USAGE_DATA.LEGACY_MS_AZR_0145P": "Verbruiksgebaseerd afstemmingsbestand",
            "offer.NEW_SERVICES": "Nieuwe diensten",
            "offer.NEW_SERVICES.AZURE_PLAN": "Zodra zij algemeen beschikbaar zijn",
            "offer.NEW_SERVICES.LEGACY_MS_AZR_0145P": "Diensten van Azure Resource Manager",
            "offer.PURCHASABLE": "Te koop",
            "offer.PURCHASABLE.AZURE_PLAN": "Ja",
            "offer.PURCHASABLE.LEGACY_MS_AZR_0145P":
                "Alleen door partners van vóór 2021-07-21 voor klanten die het al hadden",
            "offer.CREDIT": "Partnertegoed",
            "offer.CREDIT.AZURE_PLAN": "Ja",
            "offer.CREDIT.LEGACY_MS_AZR_0145P": "Nee",
        ])
}
