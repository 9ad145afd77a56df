import Testing

@testable import CreditSample

@Test func emptyForNow() { _ = SampleWorld() }
