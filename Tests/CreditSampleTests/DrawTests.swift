import Testing

@testable import CreditSample

struct DrawTests {
    /// First outputs of SplitMix64 for the seeds 0 and 1234567.
    @Test func mixesAsPublished() {
        #expect(Draw.mix(0) == 0xE220_A839_7B1D_CDAF)
        #expect(Draw.mix(1_234_567) == 6_457_827_717_110_365_317)
    }

    @Test func guidsAreVersionFour() {
        let draw = Draw(seed: 7)
        var seen: Set<String> = []
        for number in 0..<2000 {
            let guid = draw.guid(.tenant, number)
            let parts = guid.split(separator: "-")
            #expect(parts.map(\.count) == [8, 4, 4, 4, 12])
            #expect(parts[2].first == "4" && "89ab".contains(parts[3].prefix(1)))
            seen.insert(guid)
        }
        #expect(seen.count == 2000)
    }

    @Test func topicsDiffer() {
        let draw = Draw(seed: 7)
        #expect(draw.bits(.tenant, 3) != draw.bits(.plan, 3))
        #expect(draw.bits(.tenant, 3) != draw.bits(.tenant, 3, 1))
        #expect(draw.bits(.tenant, 3) != Draw(seed: 8).bits(.tenant, 3))
    }
}
