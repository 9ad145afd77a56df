import CPluginRuntime
import Credit

/// The two regions that the server shares with a plugin, as `plugin_wire.h` draws them: requests are written here, and replies
/// are copied out and only then checked, as a worker may change them at any time.
@safe struct SharedRegions {
    private let input: UnsafeMutablePointer<UInt8>
    private let output: UnsafeMutablePointer<UInt8>

    /// Both are of the sizes in `plugin_wire.h` and outlive this value.
    init(input: UnsafeMutablePointer<UInt8>, output: UnsafeMutablePointer<UInt8>) {
        unsafe self.input = input
        unsafe self.output = output
    }

    static let inputBytes = Int(WIRE_INPUT_BYTES)
    static let outputBytes = Int(WIRE_OUTPUT_BYTES)

    private var request: UnsafeMutablePointer<wire_request> { unsafe wire_request_in(input) }
    private var reply: UnsafeMutablePointer<wire_reply> { unsafe wire_reply_in(output) }

    // MARK: Requests

    /// Writes after the request; places are multiples of 16.
    @safe private struct Pen {
        var place: Int
        let end: Int
        let base: UnsafeMutablePointer<UInt8>

        mutating func room(_ count: Int) throws(PluginProblem) -> Int {
            let start = (place + 15) & ~15
            guard start + count <= end else {
                throw PluginProblem(.output, "the batch is too large for a worker's memory")
            }
            place = start + count
            return start
        }

        mutating func write<Element>(_ values: [Element]) throws(PluginProblem) -> UInt32 {
            let count = values.count * MemoryLayout<Element>.stride
            let start = try room(max(count, 1))
            unsafe values.withUnsafeBytes { bytes in
                if let source = bytes.baseAddress {
                    unsafe (base + start).update(from: source.assumingMemoryBound(to: UInt8.self), count: count)
                }
            }
            return UInt32(start)
        }

        mutating func write(_ text: String) throws(PluginProblem) -> wire_text {
            var text = text
            let bytes = text.withUTF8 { unsafe Array($0) }
            return wire_text(offset: try write(bytes), count: UInt32(bytes.count))
        }
    }

    private func pen() -> Pen {
        unsafe Pen(place: MemoryLayout<wire_request>.stride, end: Self.inputBytes, base: input)
    }

    func start(_ manifest: PluginManifest) throws(PluginProblem) {
        var pen = pen()
        var settings: [wire_setting] = []
        for setting in PluginSetting.flatten(manifest.settings) {
            let name = try pen.write(setting.name)
            settings.append(wire_setting(kind: setting.kind.rawValue, name: name, value: try pen.write(setting.value)))
        }
        let place = try pen.write(settings)
        let name = try pen.write(manifest.name)
        let version = try pen.write(manifest.version)
        let file = try pen.write(manifest.codeFile ?? "")
        unsafe request.pointee.version = UInt32(WIRE_VERSION)
        unsafe request.pointee.command = UInt32(WIRE_START)
        unsafe request.pointee.runtime = UInt32(manifest.runtime == .lua ? WIRE_LUA : WIRE_NATIVE)
        unsafe request.pointee.memory_mebibytes = UInt32(manifest.limits.memoryMebibytes)
        unsafe request.pointee.instructions = UInt64(manifest.limits.instructions)
        unsafe request.pointee.settings = place
        unsafe request.pointee.setting_count = UInt32(settings.count)
        unsafe request.pointee.plugin_name = name
        unsafe request.pointee.plugin_version = version
        unsafe request.pointee.file = file
        unsafe reply.pointee.status = -1
        unsafe reply.pointee.message_count = 0
    }

    func stop() { unsafe request.pointee.command = UInt32(WIRE_STOP) }

    /// Writes a batch, and resets all places of its answer.
    func batch(_ batch: PluginBatch, _ call: PluginCall, index: Int) throws(PluginProblem) {
        var pen = pen()
        let callName = try pen.write(call.name)
        for (place, column) in batch.columns.enumerated() {
            let target = unsafe wire_input_column(input, UInt32(place))
            unsafe target.pointee.name = try pen.write(call.columns[place].name)
            unsafe target.pointee.type = column.type.rawValue
            unsafe target.pointee.scale = 0
            unsafe target.pointee.offsets = 0
            unsafe target.pointee.validity = column.validity.isEmpty ? 0 : try pen.write(column.validity)
            switch column.values {
            case .text(let offsets, let bytes):
                unsafe target.pointee.offsets = try pen.write(offsets)
                unsafe target.pointee.values = try pen.write(bytes)
            case .decimal(let values, let scale):
                unsafe target.pointee.scale = UInt32(scale)
                unsafe target.pointee.values = try pen.write(values)
            case .integer(let values): unsafe target.pointee.values = try pen.write(values)
            case .date(let values): unsafe target.pointee.values = try pen.write(values)
            case .boolean(let values): unsafe target.pointee.values = try pen.write(values)
            }
        }
        var out = unsafe Pen(place: MemoryLayout<wire_reply>.stride, end: Self.outputBytes, base: output)
        let texts = call.outputs.count { $0.type == .text }
        var names: [wire_text] = []
        for column in call.outputs { names.append(try pen.write(column.name)) }
        for (place, column) in call.outputs.enumerated() {
            let target = unsafe wire_output_column(input, UInt32(place))
            unsafe target.pointee.name = names[place]
            unsafe target.pointee.type = column.type.rawValue
            unsafe target.pointee.scale = UInt32(column.scale)
            unsafe target.pointee.capacity = 0
            unsafe target.pointee.validity = UInt32(try out.room((batch.rows + 7) / 8 + 1))
            unsafe clear(Int(target.pointee.validity), (batch.rows + 7) / 8 + 1)
            switch column.type {
            case .text:
                unsafe target.pointee.offsets = UInt32(try out.room(4 * (batch.rows + 1)))
                unsafe clear(Int(target.pointee.offsets), 4 * (batch.rows + 1))
            default: unsafe target.pointee.values = UInt32(try out.room(column.type.width * batch.rows + 1))
            }
        }
        unsafe request.pointee.errors = UInt32(try out.room(MemoryLayout<RowErrorBytes>.stride * batch.rows))
        // What is left is shared among the text columns.
        let share = texts == 0 ? 0 : min(Self.mostText, (Self.outputBytes - out.place) / texts - 16)
        for (place, column) in call.outputs.enumerated() where column.type == .text {
            let target = unsafe wire_output_column(input, UInt32(place))
            unsafe target.pointee.values = UInt32(try out.room(share))
            unsafe target.pointee.capacity = UInt32(share)
        }
        unsafe request.pointee.command = UInt32(WIRE_BATCH)
        unsafe request.pointee.rows = UInt32(batch.rows)
        unsafe request.pointee.call_index = UInt32(index)
        unsafe request.pointee.call = callName
        unsafe request.pointee.input_count = UInt32(batch.columns.count)
        unsafe request.pointee.output_count = UInt32(call.outputs.count)
        unsafe request.pointee.error_capacity = UInt32(batch.rows)
        unsafe reply.pointee.status = -1
        unsafe reply.pointee.error_count = 0
        unsafe reply.pointee.message_count = 0
    }

    private static let mostText = 4 << 20
    /// `cg_row_error`.
    private typealias RowErrorBytes = (
        UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64,
        UInt64, UInt64
    )

    private func clear(_ place: Int, _ count: Int) { unsafe (output + place).update(repeating: 0, count: count) }

    // MARK: Replies

    var status: Int32 { unsafe reply.pointee.status }
    var confinement: UInt32 { unsafe reply.pointee.confinement }
    var abi: (major: Int, minor: Int) {
        unsafe (Int(reply.pointee.abi_major), Int(reply.pointee.abi_minor))
    }
    var systemCall: String {
        let number = unsafe reply.pointee.system_call
        guard let name = unsafe plugin_system_call_name(number) else { return "system call \(number)" }
        return unsafe String(cString: name)
    }

    var message: String {
        let count = min(Int(unsafe reply.pointee.message_count), 1_024)
        let start = unsafe wire_message(output)
        return unsafe start.withMemoryRebound(to: UInt8.self, capacity: 1_024) { bytes in
            unsafe String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
        }
    }

    private func copy<Element: BitwiseCopyable>(_ place: UInt32, _ count: Int, of type: Element.Type) -> [Element] {
        // The places are those that this side wrote; the request is read-only over there.
        let start = unsafe UnsafeRawPointer(output + Int(place))
        return unsafe [Element](unsafeUninitializedCapacity: count) { buffer, filled in
            if let target = buffer.baseAddress {
                unsafe UnsafeMutableRawPointer(target).copyMemory(
                    from: start, byteCount: count * MemoryLayout<Element>.stride)
            }
            filled = count
        }
    }

    /// The answer to a batch, copied and checked.
    /// - Throws: `.output` for anything that does not fit the request.
    func result(rows: Int, _ call: PluginCall) throws(PluginProblem) -> PluginResult {
        let errorCount = Int(unsafe reply.pointee.error_count)
        guard errorCount <= rows else {
            throw PluginProblem(.output, "reports \(errorCount) failed records of \(rows)")
        }
        var columns: [PluginColumn] = []
        columns.reserveCapacity(call.outputs.count)
        for (place, output) in call.outputs.enumerated() {
            columns.append(try column(place, output, rows: rows))
        }
        var errors: [PluginRowError] = []
        if errorCount > 0 { errors = try rowErrors(errorCount, rows: rows, call) }
        for error in errors {
            for index in columns.indices where columns[index].isValid(error.row) {
                columns[index] = columns[index].clearing(error.row)
            }
        }
        return PluginResult(columns: columns, errors: errors)
    }

    private func rowErrors(_ count: Int, rows: Int, _ call: PluginCall) throws(PluginProblem) -> [PluginRowError] {
        let bytes = copy(unsafe request.pointee.errors, count * 128, of: UInt8.self)
        var errors: [PluginRowError] = []
        var seen: Set<Int> = []
        for index in 0..<count {
            let start = index * 128
            func word(_ place: Int) -> Int {
                (0..<4).reduce(0) { $0 | Int(bytes[start + place + $1]) << (8 * $1) }
            }
            let row = word(0)
            let length = word(4)
            guard row < rows, length <= 120 else {
                throw PluginProblem(
                    .output, "reports a failure of record \(row) of \(rows), with a message of \(length) bytes")
            }
            guard seen.insert(row).inserted else { continue }
            let text = String(decoding: bytes[start + 8..<start + 8 + length], as: UTF8.self)
            errors.append(PluginRowError(row: row, problem: PluginProblem(.row, text)))
        }
        return errors.sorted { $0.row < $1.row }
    }

    private func column(_ place: Int, _ output: PluginOutput, rows: Int) throws(PluginProblem) -> PluginColumn {
        let given = unsafe wire_output_column(input, UInt32(place)).pointee
        var validity = copy(given.validity, (rows + 7) / 8, of: UInt8.self)
        if rows & 7 != 0, let last = validity.indices.last {
            guard validity[last] >> UInt8(rows & 7) == 0 else {
                throw PluginProblem(.output, "\(output.name): values are marked behind the last record")
            }
        }
        let isFull = validity.allSatisfy { $0 == 255 }
        if isFull, rows & 7 == 0 { validity = [] }
        let values: PluginColumn.Values
        switch output.type {
        case .text: values = try text(place, given, output, rows: rows)
        case .decimal:
            let numbers = copy(given.values, rows, of: Int128.self)
            for (row, number) in numbers.enumerated() where number.magnitude >= DecimalPowers.limit {
                let isNull = !validity.isEmpty && validity[row >> 3] >> UInt8(row & 7) & 1 == 0
                if !isNull {
                    throw PluginProblem(.output, "\(output.name) of record \(row) has more than 38 digits")
                }
            }
            values = .decimal(numbers, scale: output.scale)
        case .integer: values = .integer(copy(given.values, rows, of: Int64.self))
        case .date:
            let days = copy(given.values, rows, of: Int32.self)
            // Years 1 to 9999.
            for (row, day) in days.enumerated() where day < -719_162 || day > 2_932_896 {
                if validity.isEmpty || validity[row >> 3] >> UInt8(row & 7) & 1 == 1 {
                    throw PluginProblem(
                        .output, "\(output.name) of record \(row) is day \(day), outside the years 1 to 9999")
                }
            }
            values = .date(days)
        case .boolean: values = .boolean(copy(given.values, rows, of: UInt8.self).map { $0 == 0 ? 0 : 1 })
        }
        return PluginColumn(values, validity: validity)
    }

    private func text(
        _ place: Int, _ given: wire_column, _ output: PluginOutput, rows: Int
    ) throws(PluginProblem) -> PluginColumn.Values {
        var offsets = copy(given.offsets, rows + 1, of: Int32.self)
        let written = Int(unsafe wire_text_rows(self.output, UInt32(place)))
        guard written <= rows else {
            throw PluginProblem(.output, "\(output.name): texts of \(written) records were written, there are \(rows)")
        }
        guard offsets[0] == 0 else {
            throw PluginProblem(.output, "\(output.name): the first offset is \(offsets[0]), not 0")
        }
        for row in 0..<written where offsets[row + 1] < offsets[row] || offsets[row + 1] > Int32(given.capacity) {
            throw PluginProblem(
                .output,
                "\(output.name): the text of record \(row) lies from byte \(offsets[row]) to \(offsets[row + 1]) of \(given.capacity)"
            )
        }
        for row in written..<max(written, rows) { offsets[row + 1] = offsets[written] }
        let bytes = copy(given.values, Int(offsets[rows]), of: UInt8.self)
        if !bytes.allSatisfy({ $0 < 128 }) {
            for row in 0..<rows {
                let slice = bytes[Int(offsets[row])..<Int(offsets[row + 1])]
                guard String(validating: slice, as: UTF8.self) != nil else {
                    throw PluginProblem(.output, "\(output.name) of record \(row) is not UTF-8")
                }
            }
        }
        return .text(offsets: offsets, bytes: bytes)
    }
}

extension PluginType {
    /// Bytes a value; texts have none of their own.
    var width: Int {
        switch self {
        case .text: 0
        case .decimal: 16
        case .integer: 8
        case .date: 4
        case .boolean: 1
        }
    }
}

extension PluginColumn {
    /// The column with null in one row.
    func clearing(_ row: Int) -> PluginColumn {
        let rows: Int
        switch values {
        case .text(let offsets, _): rows = offsets.count - 1
        case .decimal(let values, _): rows = values.count
        case .integer(let values): rows = values.count
        case .date(let values): rows = values.count
        case .boolean(let values): rows = values.count
        }
        var bits = validity.isEmpty ? [UInt8](repeating: 255, count: (rows + 7) / 8) : validity
        if validity.isEmpty, rows & 7 != 0 { bits[bits.count - 1] = (1 << UInt8(rows & 7)) - 1 }
        bits[row >> 3] &= ~(1 << UInt8(row & 7))
        return PluginColumn(values, validity: bits)
    }
}
