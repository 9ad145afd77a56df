internal import Credit
internal import GRDBSQLite
internal import Store

/// A prepared statement: bound from the first parameter on, stepped, read from the first column on.
@safe final class Statement {
    private let pointer: OpaquePointer
    private unowned let connection: Connection
    /// The parameter bound last, 1-based.
    private var parameter: Int32 = 0
    /// From when it is asked for until it is reset.
    var isInUse = true
    /// The column to read next.
    private var column: Int32 = 0

    /// "The application must ensure that the content stays unchanged until it has been copied": SQLITE_TRANSIENT, a
    /// cast that Swift does not import.
    private static let copied = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    init(_ pointer: OpaquePointer, connection: Connection) {
        unsafe self.pointer = pointer
        self.connection = connection
    }

    deinit { unsafe sqlite3_finalize(pointer) }

    // MARK: Running

    /// Goes to the next row; false behind the last.
    func step() throws(StoreError) -> Bool {
        column = 0
        let code = unsafe sqlite3_step(pointer)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw connection.error(code)
        }
    }

    /// Steps a statement that gives no row and makes it ready for the next parameters.
    func execute() throws(StoreError) {
        defer { reset() }
        while try step() {}
    }

    /// Ends the run and forgets the parameters.
    func reset() {
        unsafe sqlite3_reset(pointer)
        unsafe sqlite3_clear_bindings(pointer)
        parameter = 0
        column = 0
        isInUse = false
    }

    // MARK: Parameters, in order

    @discardableResult func bind(_ value: Int64) -> Self {
        parameter += 1
        unsafe sqlite3_bind_int64(pointer, parameter, value)
        return self
    }

    @discardableResult func bind(_ value: Int64?) -> Self { value.map { bind($0) } ?? bindNull() }
    @discardableResult func bind(_ value: Int) -> Self { bind(Int64(value)) }
    @discardableResult func bind(_ value: Bool) -> Self { bind(Int64(value ? 1 : 0)) }
    @discardableResult func bind(_ value: Bool?) -> Self { bind(value.map { Int64($0 ? 1 : 0) }) }
    @discardableResult func bind(_ value: Instant) -> Self { bind(value.microseconds) }
    @discardableResult func bind(_ value: Instant?) -> Self { bind(value?.microseconds) }
    @discardableResult func bind(_ value: Day) -> Self { bind(Int64(value.number)) }
    @discardableResult func bind(_ value: Day?) -> Self { bind(value.map { Int64($0.number) }) }
    @discardableResult func bind(_ value: BillingMonth) -> Self { bind(Int64(value.number)) }
    @discardableResult func bind(_ value: BillingMonth?) -> Self { bind(value.map { Int64($0.number) }) }
    @discardableResult func bind(_ value: CountryCode?) -> Self { bind(value?.description) }
    @discardableResult func bind(_ value: CurrencyCode?) -> Self { bind(value?.description) }
    @discardableResult func bind(_ value: ExactDecimal?) -> Self { bind(value?.description) }
    @discardableResult func bind<Value: RawRepresentable>(_ value: Value) -> Self where Value.RawValue == UInt8 {
        bind(Int64(value.rawValue))
    }
    @discardableResult func bind<Value: RawRepresentable>(_ value: Value?) -> Self where Value.RawValue == UInt8 {
        bind(value.map { Int64($0.rawValue) })
    }

    @discardableResult func bind(_ value: String) -> Self {
        parameter += 1
        var value = value
        value.withUTF8 { utf8 in
            unsafe utf8.withMemoryRebound(to: CChar.self) { text in
                // An empty buffer may have no address, which SQLite would take for NULL.
                if let start = text.baseAddress {
                    _ = unsafe sqlite3_bind_text(pointer, parameter, start, Int32(text.count), Self.copied)
                } else {
                    _ = unsafe sqlite3_bind_text(pointer, parameter, "", 0, Self.copied)
                }
            }
        }
        return self
    }

    @discardableResult func bind(_ value: String?) -> Self { value.map { bind($0) } ?? bindNull() }

    /// 16 bytes, the first digits first.
    @discardableResult func bind(_ value: GUID) -> Self {
        var bytes = (value.high.bigEndian, value.low.bigEndian)
        parameter += 1
        unsafe withUnsafeBytes(of: &bytes) { bytes in
            _ = unsafe sqlite3_bind_blob(pointer, parameter, bytes.baseAddress, 16, Self.copied)
        }
        return self
    }

    @discardableResult func bind(_ value: GUID?) -> Self { value.map { bind($0) } ?? bindNull() }

    @discardableResult func bind(_ value: [UInt8]) -> Self {
        parameter += 1
        unsafe value.withUnsafeBytes { bytes in
            if unsafe bytes.isEmpty {
                _ = unsafe sqlite3_bind_zeroblob(pointer, parameter, 0)
            } else {
                _ = unsafe sqlite3_bind_blob64(
                    pointer, parameter, bytes.baseAddress, UInt64(bytes.count), Self.copied)
            }
        }
        return self
    }

    @discardableResult func bind(_ value: [UInt8]?) -> Self { value.map { bind($0) } ?? bindNull() }

    @discardableResult func bindNull() -> Self {
        parameter += 1
        unsafe sqlite3_bind_null(pointer, parameter)
        return self
    }

    /// Binds the bytes as the last parameter without copying them, runs the statement and makes it ready again.
    func execute(borrowing bytes: RawSpan) throws(StoreError) {
        parameter += 1
        let position = parameter
        let code = unsafe bytes.withUnsafeBytes { bytes in
            // No destructor means static: the bytes stay valid until the step below is done, and reset lets go of them.
            if unsafe bytes.isEmpty {
                _ = unsafe sqlite3_bind_zeroblob(pointer, position, 0)
            } else {
                _ = unsafe sqlite3_bind_blob64(pointer, position, bytes.baseAddress, UInt64(bytes.count), nil)
            }
            let code = unsafe sqlite3_step(pointer)
            unsafe sqlite3_reset(pointer)
            unsafe sqlite3_clear_bindings(pointer)
            return code
        }
        parameter = 0
        isInUse = false
        if code != SQLITE_DONE { throw connection.error(code) }
    }

    // MARK: Columns of the row, in order

    /// The number in the next column, which is not read by that.
    func peekInt() -> Int64 { unsafe sqlite3_column_int64(pointer, column) }

    func int() -> Int64 {
        defer { column += 1 }
        return unsafe sqlite3_column_int64(pointer, column)
    }

    func intOrNil() -> Int64? { isNull ? skip() : int() }
    func bool() -> Bool { int() != 0 }
    func boolOrNil() -> Bool? { intOrNil().map { $0 != 0 } }
    func instant() -> Instant { Instant(microseconds: int()) }
    func instantOrNil() -> Instant? { intOrNil().map { Instant(microseconds: $0) } }
    func day() -> Day { Day(number: Int32(truncatingIfNeeded: int())) }
    func dayOrNil() -> Day? { intOrNil().map { Day(number: Int32(truncatingIfNeeded: $0)) } }
    func month() -> BillingMonth { BillingMonth(number: Int32(truncatingIfNeeded: int())) }
    func monthOrNil() -> BillingMonth? { intOrNil().map { BillingMonth(number: Int32(truncatingIfNeeded: $0)) } }

    func text() -> String {
        defer { column += 1 }
        guard let text = unsafe sqlite3_column_text(pointer, column) else { return "" }
        let count = unsafe Int(sqlite3_column_bytes(pointer, column))
        return unsafe String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
    }

    /// The same from a column that repeats itself.
    func text(_ pool: inout TextPool) -> String {
        defer { column += 1 }
        guard let text = unsafe sqlite3_column_text(pointer, column) else { return "" }
        let bytes = unsafe UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(pointer, column)))
        return unsafe pool.text(bytes.span)
    }

    func textOrNil(_ pool: inout TextPool) -> String? { isNull ? skip() : text(&pool) }

    func textOrNil() -> String? { isNull ? skip() : text() }

    func bytes() -> [UInt8] {
        defer { column += 1 }
        guard let start = unsafe sqlite3_column_blob(pointer, column) else { return [] }
        let count = unsafe Int(sqlite3_column_bytes(pointer, column))
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }

    func bytesOrNil() -> [UInt8]? { isNull ? skip() : bytes() }

    /// Lends the blob; it is valid during the call.
    func withBytes(_ body: (RawSpan) throws -> Void) throws {
        defer { column += 1 }
        let start = unsafe sqlite3_column_blob(pointer, column)
        let count = unsafe Int(sqlite3_column_bytes(pointer, column))
        let buffer = unsafe UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
        try body(unsafe buffer.bytes)
    }

    /// - Throws: `.corrupt` where the value is none.
    func guid() throws(StoreError) -> GUID {
        guard let value = try guidOrNil() else { throw damaged() }
        return value
    }

    func guidOrNil() throws(StoreError) -> GUID? {
        if isNull { return skip() }
        guard unsafe sqlite3_column_bytes(pointer, column) == 16,
            let start = unsafe sqlite3_column_blob(pointer, column)
        else { throw damaged() }
        column += 1
        let high = unsafe start.loadUnaligned(as: UInt64.self)
        let low = unsafe start.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        return GUID(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low))
    }

    func decimal() throws(StoreError) -> ExactDecimal {
        guard let value = try decimalOrNil() else { throw damaged() }
        return value
    }

    func decimalOrNil() throws(StoreError) -> ExactDecimal? {
        guard let text = textOrNil() else { return nil }
        do { return try ExactDecimal(parsing: text) } catch { throw damaged() }
    }

    func country() throws(StoreError) -> CountryCode {
        guard let value = CountryCode(text()) else { throw damaged() }
        return value
    }

    func countryOrNil() -> CountryCode? { textOrNil().flatMap { CountryCode($0) } }

    func currency() throws(StoreError) -> CurrencyCode {
        guard let value = CurrencyCode(text()) else { throw damaged() }
        return value
    }

    func currencyOrNil() -> CurrencyCode? { textOrNil().flatMap { CurrencyCode($0) } }

    func value<Value: RawRepresentable>(_: Value.Type) throws(StoreError) -> Value where Value.RawValue == UInt8 {
        guard let raw = UInt8(exactly: int()), let value = Value(rawValue: raw) else { throw damaged() }
        return value
    }

    func valueOrNil<Value: RawRepresentable>(_ type: Value.Type) throws(StoreError) -> Value?
    where Value.RawValue == UInt8 {
        if isNull { return skip() }
        return try value(type)
    }

    private var isNull: Bool { unsafe sqlite3_column_type(pointer, column) == SQLITE_NULL }

    private func skip<Value>() -> Value? {
        column += 1
        return nil
    }

    private func damaged() -> StoreError {
        let name = unsafe sqlite3_column_name(pointer, max(column - 1, 0)).map { unsafe String(cString: $0) }
        return .corrupt(detail: "a value of the column \(name ?? "?") is not of its type")
    }
}
