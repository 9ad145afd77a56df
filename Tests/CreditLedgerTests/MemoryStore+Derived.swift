import Credit
import Store

/// No plugin derives columns here.
extension MemoryStore {
    func pluginGenerations() throws(StoreError) -> [PluginGenerationRecord] { [] }
    func pluginsInForce() throws(StoreError) -> [PluginGenerationRecord] { [] }
    func derivedStates(plugin: Int64, groups: [Int64]) throws(StoreError) -> [Int64: DerivedState] { [:] }
    func derivedColumns(
        _ keys: [DerivedColumnKey], generation: Int64, _ body: (Int, RawSpan) throws -> Void
    ) throws {}
    func derivedVersions(groups: [Int64]) throws(StoreError) -> [DerivedColumnVersion] { [] }
    func endDerivedColumns(groups: [Int64], generation: Int64) throws(StoreError) {}
    func insert(_ record: PluginGenerationRecord) throws(StoreError) -> Int64 { 0 }
    func setInForce(_ plugin: PluginGenerationRecord, at: Instant) throws(StoreError) {}
    func setDerivedColumn(
        _ key: DerivedColumnKey, generation: Int64, state: DerivedState, _ blob: RawSpan
    ) throws(StoreError) {}
    func insert(_ version: DerivedColumnVersion, _ blob: RawSpan) throws(StoreError) {}
}
