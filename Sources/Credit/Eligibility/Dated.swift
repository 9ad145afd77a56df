/// A setting that changes on certain days.
package struct Dated<Value: Sendable & Hashable>: Sendable, Hashable {
    package struct Change: Sendable, Hashable {
        package let from: Day
        package let value: Value
    }

    /// What holds before the first change.
    package let initial: Value
    /// In order of their days.
    package let changes: [Change]

    package init(_ value: Value) {
        initial = value
        changes = []
    }

    /// - Parameter changes: of two on one day the later in the list holds.
    package init(_ initial: Value, changes: [(from: Day, value: Value)]) {
        self.initial = initial
        self.changes = changes.enumerated()
            .sorted { a, b in a.element.from == b.element.from ? a.offset < b.offset : a.element.from < b.element.from }
            .map { Change(from: $0.element.from, value: $0.element.value) }
    }

    /// The value on a day.
    package func value(on day: Day) -> Value {
        for change in changes.reversed() where change.from <= day { return change.value }
        return initial
    }
}
