package import Store

/// Turns the stored facts into what decides credits.
package enum DecisionFactsLoader {
    /// Nothing yet: the first version lets Snapshot compile.
    package static func load(_ reader: any StoreReader) throws -> LoadedFacts { .none }
}
