extension TextCatalogue {
    /// The same in French.
    package static let french = TextCatalogue(
        .french,
        [
            "interval.open": "à partir du {from}, sans fin",
            "interval.closed": "du {from} au {until}",

            "partner.billed": "Microsoft facture cette ligne au partenaire.",
            "partner.transferred":
                "Le {day}, l'abonnement était facturé à un autre partenaire (PartnerID {partner})\u{A0}: il a été transféré.",
            "partner.notBilled":
                "Microsoft ne facture pas cette ligne à ce partenaire ({kind})\u{A0}; seul le partenaire de facturation gagne le crédit.",
            "agreement.active": "Le contrat de programme du partenaire était actif le {day}.",
            "agreement.inactive":
                "Le contrat de programme du partenaire n'était pas actif pendant toute la journée du {day}.",
            "agreement.unknown":
                "Le fichier du partenaire n'indique pas quand le contrat de programme était actif\u{A0}; il est considéré comme actif.",

            "product.LEGACY_OFFER.passed": "La ligne ne relève pas de l'offre Azure précédente MS-AZR-0145P.",
            "product.LEGACY_OFFER.failed":
                "La ligne relève de l'offre Azure précédente MS-AZR-0145P, qui ne donne aucun crédit.",
            "product.NOT_AZURE_PLAN.passed": "La ligne est une consommation du plan Azure.",
            "product.NOT_AZURE_PLAN.failed": "La ligne n'est pas une consommation du plan Azure.",
            "product.RESERVATION.passed": "Le produit n'est pas une réservation.",
            "product.RESERVATION.failed":
                "Le produit {product} {sku} est une réservation ou payé par une réservation\u{A0}; il ne rapporte rien.",
            "product.SAVINGS_PLAN.passed": "Aucun plan d'économies ne couvre l'utilisation.",
            "product.SAVINGS_PLAN.failed": "Un plan d'économies couvre l'utilisation\u{A0}; elle ne rapporte rien.",
            "product.SPOT_VM.passed": "L'utilisation n'est pas celle d'une machine virtuelle Spot.",
            "product.SPOT_VM.failed":
                "L'utilisation est celle d'une machine virtuelle Spot\u{A0}; elle ne rapporte rien.",
            "product.MARKETPLACE.passed": "Le produit ne figure pas dans les tarifs de la Place de marché.",
            "product.MARKETPLACE.failed":
                "Le produit {product} {sku} figure dans les tarifs de la Place de marché\u{A0}; il ne rapporte rien.",
            "product.THIRD_PARTY.passed": "Le produit est de Microsoft.",
            "product.THIRD_PARTY.failed":
                "Les tarifs désignent le produit {product} {sku} comme tiers\u{A0}; il ne rapporte rien.",
            "product.TELCO_PAYG.passed": "Le produit n'est pas du télécom à l'utilisation.",
            "product.TELCO_PAYG.failed":
                "Le produit {product} est du télécom à l'utilisation\u{A0}; il ne rapporte rien.",
            "product.NOT_IN_PRICE_LIST.passed":
                "Le produit figure dans les tarifs de consommation du marché {market} le {day}.",
            "product.NOT_IN_PRICE_LIST.failed":
                "Le produit {product} {sku} ne figure pas dans les tarifs de consommation du marché {market} le {day}.",
            "product.NOT_IN_PRICE_LIST.skipped":
                "Aucun tarif de consommation du marché {market} pour le {day} n'a été importé\u{A0}; non vérifié.",
            "product.NOT_IN_PRICE_LIST.passed.noMarket": "Le produit figure dans les tarifs de consommation le {day}.",
            "product.NOT_IN_PRICE_LIST.failed.noMarket":
                "Le produit {product} {sku} ne figure pas dans les tarifs de consommation le {day}.",
            "product.AZURE_CREDIT_APPLIED.none": "Aucun crédit Azure n'a payé la ligne.",
            "product.AZURE_CREDIT_APPLIED.passed":
                "Un crédit Azure a payé {percent} de la ligne\u{A0}; le reste peut rapporter.",
            "product.AZURE_CREDIT_APPLIED.failed":
                "Un crédit Azure a payé toute la ligne\u{A0}; il ne reste rien qui puisse rapporter.",

            "access.none": "Aucun rôle du partenaire n'est connu ici le {day}.",
            "grant.passed": "Le rôle {role} sur {scope} ({path}), {interval}, compte.",
            "grant.WRONG_PARTNER_ACCESS":
                "Le rôle {role} sur {scope} ({path}) appartient à un partenaire qui n'est ni le partenaire de facturation ni le revendeur enregistré.",
            "grant.SCOPE_MISMATCH": "Le rôle {role} ({path}) se trouve sur {scope}, qui n'atteint pas la ressource.",
            "grant.ROLE_NOT_ELIGIBLE":
                "Le rôle {role} sur {scope} ({path}) figure sur la liste de Microsoft comme non éligible.",
            "grant.ROLE_UNKNOWN": "Le rôle {role} sur {scope} ({path}) ne figure pas sur la liste de Microsoft.",
            "grant.AOBO_GROUP_MISMATCH":
                "Le principal étranger ayant le rôle {role} sur {scope} n'est pas le groupe AdminAgents ou HelpdeskAgents du partenaire ou du revendeur enregistré.",
            "grant.PARTNER_ID_NOT_LINKED":
                "Personne derrière le rôle {role} sur {scope} ({path}) n'était lié à un PartnerID ce jour-là.",
            "grant.PARTNER_ID_WRONG_ORG":
                "Le détenteur du rôle {role} sur {scope} ({path}) est lié au PartnerID d'une autre organisation.",
            "grant.DENY_ASSIGNMENT": "Une affectation de refus bloque le rôle {role} sur {scope} ({path}).",
            "grant.JIT_NOT_ACTIVE": "Le rôle {role} sur {scope} ({path}) est juste-à-temps et n'était pas activé.",

            "day.covered": "Ce rôle a tenu toute la journée du {day}.",
            "day.coveredTogether":
                "{count, plural, one {Le rôle n'a laissé} other {Ensemble, les # rôles n'ont laissé}} aucun vide le {day}.",
            "day.ACCESS_NOT_YET_GRANTED": "L'accès n'a commencé qu'après le {day} ({interval}).",
            "day.ACCESS_REMOVED": "L'accès avait pris fin avant le {day} ({interval}).",
            "day.ACCESS_NOT_FULL_DAY":
                "L'accès n'a tenu qu'une partie du {day} ({interval})\u{A0}; il doit tenir toute la journée.",

            "summary.OK_ELIGIBLE": "La ligne du {day} rapporte {rate} de crédit Partenaires.",
            "summary.PARTNER_NOT_BILLED": "Pas de crédit\u{A0}: Microsoft ne facture pas ce partenaire.",
            "summary.PROGRAM_AGREEMENT_INACTIVE":
                "Pas de crédit\u{A0}: le contrat de programme du partenaire n'était pas actif le {day}.",
            "summary.LEGACY_OFFER": "Pas de crédit\u{A0}: l'offre Azure précédente n'en donne pas.",
            "summary.NOT_AZURE_PLAN": "Pas de crédit\u{A0}: pas de consommation du plan Azure.",
            "summary.RESERVATION": "Pas de crédit\u{A0}: une réservation.",
            "summary.SAVINGS_PLAN": "Pas de crédit\u{A0}: couvert par un plan d'économies.",
            "summary.SPOT_VM": "Pas de crédit\u{A0}: une machine virtuelle Spot.",
            "summary.MARKETPLACE": "Pas de crédit\u{A0}: un produit de la Place de marché.",
            "summary.THIRD_PARTY": "Pas de crédit\u{A0}: un produit tiers.",
            "summary.TELCO_PAYG": "Pas de crédit\u{A0}: télécom à l'utilisation.",
            "summary.NOT_IN_PRICE_LIST": "Pas de crédit\u{A0}: le produit ne figure dans aucun tarif de consommation.",
            "summary.AZURE_CREDIT_APPLIED": "Pas de crédit\u{A0}: un crédit Azure a payé la ligne.",
            "summary.NO_ACCESS": "Crédit manqué\u{A0}: le partenaire n'avait pas d'accès le {day}.",
            "summary.WRONG_PARTNER_ACCESS": "Crédit manqué\u{A0}: seul un autre partenaire avait accès le {day}.",
            "summary.SCOPE_MISMATCH": "Crédit manqué\u{A0}: l'accès du partenaire n'atteint pas la ressource.",
            "summary.ROLE_NOT_ELIGIBLE": "Crédit manqué\u{A0}: le rôle du partenaire n'est pas éligible.",
            "summary.ROLE_UNKNOWN":
                "Crédit manqué\u{A0}: le rôle du partenaire ne figure pas sur la liste de Microsoft.",
            "summary.AOBO_GROUP_MISMATCH": "Crédit manqué\u{A0}: le principal étranger n'est pas le bon groupe.",
            "summary.PARTNER_ID_NOT_LINKED": "Crédit manqué\u{A0}: aucun PartnerID n'était lié le {day}.",
            "summary.PARTNER_ID_WRONG_ORG":
                "Crédit manqué\u{A0}: le PartnerID lié est celui d'une autre organisation.",
            "summary.DENY_ASSIGNMENT": "Crédit manqué\u{A0}: une affectation de refus bloquait l'accès le {day}.",
            "summary.JIT_NOT_ACTIVE": "Crédit manqué\u{A0}: le rôle juste-à-temps n'était pas activé le {day}.",
            "summary.ACCESS_NOT_YET_GRANTED": "Crédit manqué\u{A0}: l'accès a commencé après le {day}.",
            "summary.ACCESS_REMOVED": "Crédit manqué\u{A0}: l'accès avait pris fin avant le {day}.",
            "summary.ACCESS_NOT_FULL_DAY": "Crédit manqué\u{A0}: l'accès n'a tenu qu'une partie du {day}.",

            "formula.METER_MONTH":
                "{units} unités à {price} moins {rate}, coupé à 2 décimales, coûtent {cost}\u{A0}; par unité, cela fait {effective}.",
            "formula.TIERED_MONTH":
                "La quantité {quantity} est répartie sur les paliers depuis le bas, chaque part étant arrondie.",
            "formula.TIERED_MONTH.part": "{quantity} unités à {price}, après crédit {effective}\u{A0}: {subtotal}.",
            "formula.RECON_LINE.USAGE":
                "Prix {price} × quantité {quantity}, arrondi à 2 décimales, × taux {exchange}, arrondi de nouveau\u{A0}: {subtotal}.",
            "formula.RECON_LINE.LICENSE":
                "Prix {price} × taux {exchange}, arrondi à 2 décimales, × quantité {quantity}\u{A0}: {subtotal}.",
            "formula.RECON_LINE.total": "Avec la taxe {tax}, le total est {total}.",
            "formula.RECON_PEC": "Le texte d'ajustement mentionne {percent} de crédit Partenaires.",
            "formula.RECON_PEC.none": "Le texte d'ajustement ne mentionne aucun crédit Partenaires.",
            "formula.RECON_MONTH": "{quantity} unités à {effective}\u{A0}: {subtotal}.",
            "formula.RECON_CREDIT": "Ligne de type {type}\u{A0}: {subtotal}.",
            "formula.RECON_CREDIT.net": "Ensemble {net}.",
            "formula.PRODUCT": "Prix {price} × quantité {quantity} = {total}, exactement.",
            "formula.SAVINGS_PLAN":
                "Une heure coûte {planRate} avec le plan\u{A0}; l'engagement couvre {covered} heures et {payg} sont payées à l'utilisation.",
            "formula.OVERAGE": "Forfait {fee} et {units} unités à {rate} font {total}.",
            "formula.ACO_BALANCE":
                "{current} utilisés depuis le début moins {previous} jusqu'au mois dernier\u{A0}: {used} ce mois-ci.",
            "formula.MFA_METRIC": "{with} sur {counted} comptent\u{A0}: {percent}.",
            "formula.FX": "Un {currency} vaut {usd} dollars américains, donc un dollar vaut {rate}.",

            "label.reason.OK_ELIGIBLE": "Rapporte le crédit",
            "label.reason.PARTNER_NOT_BILLED": "Partenaire non facturé",
            "label.reason.PROGRAM_AGREEMENT_INACTIVE": "Contrat de programme inactif",
            "label.reason.LEGACY_OFFER": "Offre Azure précédente",
            "label.reason.NOT_AZURE_PLAN": "Hors plan Azure",
            "label.reason.RESERVATION": "Réservation",
            "label.reason.SAVINGS_PLAN": "Plan d'économies",
            "label.reason.SPOT_VM": "Machine virtuelle Spot",
            "label.reason.MARKETPLACE": "Produit de la Place de marché",
            "label.reason.THIRD_PARTY": "Produit tiers",
            "label.reason.TELCO_PAYG": "Télécom à l'utilisation",
            "label.reason.NOT_IN_PRICE_LIST": "Absent des tarifs",
            "label.reason.AZURE_CREDIT_APPLIED": "Payé par un crédit Azure",
            "label.reason.NO_ACCESS": "Pas d'accès",
            "label.reason.WRONG_PARTNER_ACCESS": "Accès d'un autre partenaire",
            "label.reason.SCOPE_MISMATCH": "Accès ailleurs",
            "label.reason.ROLE_NOT_ELIGIBLE": "Rôle qui ne rapporte pas",
            "label.reason.ROLE_UNKNOWN": "Rôle non listé",
            "label.reason.AOBO_GROUP_MISMATCH": "Principal étranger d'un autre groupe",
            "label.reason.PARTNER_ID_NOT_LINKED": "ID de partenaire non lié",
            "label.reason.PARTNER_ID_WRONG_ORG": "ID de partenaire d'une autre organisation",
            "label.reason.DENY_ASSIGNMENT": "Affectation de refus",
            "label.reason.JIT_NOT_ACTIVE": "Rôle juste-à-temps non activé",
            "label.reason.ACCESS_NOT_YET_GRANTED": "Accès pas encore accordé",
            "label.reason.ACCESS_REMOVED": "Accès supprimé",
            "label.reason.ACCESS_NOT_FULL_DAY": "Accès une partie de la journée",
            "label.path.AOBO": "administration pour le compte du client",
            "label.path.LIGHTHOUSE_OFFER": "offre Azure Lighthouse",
            "label.path.LIGHTHOUSE_ARM": "modèle Azure Lighthouse",
            "label.path.DIRECT_RBAC": "rôle direct",
            "label.kind.DIRECT_BILL": "partenaire à facturation directe",
            "label.kind.INDIRECT_PROVIDER": "fournisseur indirect",
            "label.kind.INDIRECT_RESELLER": "revendeur indirect",
            "label.kind.ADVISOR": "conseiller",
            "label.kind.CONTROL_PANEL_VENDOR": "fournisseur de panneau de configuration",
            "label.role.GLOBAL_ADMIN": "administrateur global",
            "label.role.USER_MANAGEMENT_ADMIN": "administrateur des utilisateurs",
            "label.role.ADMIN_AGENT": "agent d'administration",
            "label.role.BILLING_ADMIN": "administrateur de facturation",
            "label.role.SALES_AGENT": "commercial",
            "label.role.HELPDESK_AGENT": "agent de support",
            "label.none.RESELLER": "Vente directe",
            "label.none.RESOURCE_GROUP": "Aucun groupe de ressources",
            "label.none.COUNTRY": "Pays inconnu",
            "label.none.METER_CATEGORY": "Aucune catégorie de compteur",
            "label.none": "Inconnu",

            "missing.PARTNER":
                "Aucun partenaire n'est connu, rien ne peut donc être décidé. Importez le fichier du partenaire (ImportKind PARTNER).",
            "missing.PRICE_SHEET":
                "Aucun tarif de consommation du marché {market} pour {month} n'a été importé, personne n'a donc vérifié si les produits y figurent. Importez ces tarifs (PRICE_SHEET).",
            "missing.PRICE_SHEET.noMarket":
                "Le pays du client n'est pas connu, aucun tarif n'a donc été consulté. Importez les clients (CUSTOMERS).",
            "missing.ROLE_ASSIGNMENTS":
                "Aucune liste d'attributions de rôles et aucun accès de l'abonnement {subscription} n'ont été importés, ses lignes comptent donc comme sans accès. Importez ses attributions de rôles (ROLE_ASSIGNMENTS).",

            "risk.now":
                "{subscription} ne rapporte plus de crédit à partir du {day}\u{A0}: {reason}. {count, plural, one {Au cours du dernier jour} other {Au cours des # derniers jours}}, c'était {amount} {currency} par jour.",
            "risk.mfa":
                "Le {day}, {accounts, plural, one {# compte du partenaire était} other {# comptes du partenaire étaient}} sans authentification multifacteur. Microsoft l'exige de chaque compte et peut bloquer sans elle l'accès au nom des clients\u{A0}: chez {customer}, cet accès a rapporté {amount} {currency} par jour {count, plural, one {au cours du dernier jour} other {au cours des # derniers jours}}.",
            "risk.later":
                "{subscription} ne rapportera plus de crédit à partir du {day}\u{A0}: {reason}. {count, plural, one {Au cours du dernier jour} other {Au cours des # derniers jours}}, c'était {amount} {currency} par jour.",

            "error.ROLE_REQUIRED": "Il faut l'un de ces rôles de l'Espace partenaires\u{A0}: {roles}.",
            "error.PARTNER_UNKNOWN":
                "Aucun partenaire n'est connu. Importez d'abord le fichier du partenaire (ImportKind PARTNER).",
            "error.PARTNER_KIND":
                "Un partenaire de ce type ({kind}) ne peut pas le faire\u{A0}; un partenaire à facturation directe ou un fournisseur indirect le fait.",
            "error.CUSTOMER_NOT_FOUND": "Il n'y a pas de tel client parmi ceux que vous pouvez voir.",
            "error.SUBSCRIPTION_NOT_FOUND": "Il n'y a pas de tel abonnement parmi ceux que vous pouvez voir.",
            "error.GRANT_NOT_FOUND": "Il n'y a pas de tel accès parmi ceux que vous pouvez voir.",
            "error.SERVICE_NOT_FOUND": "Il n'y a pas de tel service managé parmi ceux que vous pouvez voir.",
            "error.TENANT_NOT_FOUND":
                "Le locataire n'est ni celui d'un client que vous pouvez voir ni celui d'un partenaire.",
            "error.RESELLER_NOT_FOUND": "Il n'y a pas de tel revendeur.",
            "error.RESELLER_NOT_ALLOWED": "Un partenaire à facturation directe vend sans revendeur enregistré.",
            "error.RELATIONSHIP_MISSING": "Le client n'a pas de relation de revendeur avec le partenaire.",
            "error.KEY_REUSED": "Ce clientMutationId a déjà servi avec d'autres données. Prenez-en un nouveau.",
            "error.AGREEMENT_MISSING":
                "Le Contrat client Microsoft n'est pas confirmé pour ce client\u{A0}; Microsoft refuse la commande (13605). Confirmez-le d'abord.",
            "error.AGREEMENT_DATE_IN_FUTURE":
                "Le {day} est dans le futur\u{A0}; un contrat est confirmé après avoir été accepté.",
            "error.AGREEMENT_NOT_YET_OFFERED":
                "Le Contrat client Microsoft existe depuis le {day}\u{A0}; il n'a pas pu être accepté avant.",
            "error.AGREEMENT_RETIRED":
                "Le Contrat Microsoft Cloud a quitté le programme le {day}\u{A0}; confirmez plutôt le Contrat client Microsoft.",
            "error.AGREEMENT_REPEATED":
                "Le même contrat est déjà confirmé (600061). Seul un autre contact crée un nouvel enregistrement.",
            "error.CONTACT_NAME_MISSING": "Il faut le prénom et le nom du contact.",
            "error.CONTACT_EMAIL_INVALID": "Ce n'est pas une adresse e-mail.",
            "error.PLAN_EXISTS": "Le client a déjà un plan Azure\u{A0}: un par client, ou un par revendeur.",
            "error.PLAN_MISSING": "Le client n'a pas de plan Azure. Créez-le d'abord.",
            "error.PLAN_NOT_ACTIVE": "Le plan Azure n'est pas actif, aucun abonnement ne peut donc y être ajouté.",
            "error.PLAN_AMBIGUOUS":
                "Le client a {count, plural, one {# plan Azure} other {# plans Azure}}. Indiquez lequel.",
            "error.SUBSCRIPTION_EXISTS": "Un abonnement Azure de cet identifiant est déjà connu.",
            "error.NAME_INVALID": "Un nom a de 1 à {count, plural, one {# caractère} other {# caractères}}.",
            "error.ID_INVALID": "Ce n'est pas un GUID tel que 196e2273-9651-43a3-ba7e-7cbcd918fc40.",
            "error.GROUP_UNKNOWN":
                "Le groupe AdminAgents du locataire du partenaire n'est pas connu, son accès ne peut donc pas être enregistré. Importez un fichier du partenaire qui le nomme.",
            "error.NOT_LEGACY": "L'abonnement relève déjà du plan Azure.",
            "error.SUBSCRIPTION_SUSPENDED":
                "L'abonnement est suspendu et ne peut pas migrer (900105). Réactivez-le d'abord.",
            "error.NO_AZURE_SUBSCRIPTION": "Il n'y a pas d'abonnement Azure qui puisse migrer (900108).",
            "error.SHARED_SERVICES": "Un abonnement de services partagés du partenaire ne peut pas migrer (900119).",
            "error.BOUGHT_TOO_RECENTLY":
                "L'abonnement a été acheté trop récemment (900130). Réessayez après le {instant}.",
            "error.SCOPE_INVALID":
                "L'étendue doit être l'identifiant Azure d'un abonnement, d'un groupe de ressources, d'une ressource ou d'un groupe d'administration.",
            "error.SCOPE_NOT_DELEGABLE":
                "Azure Lighthouse ne délègue que des abonnements et des groupes de ressources.",
            "error.ROLE_INVALID": "Nommez un rôle ou donnez l'identifiant de sa définition.",
            "error.ROLE_NOT_DELEGABLE": "Le rôle {role} ne peut pas être délégué par Azure Lighthouse.",
            "error.HOLDER_KIND_MISMATCH":
                "Un principal étranger détient des rôles pour le compte du client (AOBO), et lui seul.",
            "error.INTERVAL_INVERTED": "La fin doit suivre le début.",
            "error.ACTIVATION_NEEDS_END": "Une attribution limitée dans le temps a besoin d'une fin.",
            "error.GRANT_EXISTS": "Le même accès est déjà enregistré.",
            "error.REMOVAL_BEFORE_BEGIN": "L'accès n'a commencé que le {instant}\u{A0}; il ne peut pas finir avant.",
            "error.ALREADY_ENDED": "L'accès a déjà pris fin le {instant}.",
            "error.LINK_EXISTS": "Le même lien est déjà enregistré.",
            "error.PARTNER_ID_INVALID":
                "Un PartnerID n'a que des chiffres, au plus {count, plural, one {# chiffre} other {# chiffres}}.",
            "error.DATE_IN_FUTURE":
                "Le {instant} est dans le futur\u{A0}; un contrôle est enregistré après avoir été fait.",
            "error.OUTSIDE_SERVICE": "Le service ne fonctionnait pas le {instant}.",
            "error.METRIC_INVALID":
                "Nommez ce qui a été mesuré, en 1 à {count, plural, one {# caractère} other {# caractères}}.",
            "error.CHECK_EXISTS": "Un contrôle de cette mesure à cet instant est déjà enregistré.",

            "offer.AGREEMENT": "Contrat",
            "offer.AGREEMENT.AZURE_PLAN": "Contrat client Microsoft",
            "offer.AGREEMENT.LEGACY_MS_AZR_0145P":
                "Contrat Microsoft Cloud\u{A0}; pour les nouvelles commandes depuis le 2020-02-01, le Contrat client Microsoft",
            "offer.PRICE": "Prix",
            "offer.PRICE.AZURE_PLAN":
                "À l'utilisation, identique dans tous les canaux de vente, en dollars américains",
            "offer.PRICE.LEGACY_MS_AZR_0145P": "Les tarifs du partenaire, en monnaies locales",
            "offer.REWARD": "Rémunération du partenaire",
            "offer.REWARD.AZURE_PLAN": "Crédit Partenaires pour chaque jour d'accès",
            "offer.REWARD.LEGACY_MS_AZR_0145P": "Comprise dans le prix",
            "offer.CONTAINER": "Conteneur",
            "offer.CONTAINER.AZURE_PLAN": "Un plan avec plusieurs abonnements",
            "offer.CONTAINER.LEGACY_MS_AZR_0145P": "Une commande par abonnement",
            "offer.BILLING_CURRENCY": "Devise de la facture",
            "offer.BILLING_CURRENCY.AZURE_PLAN":
                "Celle du lieu du partenaire\u{A0}; avant le 2021-01-28 celle du client",
            "offer.BILLING_CURRENCY.LEGACY_MS_AZR_0145P": "La monnaie locale",
            "offer.INVOICE": "Facture",
            "offer.INVOICE.AZURE_PLAN": "Commence par G\u{A0}; mois civil, payable à 60 jours",
            "offer.INVOICE.LEGACY_MS_AZR_0145P": "Commence par D",
            "offer.USAGE_DATA": "Données d'utilisation",
            "offer.USAGE_DATA.AZURE_PLAN": "Utilisation évaluée par jour, facturée et non facturée",
            "offer.USAGE_DATA.LEGACY_MS_AZR_0145P": "Fichier de rapprochement à l'utilisation",
            "offer.NEW_SERVICES": "Nouveaux services",
            "offer.NEW_SERVICES.AZURE_PLAN": "Dès leur disponibilité générale",
            "offer.NEW_SERVICES.LEGACY_MS_AZR_0145P": "Services d'Azure Resource Manager",
            "offer.PURCHASABLE": "Peut être acheté",
            "offer.PURCHASABLE.AZURE_PLAN": "Oui",
            "offer.PURCHASABLE.LEGACY_MS_AZR_0145P":
                "Seulement par les partenaires inscrits avant le 2021-07-21, pour les clients qui l'avaient",
            "offer.CREDIT": "Crédit Partenaires",
            "offer.CREDIT.AZURE_PLAN": "Oui",
            "offer.CREDIT.LEGACY_MS_AZR_0145P": "Non",
        ])
}
