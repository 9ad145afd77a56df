import Glibc

/// What `plugin new` writes: a plugin that marks up a line, in each of the ways to write one.
enum PluginTemplate: String {
    case table
    case lua
    case c
    case swift

    struct File {
        let name: String
        let text: String
        var mode: mode_t = 0o644
    }

    func files(_ name: String) -> [File] {
        let common = [
            File(name: "plugin.json", text: manifest(name)),
            File(name: "cases/markup.json", text: Self.cases.replacing("PRICE", with: Self.fieldName(name))),
        ]
        return switch self {
        case .table: common
        case .lua: common + [File(name: "rule.lua", text: Self.luaRule.replacing("PRICE", with: Self.fieldName(name)))]
        case .c:
            common + [
                File(name: "rule.c", text: Self.cRule(name)),
                File(
                    name: "build",
                    text: Self.build("cc -std=c11 -O2 -fPIC -shared -I \"$plugins/ABI\" rule.c -o rule.so"),
                    mode: 0o755),
            ]
        case .swift:
            common + [
                File(name: "rule.swift", text: Self.swiftRule(name)),
                File(
                    name: "build",
                    text: Self.build(
                        "swiftc -swift-version 6 -enable-upcoming-feature InternalImportsByDefault \\\n"
                            + "    -enable-experimental-feature Embedded -wmo -parse-as-library -O -emit-library -module-name rule \\\n"
                            + "    -I \"$plugins/ABI\" \"$plugins\"/SDK/*.swift rule.swift -o rule.so"), mode: 0o755),
            ]
        }
    }

    /// What to do next, for people.
    func next(_ directory: String) -> [String] {
        (self == .c || self == .swift
            ? ["Build it:   \(directory)/build PATH/OF/creditgraph/Plugins"] : [])
            + ["Check it:   creditgraph plugin check \(directory)"]
    }

    private func manifest(_ name: String) -> String {
        let field = Self.fieldName(name)
        let runtime = self == .table ? "table" : self == .lua ? "lua" : "native"
        let code = self == .table ? "" : "\n  \"code\": \"\(self == .lua ? "rule.lua" : "rule.so")\","
        let body: String
        switch self {
        case .table:
            body = """
                  "tables": {
                    "markups": {
                      "rows": [{"meterCategory": "Storage", "value": 1.05}],
                      "default": 1.10
                    }
                  },
                  "rules": {
                    "lines": {
                      "\(field)": {
                        "round": {"multiply": ["billingPreTaxTotal", {"table": "markups"}]},
                        "scale": 2, "rounding": "half_even"
                      }
                    }
                  }
                """
        case .lua:
            body = """
                  "settings": {"markups": {"Storage": 1.05}, "default": 1.10}
                """
        case .c, .swift:
            body = """
                  "settings": {"storage": 1.05, "default": 1.10}
                """
        }
        return """
            {
              "name": "\(name)",
              "version": "0.1.0",
              "description": "What this plugin is for, in one sentence.",
              "abi": "1.0",
              "runtime": "\(runtime)",\(code)
              "order": 100,
              "hooks": {
                "lines": {
                  "inputs": ["meterCategory", "billingPreTaxTotal"],
                  "outputs": {
                    "\(field)": {
                      "type": "decimal", "scale": 2, "of": "billingPreTaxTotal",
                      "description": "The line's amount with a markup, in the billing currency, rounded half to even."
                    }
                  }
                }
              },
            \(body)
            }

            """
    }

    /// `my-rule` → `myRulePrice`; `customer-price` → `customerPrice`.
    static func fieldName(_ name: String) -> String {
        let words = name.split(separator: "-")
        let camel =
            words.prefix(1).joined() + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        return camel.hasSuffix("Price") ? camel : camel + "Price"
    }

    private static let cases = """
        {
          "call": "lines",
          "input": [
            {"meterCategory": "Storage", "billingPreTaxTotal": "10.00"},
            {"meterCategory": "Virtual Machines", "billingPreTaxTotal": "0.490235765325545"},
            {"meterCategory": "Storage", "billingPreTaxTotal": null}
          ],
          "expected": [
            {"PRICE": "10.50"},
            {"PRICE": "0.54"},
            {"PRICE": null}
          ]
        }

        """

    private static let luaRule = """
        -- Called for each record. Decimals are exact: nothing is rounded unless a rounding is named.

        function lines(row, out)
          local amount = row.billingPreTaxTotal
          if amount == nil then return end
          local markup = settings.markups[row.meterCategory] or settings.default
          out.PRICE = amount:multiply(markup, 2, "half_even")
        end

        """

    private static func cRule(_ name: String) -> String {
        """
        #include "creditgraph_decimal.h"
        #include <stdlib.h>

        /* In the order of "inputs" in plugin.json. */
        enum { CATEGORY, AMOUNT };

        typedef struct { cg_number storage, other; } rule;

        static cg_status start(const cg_settings *settings, void **state, cg_message *error) {
          const cg_setting *storage = cg_setting_named(settings, "storage"), *other = cg_setting_named(settings, "default");
          rule *made = malloc(sizeof *made);
          if (made == NULL || storage == NULL || other == NULL || cg_parse(storage->value, &made->storage) != CG_OK ||
              cg_parse(other->value, &made->other) != CG_OK)
            return cg_refuse(error, "the settings storage and default must be numbers");
          *state = made;
          return CG_OK;
        }

        static cg_status transform(void *state, const cg_batch *input, cg_output *output) {
          const rule *own = state;
          const cg_column *category = cg_column_at(input, CATEGORY), *amount = cg_column_at(input, AMOUNT);
          for (uint32_t row = 0; row < input->rows; row++) {
            if (!cg_is_valid(amount, row)) continue;
            cg_number markup = cg_text_equal(cg_text_at(category, row), cg_text_of("Storage")) ? own->storage : own->other, price;
            cg_status status = cg_multiply_rounded(cg_number_at(amount, row), markup, 2, CG_ROUND_HALF_EVEN, &price);
            if (status == CG_OK) status = cg_put_number(cg_output_at(output, 0), row, price);
            if (status != CG_OK && cg_reject(output, row, "the amount is too large") != CG_OK) return status;
          }
          return CG_OK;
        }

        static void stop(void *state) { free(state); }

        static const cg_plugin_info info = {
            .size = sizeof info, .abi_major = CG_ABI_MAJOR, .abi_minor = CG_ABI_MINOR,
            .name = {"\(name)", \(name.utf8.count)}, .version = {"0.1.0", 5},
            .start = start, .transform = transform, .stop = stop,
        };

        CG_EXPORT const cg_plugin_info *cg_plugin_info_v1(void) { return &info; }

        """
    }

    private static func swiftRule(_ name: String) -> String {
        """
        public import CPluginABI

        final class Markup: Rule {
            private let storage: Decimal
            private let other: Decimal

            init(_ settings: Settings) throws(Rejection) {
                guard let storage = try settings.decimal("storage"), let other = try settings.decimal("default") else {
                    throw Rejection("the settings storage and default are missing")
                }
                self.storage = storage
                self.other = other
            }

            // Columns are numbered in the order of “inputs” and “outputs” in plugin.json.
            override func transform(_ record: Record, _ out: Out, call: Int) throws(Rejection) {
                guard let amount = record.decimal(1) else { return }
                let markup = record.text(0) == "Storage" ? storage : other
                try out.put(amount.multiplied(by: markup, scale: 2, .halfEven), 0)
            }
        }

        @c(cg_plugin_info_v1)
        public func pluginInfo() -> UnsafePointer<cg_plugin_info>? {
            definePlugin(name: "\(name)", version: "0.1.0") { settings throws(Rejection) in
                try Markup(settings)
            }
        }

        """
    }

    private static func build(_ command: String) -> String {
        """
        #!/usr/bin/env bash
        # Compiles the plugin. Usage: build PATH/OF/creditgraph/Plugins
        set -euo pipefail
        plugins=$(cd "${1:?usage: build PATH/OF/creditgraph/Plugins}" && pwd)
        cd "$(dirname "$0")"
        \(command)

        """
    }
}
