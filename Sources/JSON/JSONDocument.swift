import CJansson

/// A JSON text read by jansson: configuration, files of settings, the variables of a request.
///
/// The C tree lives as long as this value and never leaves it. jansson turns decimals into doubles, so `value()` reads
/// the text again with our own scanner where it holds one; a number never passes through a double.
@safe package struct JSONDocument: ~Copyable {
    /// Nil where jansson could not read what our scanner accepts.
    private let root: UnsafeMutablePointer<json_t>?
    private let source: [UInt8]

    /// Reads one value; duplicate keys are an error.
    /// - Throws: `JSONSyntaxError` with line and column.
    package init(parsing bytes: [UInt8]) throws(JSONSyntaxError) {
        let hasMark = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
        source = hasMark ? Array(bytes.dropFirst(3)) : bytes
        let flags = Int(JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL)
        unsafe root = unsafe source.withUnsafeBytes { buffer in
            unsafe json_loadb(buffer.baseAddress, buffer.count, flags, nil)
        }
        // The scanner names a mistake in our words. What it accepts all the same is a whole number beyond 64 bits.
        if unsafe root == nil { _ = try JSONValue(parsing: source) }
    }

    deinit { unsafe json_decref(root) }

    /// The text under a key of the outermost object.
    package func string(at key: String) -> String? {
        guard let root = unsafe root else { return (try? value())?.object?[key]?.string }
        guard let found = unsafe json_object_get(root, key), unsafe found.pointee.type == JSON_STRING else {
            return nil
        }
        return unsafe Self.text(of: found)
    }

    /// All of it as a Swift value.
    /// - Throws: `JSONSyntaxError` where it is nested deeper than the limit.
    package func value(depthLimit: Int = JSONValue.depthLimit) throws(JSONSyntaxError) -> JSONValue {
        if let root = unsafe root, let copied = unsafe Self.copy(root, levelsLeft: depthLimit) { return copied }
        return try JSONValue(parsing: source, depthLimit: depthLimit)
    }

    /// Nil where the tree holds a real or is too deep: then the scanner has the word.
    private static func copy(_ node: UnsafeMutablePointer<json_t>, levelsLeft: Int) -> JSONValue? {
        switch unsafe node.pointee.type {
        case JSON_NULL: return .null
        case JSON_TRUE: return .bool(true)
        case JSON_FALSE: return .bool(false)
        case JSON_INTEGER: return unsafe .number(String(json_integer_value(node)))
        case JSON_STRING: return unsafe text(of: node).map { .string($0) }
        case JSON_ARRAY:
            if levelsLeft == 0 { return nil }
            var values: [JSONValue] = []
            for index in 0..<(unsafe json_array_size(node)) {
                guard let item = unsafe json_array_get(node, index),
                    let value = unsafe copy(item, levelsLeft: levelsLeft - 1)
                else { return nil }
                values.append(value)
            }
            return .array(values)
        case JSON_OBJECT:
            if levelsLeft == 0 { return nil }
            var object = JSONObject()
            var iterator = unsafe json_object_iter(node)
            while let current = unsafe iterator {
                guard let key = unsafe json_object_iter_key(current), let item = unsafe json_object_iter_value(current),
                    let value = unsafe copy(item, levelsLeft: levelsLeft - 1)
                else { return nil }
                unsafe object.append(String(cString: key), value)
                unsafe iterator = unsafe json_object_iter_next(node, current)
            }
            return .object(object)
        default: return nil
        }
    }

    private static func text(of node: UnsafeMutablePointer<json_t>) -> String? {
        guard let start = unsafe json_string_value(node) else { return nil }
        let length = unsafe json_string_length(node)
        // jansson has checked that the bytes are UTF-8.
        return unsafe UnsafeRawPointer(start).withMemoryRebound(to: UInt8.self, capacity: length) { bytes in
            unsafe String(decoding: UnsafeBufferPointer(start: bytes, count: length), as: UTF8.self)
        }
    }
}
