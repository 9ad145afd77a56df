package import Credit
package import PluginHost
package import Store

/// The rule of a plugin for lines.
package struct TransformRule: Sendable {
    package let plugin: LoadedPlugin
    /// Its place among the plugin's calls.
    package let index: Int
    package let inputs: [LineInput]

    /// nil for a plugin without a lines hook.
    package init?(_ plugin: LoadedPlugin) {
        let calls = plugin.instance.manifest.calls
        guard let index = calls.firstIndex(where: \.isLines) else { return nil }
        self.plugin = plugin
        self.index = index
        inputs = calls[index].inputs.map { LineInput($0, isDecided: true) }
    }

    package var call: PluginCall { plugin.instance.manifest.calls[index] }

    /// What its columns are kept under.
    package func record(at: Instant) -> PluginGenerationRecord {
        let manifest = plugin.manifest
        return PluginGenerationRecord(
            id: 0, name: manifest.name, version: manifest.version, contentHash: plugin.instance.contentHash,
            order: manifest.order, showsFailures: manifest.limits.policy != .null, madeAt: at,
            outputs: call.outputs.map {
                PluginOutputRecord(name: $0.name, type: $0.type.name, scale: $0.scale, of: $0.of)
            })
    }

    /// The version of this rule among those that the store knows.
    package func generation(in records: [PluginGenerationRecord]) -> PluginGenerationRecord? {
        records.first {
            $0.name == plugin.manifest.name && $0.version == plugin.manifest.version
                && $0.contentHash == plugin.instance.contentHash
        }
    }
}

extension PluginOutputRecord {
    /// nil for a type that only a newer version knows.
    package var pluginType: PluginType? { PluginType(name: type) }

    /// The value of a stored text.
    package func value(_ text: [UInt8]) -> PluginValue {
        switch pluginType {
        case .text: return .text(String(decoding: text, as: UTF8.self))
        case .decimal: return (try? ExactDecimal(parsing: text.span)).map { .decimal($0) } ?? .null
        case .integer: return Int64(String(decoding: text, as: UTF8.self)).map { .integer($0) } ?? .null
        case .date: return (try? Day(parsing: text.span)).map { .date($0.number) } ?? .null
        case .boolean: return .boolean(text == Array("true".utf8))
        case nil: return .null
        }
    }
}
