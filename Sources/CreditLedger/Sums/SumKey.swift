/// What a sum is kept by, packed so that sorted keys are in the order of the fields.
///
/// | bits | 127…96 | 95…64 | 63…32 | 31…0 |
/// |---|---|---|---|---|
/// | field | account | day of month or resource group | product | class |
///
/// A field that a table does not have is 0.
struct SumKey: Sendable, Hashable, Comparable {
    var packed: UInt128

    init(packed: UInt128) { self.packed = packed }

    init(account: UInt32 = 0, group: UInt32 = 0, product: UInt32 = 0, class sumClass: UInt32) {
        let high = UInt64(account) << 32 | UInt64(group)
        let low = UInt64(product) << 32 | UInt64(sumClass)
        packed = UInt128(high) << 64 | UInt128(low)
    }

    var account: UInt32 { UInt32(truncatingIfNeeded: packed >> 96) }
    /// Day of the month in sums by day, else the resource group.
    var group: UInt32 { UInt32(truncatingIfNeeded: packed >> 64) }
    /// The pair of product and meter category.
    var product: UInt32 { UInt32(truncatingIfNeeded: packed >> 32) }
    var sumClass: UInt32 { UInt32(truncatingIfNeeded: packed) }

    var hash: UInt64 {
        let high = UInt64(truncatingIfNeeded: packed >> 64)
        let low = UInt64(truncatingIfNeeded: packed)
        let mixed = (high &* 0x9E37_79B9_7F4A_7C15) ^ (low &* 0xC2B2_AE3D_27D4_EB4F)
        return (mixed ^ mixed >> 29) &* 0xBF58_476D_1CE4_E5B9
    }

    static func < (a: SumKey, b: SumKey) -> Bool { a.packed < b.packed }
}
