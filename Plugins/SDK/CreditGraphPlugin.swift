/// The plugin SDK of creditgraph for Embedded Swift: `creditgraph_plugin.h` with Swift's clothes on, and nothing else.
///
/// A plugin is a subclass of `Rule` and one line that says so:
///
///     final class MinimumMargin: Rule { … }
///
///     @c(cg_plugin_info_v1)
///     public func pluginInfo() -> UnsafePointer<cg_plugin_info>? {
///         definePlugin(name: "minimum-margin", version: "1.0.0") { settings in try MinimumMargin(settings) }
///     }
///
/// It needs libc only. No Foundation, no concurrency, no existentials.
public import CPluginABI

/// Why a record, or the whole plugin, cannot be worked on.
public struct Rejection: Error {
    public let message: StaticString

    public init(_ message: StaticString) { self.message = message }
}

/// A rule: made once, asked for each record in turn, by one thread.
open class Rule {
    public init() {}

    /// Works on one record.
    /// - Parameter call: which of the calls in `plugin.json`, from 0.
    open func transform(_ record: Record, _ out: Out, call: Int) throws(Rejection) {
        throw Rejection("the rule does not answer this call")
    }
}

/// A record of a batch. Columns are numbered in the order of “inputs”, then the arguments. Do not keep it.
public struct Record {
    let batch: UnsafePointer<cg_batch>
    let row: UInt32

    private func column(_ index: Int) -> UnsafePointer<cg_column> {
        precondition(index >= 0 && index < Int(batch.pointee.column_count), "there is no such column")
        return cg_column_at(batch, UInt32(index))
    }

    /// Nil where it is null.
    public func text(_ index: Int) -> Text? {
        let column = column(index)
        return cg_is_valid(column, row) != 0 ? Text(cg_text_at(column, row)) : nil
    }

    public func decimal(_ index: Int) -> Decimal? {
        let column = column(index)
        return cg_is_valid(column, row) != 0 ? Decimal(cg_number_at(column, row)) : nil
    }

    public func integer(_ index: Int) -> Int64? {
        let column = column(index)
        return cg_is_valid(column, row) != 0 ? cg_integer_at(column, row) : nil
    }

    /// Days since 1970-01-01.
    public func date(_ index: Int) -> Int32? {
        let column = column(index)
        return cg_is_valid(column, row) != 0 ? cg_date_at(column, row) : nil
    }

    public func boolean(_ index: Int) -> Bool? {
        let column = column(index)
        return cg_is_valid(column, row) != 0 ? cg_boolean_at(column, row) != 0 : nil
    }
}

/// Where a record's values go. Columns are numbered in the order of “outputs”; what is not put is null. Do not keep it.
public struct Out {
    let output: UnsafeMutablePointer<cg_output>
    let row: UInt32

    private func column(_ index: Int) -> UnsafeMutablePointer<cg_output_column> {
        precondition(index >= 0 && index < Int(output.pointee.column_count), "there is no such column")
        return cg_output_at(output, UInt32(index))
    }

    /// The value must have no more decimals than the column: round it first.
    public func put(_ value: Decimal, _ index: Int) throws(Rejection) {
        switch cg_put_number(column(index), row, value.number) {
        case Int32(CG_OK): return
        case Int32(CG_INEXACT): throw Rejection("a value has more decimals than its column; round it first")
        default: throw Rejection("a value has more than 38 digits")
        }
    }

    public func put(_ value: Text, _ index: Int) throws(Rejection) {
        guard cg_put_text(column(index), row, value.text) == Int32(CG_OK) else {
            throw Rejection("the texts of this batch are too long")
        }
    }

    public func put(_ value: Int64, _ index: Int) { cg_put_integer(column(index), row, value) }
    public func put(date days: Int32, _ index: Int) { cg_put_date(column(index), row, days) }
    public func put(_ value: Bool, _ index: Int) { cg_put_boolean(column(index), row, value ? 1 : 0) }
}

/// The settings of `plugin.json`, by JSON pointers without the first slash: `"tiers/gold"`. Do not keep it.
public struct Settings {
    let settings: UnsafePointer<cg_settings>

    private func named(_ name: StaticString) -> UnsafePointer<cg_setting>? {
        name.withUTF8Buffer { bytes in
            for index in 0..<settings.pointee.count {
                let setting = cg_setting_at(settings, index)
                if let setting, Text(setting.pointee.name).equals(bytes) { return UnsafePointer(setting) }
            }
            return nil
        }
    }

    public func text(_ name: StaticString) -> Text? { named(name).map { Text($0.pointee.value) } }

    /// - Throws: where it is there but no decimal number.
    public func decimal(_ name: StaticString) throws(Rejection) -> Decimal? {
        guard let setting = named(name) else { return nil }
        return try Decimal(parsing: Text(setting.pointee.value))
    }
}

/// UTF-8 that somebody else keeps; valid until the call returns.
public struct Text: Equatable, ExpressibleByStringLiteral {
    let text: cg_text

    init(_ text: cg_text) { self.text = text }

    public init(stringLiteral value: StaticString) {
        text = UnsafeRawPointer(value.utf8Start).withMemoryRebound(to: CChar.self, capacity: value.utf8CodeUnitCount) {
            cg_text(data: $0, count: value.utf8CodeUnitCount)
        }
    }

    public var count: Int { text.count }
    public static func == (a: Text, b: Text) -> Bool { cg_text_equal(a.text, b.text) != 0 }

    func equals(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count == text.count else { return false }
        for index in 0..<text.count where UInt8(bitPattern: text.data[index]) != bytes[index] { return false }
        return true
    }
}

/// How digits that do not fit are dropped.
public struct Rounding {
    let rule: cg_rounding

    /// Toward zero.
    public static var down: Rounding { Rounding(rule: CG_ROUND_DOWN) }
    /// Away from zero.
    public static var up: Rounding { Rounding(rule: CG_ROUND_UP) }
    /// To the nearest, a half away from zero.
    public static var halfUp: Rounding { Rounding(rule: CG_ROUND_HALF_UP) }
    /// To the nearest, a half to the even digit.
    public static var halfEven: Rounding { Rounding(rule: CG_ROUND_HALF_EVEN) }
    public static var floor: Rounding { Rounding(rule: CG_ROUND_FLOOR) }
    public static var ceiling: Rounding { Rounding(rule: CG_ROUND_CEILING) }
}

/// An exact decimal of at most 38 digits. Nothing is rounded unless a rounding is named.
public struct Decimal {
    let number: cg_number

    init(_ number: cg_number) { self.number = number }

    public init(_ whole: Int64) { number = cg_whole(whole) }

    public init(parsing text: Text) throws(Rejection) {
        var result = cg_number()
        guard cg_parse(text.text, &result) == Int32(CG_OK) else { throw Rejection("not a decimal number") }
        number = result
    }

    private static func checked(_ status: Int32, _ result: cg_number) throws(Rejection) -> Decimal {
        switch status {
        case Int32(CG_OK): return Decimal(result)
        case Int32(CG_DIVISION_BY_ZERO): throw Rejection("division by zero")
        default: throw Rejection("a decimal of more than 38 digits; round first")
        }
    }

    public var sign: Int { Int(cg_sign(number)) }
    public static prefix func - (a: Decimal) -> Decimal { Decimal(cg_negated(a.number)) }
    public static func < (a: Decimal, b: Decimal) -> Bool { cg_compare(a.number, b.number) < 0 }
    public static func <= (a: Decimal, b: Decimal) -> Bool { cg_compare(a.number, b.number) <= 0 }
    public static func == (a: Decimal, b: Decimal) -> Bool { cg_compare(a.number, b.number) == 0 }

    public static func + (a: Decimal, b: Decimal) throws(Rejection) -> Decimal {
        var result = cg_number()
        return try checked(cg_add(a.number, b.number, &result), result)
    }

    public static func - (a: Decimal, b: Decimal) throws(Rejection) -> Decimal {
        var result = cg_number()
        return try checked(cg_subtract(a.number, b.number, &result), result)
    }

    /// The exact product.
    public static func * (a: Decimal, b: Decimal) throws(Rejection) -> Decimal {
        var result = cg_number()
        return try checked(cg_multiply(a.number, b.number, &result), result)
    }

    public func multiplied(by other: Decimal, scale: Int, _ rounding: Rounding) throws(Rejection) -> Decimal {
        var result = cg_number()
        return try Self.checked(
            cg_multiply_rounded(number, other.number, UInt32(scale), rounding.rule, &result), result)
    }

    public func divided(by other: Decimal, scale: Int, _ rounding: Rounding) throws(Rejection) -> Decimal {
        var result = cg_number()
        return try Self.checked(cg_divide(number, other.number, UInt32(scale), rounding.rule, &result), result)
    }

    public func rounded(scale: Int, _ rounding: Rounding) throws(Rejection) -> Decimal {
        var result = cg_number()
        return try Self.checked(cg_round(number, UInt32(scale), rounding.rule, &result), result)
    }
}

// MARK: The block that the host reads

nonisolated(unsafe) private var makeRule: (Settings) throws(Rejection) -> Rule = { _ throws(Rejection) in Rule() }
nonisolated(unsafe) private var info: UnsafeMutablePointer<cg_plugin_info>?

/// The block of a plugin, for `cg_plugin_info_v1` to return.
/// - Parameter make: called once with the settings, before all else.
public func definePlugin(
    name: StaticString, version: StaticString, _ make: @escaping (Settings) throws(Rejection) -> Rule
) -> UnsafePointer<cg_plugin_info>? {
    makeRule = make
    let block = info ?? UnsafeMutablePointer<cg_plugin_info>.allocate(capacity: 1)
    info = block
    block.initialize(
        to: cg_plugin_info(
            size: UInt32(MemoryLayout<cg_plugin_info>.size), abi_major: UInt16(CG_ABI_MAJOR),
            abi_minor: UInt16(CG_ABI_MINOR), name: Text(stringLiteral: name).text,
            version: Text(stringLiteral: version).text,
            start: { settings, state, error in startRule(settings, state, error) },
            transform: { state, input, output in transformBatch(state, input, output) },
            stop: { state in if let state { Unmanaged<Rule>.fromOpaque(state).release() } }))
    return UnsafePointer(block)
}

private func startRule(
    _ settings: UnsafePointer<cg_settings>?, _ state: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
    _ error: UnsafeMutablePointer<cg_message>?
) -> cg_status {
    guard let settings, let state, let error else { return Int32(CG_FAILED) }
    do throws(Rejection) {
        state.pointee = Unmanaged.passRetained(try makeRule(Settings(settings: settings))).toOpaque()
        return Int32(CG_OK)
    } catch let rejection {
        return cg_refuse(error, Text(stringLiteral: rejection.message).text.data)
    }
}

private func transformBatch(
    _ state: UnsafeMutableRawPointer?, _ input: UnsafePointer<cg_batch>?, _ output: UnsafeMutablePointer<cg_output>?
) -> cg_status {
    guard let state, let input, let output else { return Int32(CG_FAILED) }
    let rule = Unmanaged<Rule>.fromOpaque(state).takeUnretainedValue()
    let call = Int(input.pointee.call_index)
    for row in 0..<input.pointee.rows {
        do throws(Rejection) {
            try rule.transform(Record(batch: input, row: row), Out(output: output, row: row), call: call)
        } catch let rejection {
            let status = cg_reject(output, row, Text(stringLiteral: rejection.message).text.data)
            if status != Int32(CG_OK) { return status }
        }
    }
    return Int32(CG_OK)
}
