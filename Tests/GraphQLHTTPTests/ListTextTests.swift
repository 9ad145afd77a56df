import Testing

@testable import GraphQLHTTP

@Suite("Rows as text")
struct ListTextTests {
    static let columns = ListColumns(
        names: ["a", "b.c", "b.d"],
        entries: [
            .init(key: "a", column: 0),
            .init(key: "b", under: [.init(key: "c", column: 1), .init(key: "d", column: 2)]),
        ])

    private func row(_ json: String, isCSV: Bool = true) -> String {
        var out: [UInt8] = []
        let bytes = Array(json.utf8)
        ListText(isCSV: isCSV, columns: Self.columns).row(bytes.span, 0..<bytes.count, to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    @Test(arguments: [
        (#"{"a":"x","b":{"c":1,"d":true}}"#, "x,1,true"),
        (#"{"a":null,"b":null}"#, ",,"),
        (#"{"a":"","b":{"c":"","d":null}}"#, "\"\",\"\","),
        (#"{"b":{"d":2,"c":1},"a":3}"#, "3,1,2"),
        (#"{"a":"x,y","b":{"c":"say \"hi\"","d":"one\ntwo"}}"#, "\"x,y\",\"say \"\"hi\"\"\",\"one\ntwo\""),
        (#"{"a":" x","b":{"c":"x ","d":"\u00e9\ud83d\ude00\t\\\/"}}"#, "\" x\",\"x \",é😀\t\\/"),
        (#"{"a":{"k":[1,"]"]},"b":{"c":[],"d":["x"]}}"#, "\"{\"\"k\"\":[1,\"\"]\"\"]}\",[],\"[\"\"x\"\"]\""),
        // A spreadsheet would work these out; amounts stay as they are.
        (#"{"a":"=1+2","b":{"c":"@x","d":"+x"}}"#, "'=1+2,'@x,'+x"),
        (#"{"a":"-12.345","b":{"c":"-x","d":"-"}}"#, "-12.345,'-x,'-"),
        (#"{"a":"=A1,B2","b":{"c":-5,"d":"-1.2.3"}}"#, "\"'=A1,B2\",-5,'-1.2.3"),
    ])
    func `are the fields of RFC 4180`(_ json: String, _ expected: String) {
        #expect(row(json) == expected + "\r\n")
    }

    @Test func `are one line of JSON each`() {
        #expect(row("{\"a\": {\"k\":\n 1},\r\n\"b\":null}", isCSV: false) == "{\"a\": {\"k\": 1},\"b\":null}\n")
    }

    @Test func `that are cut anywhere do no harm`() {
        let whole = #"{"a":"x\u00e9\ud83d\ude00","b":{"c":[1,{"k":"]"}],"d":"-1"}}"#
        for count in 0..<whole.utf8.count { _ = row(String(decoding: whole.utf8.prefix(count), as: UTF8.self)) }
    }
}

@Suite("What an answer may be packed with")
struct AcceptedCodingsTests {
    @Test(arguments: [
        ("gzip", true, false), ("", false, false), ("gzip;q=0", false, false), ("*", true, false),
        ("*;q=0", false, true),
        ("identity;q=0", false, true), ("gzip, identity;q=0", true, false), ("gzip;q=0.001", true, false),
        ("gzip;q=1.0000", false, false), (" gzip ; q=0.5 , identity;q=0.6", false, false), (",,;,gzip", true, false),
    ])
    func `follows the weights`(_ header: String, _ prefersGzip: Bool, _ refusesAll: Bool) {
        let bytes = Array(header.utf8)
        let codings = AcceptedCodings(bytes.span)
        #expect(codings.prefersGzip == prefersGzip)
        #expect(codings.refusesAll == refusesAll)
    }
}

@Suite("Dates of HTTP")
struct HTTPDateTests {
    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_827_696, "Tue, 29 Feb 2000 12:34:56 GMT"), (1_793_491_199, "Sat, 31 Oct 2026 23:59:59 GMT"),
        (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
    ])
    func `are written and read`(_ seconds: Int, _ text: String) {
        #expect(HTTPDate.text(seconds) == text)
        #expect(HTTPDate.seconds(text) == seconds)
    }

    @Test(arguments: [
        "", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 6x Nov 1994 08:49:37 GMT",
    ])
    func `of other forms are not taken`(_ text: String) { #expect(HTTPDate.seconds(text) == nil) }
}
