import GraphQLExecution
import GraphQLLanguage
import GraphQLType

/// 1,000 customers with five subscriptions each, in arrays: the data of the peers' measurements.
final class World: Sendable {
    static let customerCount = 1_000
    static let subscriptionsEach = 5

    /// Texts that lie ready, as the catalogue's do.
    struct Column: Sendable {
        let table: TextTable
        let cells: [TextCell]
    }

    let customerIDs: Column
    let customerNames: Column
    let countries: Column
    let ids: Column
    let names: Column
    let states: Column
    let currencies: Column
    let quantities: [Int]
    /// - Unit: hundredths.
    let costs: [Int]

    init() {
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: width - digits.count) + digits
        }
        let customers = 0..<Self.customerCount
        let subscriptions = 0..<(Self.customerCount * Self.subscriptionsEach)
        customerIDs = Column(customers.map { "c-\(padded($0, 5))" })
        customerNames = Column(customers.map { "Customer \(padded($0, 5)) GmbH" })
        countries = Column(customers.map { ["DE", "NL", "AT", "FR"][$0 % 4] })
        ids = Column(subscriptions.map { "6f1c1a8e-0000-4000-8000-\(padded($0, 12))" })
        names = Column(subscriptions.map { "Azure plan \(padded($0, 5))" })
        states = Column(subscriptions.map { $0 % 7 == 0 ? "suspended" : "active" })
        currencies = Column(subscriptions.map { _ in "EUR" })
        quantities = subscriptions.map { $0 % 50 + 1 }
        costs = subscriptions.map { $0 % 1_000 * 100 + 25 }
    }

    func row(id: String) -> Int? {
        guard id.hasPrefix("c-"), let row = Int(id.dropFirst(2)), row < Self.customerCount else { return nil }
        return row
    }
}

extension World.Column {
    init(_ texts: [String]) {
        var bytes: [UInt8] = []
        cells = texts.map { text in
            let start = bytes.count
            bytes.append(contentsOf: "\"\(text)\"".utf8)
            return TextCell(offset: start, count: bytes.count - start)
        }
        table = TextTable(bytes)
    }
}

/// Bytes that stay where they are.
final class TextTable: @unchecked Sendable {
    private let memory: UnsafeMutableRawBufferPointer

    init(_ bytes: [UInt8]) {
        memory = .allocate(byteCount: bytes.count + TextSource.padding, alignment: 16)
        memory.initializeMemory(as: UInt8.self, repeating: 0)
        memory.copyBytes(from: bytes)
    }

    deinit { memory.deallocate() }

    var source: TextSource { TextSource(UnsafeRawBufferPointer(memory), owner: self) }
}

extension World {
    private static func texts<Key: Sendable>(
        _ name: String, _ column: @escaping @Sendable (World) -> Column, _ row: @escaping @Sendable (Key) -> Int
    ) -> ReadyText<World, Key> {
        ReadyText(name) { level, texts in
            let column = column(level.context)
            texts.fill(from: column.table.source) { column.cells[row($0)] }
        }
    }

    static func binding(_ schema: Schema) throws(BindingProblems) -> SchemaBinding<World> {
        try SchemaBinding<World>(schema) {
            ObjectBinding<World, RootKey>("Query", key: RootKey.self) {
                Many("customers") { level in
                    let count = min(level.arguments.integer("first") ?? customerCount, customerCount)
                    var lists = Lists<CustomerRow>(parents: level.keys.count, items: count)
                    for row in 0..<count { lists.add(CustomerRow(row: row)) }
                    lists.endList()
                    return lists
                }
                One("customer") { level -> [CustomerRow?] in
                    let row = level.arguments.string("id").flatMap { level.context.row(id: $0) }
                    return [row.map { CustomerRow(row: $0) }]
                }
                Many("search") { _, _ in [CustomerRow(row: 7)] }
            }
            ObjectBinding<World, CustomerRow>("Customer", key: CustomerRow.self) {
                texts("id", { $0.customerIDs }, { $0.row })
                texts("name", { $0.customerNames }, { $0.row })
                texts("country", { $0.countries }, { $0.row })
                Many("subscriptions") { level in
                    var lists = Lists<SubscriptionRow>(
                        parents: level.keys.count, items: level.keys.count * subscriptionsEach)
                    for key in level.keys {
                        let first = key.row * subscriptionsEach
                        for row in first..<(first + subscriptionsEach) { lists.add(SubscriptionRow(row: row)) }
                        lists.endList()
                    }
                    return lists
                }
            }
            ObjectBinding<World, SubscriptionRow>("Subscription", key: SubscriptionRow.self) {
                texts("id", { $0.ids }, { $0.row })
                texts("name", { $0.names }, { $0.row })
                texts("state", { $0.states }, { $0.row })
                Integer("quantity") { key, world in world.quantities[key.row] }
                texts("currency", { $0.currencies }, { $0.row })
                Leaf("costs") { level in
                    let (keys, costs) = (level.keys, level.context.costs)
                    return { row, out in
                        let (units, hundredths) = costs[keys[row].row].quotientAndRemainder(dividingBy: 100)
                        out.integer(units)
                        if hundredths > 0 {
                            out.byte(UInt8(ascii: "."))
                            out.byte(UInt8(ascii: "0") + UInt8(hundredths / 10))
                            if hundredths % 10 > 0 { out.byte(UInt8(ascii: "0") + UInt8(hundredths % 10)) }
                        }
                    }
                }
            }
        }
    }
}

struct CustomerRow: Sendable { let row: Int }
struct SubscriptionRow: Sendable { let row: Int }
