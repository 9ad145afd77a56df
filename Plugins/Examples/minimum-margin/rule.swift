// The margin of a line in Embedded Swift. Plugins/Examples/build shows how it is compiled.
public import CPluginABI

final class MinimumMargin: Rule {
    private let minimum: Decimal

    init(_ settings: Settings) throws(Rejection) {
        guard let minimum = try settings.decimal("minimum") else { throw Rejection("the setting minimum is missing") }
        self.minimum = minimum
    }

    override func transform(_ record: Record, _ out: Out, call: Int) throws(Rejection) {
        guard let list = record.decimal(0), let net = record.decimal(1), list.sign != 0 else { return }
        let margin = try (list - net).divided(by: list, scale: 4, .halfEven)
        try out.put(margin, 0)
        out.put(margin < minimum, 1)
    }
}

@c(cg_plugin_info_v1)
public func pluginInfo() -> UnsafePointer<cg_plugin_info>? {
    definePlugin(name: "minimum-margin", version: "1.0.0") { settings throws(Rejection) in
        try MinimumMargin(settings)
    }
}
