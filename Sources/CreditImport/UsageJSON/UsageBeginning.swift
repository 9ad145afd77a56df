internal import JSON
internal import Store

/// What the beginning of a JSON file of daily rated usage tells: where its items are, and what the first of them is.
struct UsageBeginning {
    let form: UsageTranslation.Form
    /// Behind a byte-order mark.
    let envelopeStart: Int
    /// The first byte that may belong to an item.
    let itemsStart: Int
    /// The first item, where it is whole and no more than an object.
    private let first: JSONObject?
    /// Whether its shares are fractions (`rateOfPartnerEarnedCredit`), not percents.
    var hasFractions: Bool { names.contains { $0.hasPrefix("rateof") } }
    /// Daily rated usage where the first item is that, else nil.
    var kind: ImportKind? {
        names.isSuperset(of: ["customerid", "usagedate", "unitprice", "quantity"]) ? .dailyRatedUsage : nil
    }
    /// What parts of one export have in common: the invoice, or the month and the currency of unbilled usage. Nil where the
    /// first item is not known.
    var export: String? {
        guard let first else { return nil }
        func text(_ name: String) -> String {
            let member = first.members.first { $0.key.lowercased() == name }
            return member?.value.string ?? ""
        }
        let invoice = text("invoicenumber")
        if !invoice.isEmpty { return "invoice:\(invoice)" }
        return "unbilled:\(text("chargestartdate").prefix(7)):\(text("billingcurrency"))"
    }
    private var names: Set<String> { Set(first?.members.map { $0.key.lowercased() } ?? []) }

    /// - Parameter bytes: the beginning of the file, or all of it.
    init(_ bytes: [UInt8]) {
        var place = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        envelopeStart = place
        while place < bytes.count, JSONBlank.isBlank(bytes[place]) { place += 1 }
        if place < bytes.count, bytes[place] == UInt8(ascii: "[") {
            form = .list
            itemsStart = place + 1
        } else if let list = Self.items(bytes, from: place) {
            form = .list
            itemsStart = list
        } else {
            var scan = UsageItemScan(place)
            if case .item(let range) = scan.find(in: bytes.span), bytes[range].contains(0x0A) {
                form = .sequence
            } else {
                form = .lines
            }
            itemsStart = envelopeStart
        }
        var scan = UsageItemScan(itemsStart)
        if case .item(let range) = scan.find(in: bytes.span) {
            first = (try? JSONValue(parsing: Array(bytes[range])))?.object
        } else {
            first = nil
        }
    }

    /// Behind the bracket of the list that the outermost object has under `items` or `value`.
    private static func items(_ bytes: [UInt8], from start: Int) -> Int? {
        var depth = 0
        var place = start
        var key: ArraySlice<UInt8>?
        while place < bytes.count {
            let byte = bytes[place]
            switch byte {
            case UInt8(ascii: "\""):
                let from = place + 1
                place = from
                while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
                    place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
                }
                if place >= bytes.count { return nil }
                if depth == 1, key == nil { key = bytes[from..<place] }
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "["):
                if depth == 1, let key, key.elementsEqual("items".utf8) || key.elementsEqual("value".utf8) {
                    return place + 1
                }
                depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 { return nil }
            case UInt8(ascii: ","): if depth == 1 { key = nil }
            default: break
            }
            place += 1
        }
        return nil
    }
}
