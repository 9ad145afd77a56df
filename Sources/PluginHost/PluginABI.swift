/// The version of the plugin ABI that this server speaks. A test holds it against `creditgraph_plugin.h`.
package enum PluginABI {
    package static let major = 1
    package static let minor = 0
}
