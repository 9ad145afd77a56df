import Credit

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Reads a zone of the system's time zone database (RFC 8536) for the policy `dayZone`.
enum TimeZoneFile {
    static func read(_ name: String) -> DayZone? {
        let allowed = name.utf8.allSatisfy { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || "/_-+".utf8.contains(byte)
        }
        guard allowed, !name.isEmpty, !name.hasPrefix("/"),
            let bytes = try? InputFile.bytes(of: "/usr/share/zoneinfo/\(name)")
        else { return nil }
        var zone = parse(bytes)
        zone?.name = name
        return zone
    }

    /// Takes the 64-bit block of a version 2 file.
    static func parse(_ bytes: [UInt8]) -> DayZone? {
        guard bytes.count > 44, bytes.starts(with: "TZif".utf8), bytes[4] >= UInt8(ascii: "2") else { return nil }
        func number(_ offset: Int, _ width: Int) -> Int64? {
            guard offset + width <= bytes.count else { return nil }
            var value: UInt64 = 0
            for byte in bytes[offset..<offset + width] { value = value << 8 | UInt64(byte) }
            return width == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
        }
        func counts(_ start: Int) -> [Int]? {
            var counts: [Int] = []
            for index in 0..<6 {
                guard let count = number(start + 20 + 4 * index, 4), count >= 0 else { return nil }
                counts.append(Int(count))
            }
            return counts
        }
        // Order of the counts: UT indicators, standard indicators, leap seconds, transitions, types, characters.
        guard let first = counts(0) else { return nil }
        let second = 44 + first[3] * 5 + first[4] * 6 + first[5] + first[2] * 8 + first[1] + first[0]
        guard second + 44 <= bytes.count, let header = counts(second) else { return nil }
        let times = second + 44
        let types = times + header[3] * 8 + header[3]
        guard types + 6 * header[4] <= bytes.count else { return nil }
        func offset(ofType type: Int) -> Int? { number(types + 6 * type, 4).map { Int($0) } }
        guard header[4] > 0, let initial = offset(ofType: 0) else { return nil }
        var transitions: [DayZone.Transition] = []
        for index in 0..<header[3] {
            guard let time = number(times + 8 * index, 8), let type = number(times + header[3] * 8 + index, 1),
                let seconds = offset(ofType: Int(type)), time > -4_000_000_000_000, time < 4_000_000_000_000
            else { continue }
            transitions.append(
                DayZone.Transition(at: Instant(microseconds: time * 1_000_000), offsetSeconds: seconds))
        }
        return DayZone(offsetSeconds: initial, transitions: transitions)
    }
}
