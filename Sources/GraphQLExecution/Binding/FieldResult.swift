/// Writes the value of one row of a level: exactly one JSON value.
public typealias LeafWriter = (_ row: Int, _ out: inout ResponseWriter) throws(FieldError) -> Void

/// What a resolver made for all parents of one field.
@usableFromInline struct FieldResult {
    /// One a level of lists, the outermost first. The first has an entry a parent, each other one an entry an item of
    /// the level before. Empty where the base says it all.
    var lists: [ListSlots] = []
    /// An entry a parent, or an item of the innermost lists.
    var base: Base

    enum Base {
        case leaf(LeafBox)
        /// The texts of the source that the cells name.
        case texts(TextSource)
        /// The numbers in the cells.
        case integers
        /// 0 or 1 in the cells.
        case booleans
        /// An object a parent.
        case each(KeyColumn)
        /// The cells say which object each parent has; −1: null.
        case some(KeyColumn)
        /// A list a parent; the cells say where each ends.
        case listed(KeyColumn)
        case objects(KeyColumn, RowSlots)
        case abstract([AbstractGroup], [AbstractSlot])
        /// For every parent alike.
        case failed(FieldError)
        /// For every parent alike.
        case null
    }

    init(lists: [ListSlots] = [], base: Base) {
        self.lists = lists
        self.base = base
    }

    @usableFromInline static func leaf(_ write: @escaping LeafWriter) -> FieldResult {
        FieldResult(base: .leaf(LeafBox(write)))
    }

    /// - Parameter source: nil where the cells weren't filled.
    @usableFromInline static func texts(_ source: TextSource?) -> FieldResult {
        FieldResult(base: source.map { .texts($0) } ?? .failed(.internalError))
    }

    @usableFromInline static var integers: FieldResult { FieldResult(base: .integers) }
    @usableFromInline static var booleans: FieldResult { FieldResult(base: .booleans) }
    @usableFromInline static func each(_ keys: KeyColumn) -> FieldResult { FieldResult(base: .each(keys)) }
    @usableFromInline static func some(_ keys: KeyColumn) -> FieldResult { FieldResult(base: .some(keys)) }
    @usableFromInline static func listed(_ keys: KeyColumn) -> FieldResult { FieldResult(base: .listed(keys)) }

    @usableFromInline static func lists(_ slots: ListSlots, _ keys: KeyColumn) -> FieldResult {
        FieldResult(lists: [slots], base: .objects(keys, RowSlots()))
    }
}

/// A leaf's writer where the executor can call it without counting references.
final class LeafBox {
    private let write: LeafWriter
    private var failure: FieldError?

    init(_ write: @escaping LeafWriter) { self.write = write }

    /// - Returns: false where it failed; `takeFailure` says why.
    func run(_ row: Int, _ out: inout ResponseWriter) -> Bool {
        do throws(FieldError) {
            try write(row, &out)
            return true
        } catch {
            failure = error
            return false
        }
    }

    func takeFailure() -> FieldError {
        defer { failure = nil }
        return failure ?? .internalError
    }
}

/// Something that is there, null, or failed, in one number.
enum Slot {
    static let null: Int32 = -1

    /// - Parameter index: in the list of errors.
    static func failed(_ index: Int) -> Int32 { -2 - Int32(truncatingIfNeeded: index) }
    static func errorIndex(_ slot: Int32) -> Int { Int(-2 - slot) }
}

/// Which child row each entry has.
struct RowSlots {
    /// The child's row, or a negative `Slot`. Nil: entry n has row n.
    var rows: [Int32]?
    var errors: [FieldError] = []

    /// Gathers the keys of what is there.
    static func gather<Key: Sendable>(_ values: [Outcome<Key>]) -> (TypedKeyColumn<Key>, RowSlots) {
        var keys: [Key] = []
        keys.reserveCapacity(values.count)
        var rows: [Int32] = []
        rows.reserveCapacity(values.count)
        var errors: [FieldError] = []
        for value in values {
            switch value {
            case .value(let key):
                rows.append(Int32(truncatingIfNeeded: keys.count))
                keys.append(key)
            case .null: rows.append(Slot.null)
            case .failed(let error):
                rows.append(Slot.failed(errors.count))
                errors.append(error)
            }
        }
        return (TypedKeyColumn(keys), RowSlots(rows: keys.count == values.count ? nil : rows, errors: errors))
    }

    // Most keys are rows of a table; for them the loop is compiled as such.
    @_specialize(where Key == Int32)
    @_specialize(where Key == Int)
    static func gather<Key: Sendable>(_ values: [Key?]) -> (TypedKeyColumn<Key>, RowSlots) {
        var keys: [Key] = []
        keys.reserveCapacity(values.count)
        var rows: [Int32] = []
        rows.reserveCapacity(values.count)
        for value in values {
            guard let key = value else {
                rows.append(Slot.null)
                continue
            }
            rows.append(Int32(truncatingIfNeeded: keys.count))
            keys.append(key)
        }
        return (TypedKeyColumn(keys), RowSlots(rows: keys.count == values.count ? nil : rows))
    }
}

/// Where each entry's list lies among the entries of the next level.
@usableFromInline struct ListSlots {
    /// Entry n has the range from the end of n - 1 to its own.
    var ends: [Int32]
    /// A negative `Slot` where there is no list, else 0. Nil: lists everywhere.
    var marks: [Int32]?
    var errors: [FieldError] = []

    @usableFromInline init<Item>(_ lists: Lists<Item>) {
        ends = lists.ends
        guard !lists.marks.isEmpty else { return }
        var marks = [Int32](repeating: 0, count: ends.count)
        for (index, mark) in lists.marks {
            switch mark {
            case .null: marks[index] = Slot.null
            case .failed(let error):
                marks[index] = Slot.failed(errors.count)
                errors.append(error)
            }
        }
        self.marks = marks
    }

    init() { ends = [] }
}

/// The objects of one type among those of an interface or union.
struct AbstractGroup {
    let typeName: String
    let column: KeyColumn
}

/// Which object an entry has.
enum AbstractSlot {
    case row(group: Int32, row: Int32)
    case null
    case failed(FieldError)

    static func gather(_ values: [Outcome<AbstractKey>]) -> ([AbstractGroup], [AbstractSlot]) {
        var names: [String] = []
        var keys: [[AnyKey]] = []
        var slots: [AbstractSlot] = []
        slots.reserveCapacity(values.count)
        for value in values {
            switch value {
            case .null: slots.append(.null)
            case .failed(let error): slots.append(.failed(error))
            case .value(let key):
                let known = names.firstIndex(of: key.typeName)
                let index = known ?? names.count
                if known == nil {
                    names.append(key.typeName)
                    keys.append([])
                } else if keys[index][0].keyType != key.box.keyType {
                    slots.append(.failed(.internalError))
                    continue
                }
                slots.append(
                    .row(group: Int32(truncatingIfNeeded: index), row: Int32(truncatingIfNeeded: keys[index].count)))
                keys[index].append(key.box)
            }
        }
        let groups = zip(names, keys).map { AbstractGroup(typeName: $0, column: $1[0].column($1) ?? KeyColumn()) }
        return (groups, slots)
    }
}
