/// What happened to a plugin since it was loaded.
package struct PluginCounters: Sendable, Hashable {
    package var batches = 0
    package var records = 0
    package var failedRecords = 0
    package var crashes = 0
    package var timeouts = 0
    package var quarantined = 0
    package var breakerOpened = 0
    package var microseconds = 0

    package init() {}
}
