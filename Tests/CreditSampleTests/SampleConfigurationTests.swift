import Testing

@testable import CreditSample

struct SampleConfigurationTests {
    @Test(arguments: [(0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 0, 1), (1, 1, 1, 0), (1, 1, 1, 100_000_001), (1, 1, 3661, 1)])
    func refusesWhatIsOutOfRange(customers: Int, subscriptions: Int, days: Int, lines: Int) {
        #expect(throws: SampleError.self) {
            try SampleConfiguration(customers: customers, subscriptions: subscriptions, days: days, lines: lines)
        }
    }

    @Test func everyCustomerHasASubscription() throws {
        let world = SampleWorld(try SampleConfiguration(customers: 50, subscriptions: 7, lines: 1))
        #expect(world.customers.count == 7)
    }

    @Test func messageNamesTheRange() {
        let error = SampleError.argument(name: "lines", value: 0, range: 1...5)
        #expect(error.description == "--lines is 0, but must be from 1 to 5.")
        #expect(error.code == "SAMPLE_ARGUMENT")
    }
}
