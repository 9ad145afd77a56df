/// Sentences of the API itself, in English. Those of decisions are in Credit's `TextCatalogue`.
enum APITexts {
    static let noPartner =
        "No partner is known, so nothing can be decided. Import the partner file (ImportKind PARTNER)."
}
