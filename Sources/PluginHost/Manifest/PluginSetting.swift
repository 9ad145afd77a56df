import JSON

/// A value of “settings”, as the ABI hands it over: flat, with JSON pointers for names, parents first.
struct PluginSetting: Sendable, Hashable {
    enum Kind: UInt32, Sendable {
        case text = 1
        case number = 2
        case boolean = 3
        case null = 4
        case object = 5
        case array = 6
    }

    let name: String
    let kind: Kind
    let value: String

    static func flatten(_ settings: JSONObject) -> [PluginSetting] {
        var list: [PluginSetting] = []
        for member in settings.members { add(member.value, escaped(member.key), to: &list) }
        return list
    }

    private static func escaped(_ key: String) -> String {
        key.replacing("~", with: "~0").replacing("/", with: "~1")
    }

    private static func add(_ value: JSONValue, _ name: String, to list: inout [PluginSetting]) {
        switch value {
        case .null: list.append(PluginSetting(name: name, kind: .null, value: ""))
        case .bool(let flag): list.append(PluginSetting(name: name, kind: .boolean, value: flag ? "true" : "false"))
        case .number(let text): list.append(PluginSetting(name: name, kind: .number, value: text))
        case .string(let text): list.append(PluginSetting(name: name, kind: .text, value: text))
        case .array(let values):
            list.append(PluginSetting(name: name, kind: .array, value: ""))
            for (index, item) in values.enumerated() { add(item, "\(name)/\(index)", to: &list) }
        case .object(let object):
            list.append(PluginSetting(name: name, kind: .object, value: ""))
            for member in object.members { add(member.value, "\(name)/\(escaped(member.key))", to: &list) }
        }
    }
}
