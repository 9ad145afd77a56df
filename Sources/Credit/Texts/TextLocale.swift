/// A language that the program has texts in.
package enum TextLocale: UInt8, Sendable, Hashable, CaseIterable {
    case english = 0
    case dutch = 1
    case swedish = 2
    case chinese = 3
    case french = 4

    /// The BCP 47 tag.
    package var tag: String {
        switch self {
        case .english: "en"
        case .dutch: "nl"
        case .swedish: "sv"
        case .chinese: "zh-CN"
        case .french: "fr"
        }
    }

    /// The language that answers for a tag: `nl-BE` is answered in Dutch, `zh-Hans` in simplified Chinese; nil where
    /// there is none, as for the traditional script.
    /// - Source: RFC 4647 section 3.4, lookup.
    package init?(tag: String) {
        let utf8 = tag.utf8
        self.init(tag: utf8.span)
    }

    init?(tag: Span<UInt8>) {
        var subtags = Subtags(tag)
        guard let language = subtags.next() else { return nil }
        switch language {
        case "en": self = .english
        case "nl": self = .dutch
        case "sv": self = .swedish
        case "fr": self = .french
        case "zh":
            while let subtag = subtags.next() {
                if subtag == "hans" { break }
                if subtag == "hant" || subtag == "tw" || subtag == "hk" || subtag == "mo" { return nil }
            }
            self = .chinese
        default: return nil
        }
    }

    /// The subtags of a tag in lower case, as far as they can matter here.
    private struct Subtags {
        /// Up to four letters, packed; longer subtags are no letters at all.
        struct Subtag: Equatable, ExpressibleByStringLiteral {
            let packed: UInt32

            init(packed: UInt32) { self.packed = packed }

            init(stringLiteral text: StaticString) {
                packed = unsafe UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
                    .reduce(0) { $0 << 8 | UInt32($1) }
            }

            static func ~= (pattern: Subtag, value: Subtag) -> Bool { pattern == value }
        }

        /// The first four subtags, read at once so that no span is kept.
        private struct Packed {
            var values: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
            var count = 0
        }

        private let tag: Packed
        private var position = 0

        init(_ bytes: Span<UInt8>) {
            var read = Packed()
            var packed: UInt32 = 0
            var length = 0
            func end(_ read: inout Packed) {
                let value = length > 4 ? 0 : packed
                switch read.count {
                case 0: read.values.0 = value
                case 1: read.values.1 = value
                case 2: read.values.2 = value
                case 3: read.values.3 = value
                default: return
                }
                read.count += 1
            }
            for index in bytes.indices {
                if bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "_") {
                    end(&read)
                    (packed, length) = (0, 0)
                } else {
                    packed = packed << 8 | UInt32(bytes[index] | 0x20)
                    length += 1
                }
            }
            end(&read)
            tag = read
        }

        mutating func next() -> Subtag? {
            guard position < tag.count else { return nil }
            defer { position += 1 }
            switch position {
            case 0: return Subtag(packed: tag.values.0)
            case 1: return Subtag(packed: tag.values.1)
            case 2: return Subtag(packed: tag.values.2)
            default: return Subtag(packed: tag.values.3)
            }
        }
    }
}

/// The forms that languages have for counts, as far as ours need them.
package enum PluralCategory: String, Sendable, Hashable, CaseIterable {
    case one, many, other
}

extension TextLocale {
    /// The form of whole numbers.
    /// - Source: Unicode CLDR 46, plural rules of en, nl, sv, zh and fr for integers without decimals.
    package func plural(of count: Int) -> PluralCategory {
        switch self {
        case .english, .dutch, .swedish: count.magnitude == 1 ? .one : .other
        case .chinese: .other
        case .french:
            count.magnitude <= 1 ? .one : count.magnitude % 1_000_000 == 0 ? .many : .other
        }
    }

    /// The forms that a text with a count must have.
    package var pluralCategories: [PluralCategory] { self == .chinese ? [.other] : [.one, .other] }
}
