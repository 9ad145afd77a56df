import CreditImport
import Testing

@testable import creditgraph

@Suite struct KeyCommandTests {
    @Test("a key is known by the SHA-256 of its text")
    func hash() {
        // FIPS 180-4, the example "abc".
        #expect(
            Hexadecimal.text(KeyCommand.hash("abc"))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}
