import Testing

@testable import PluginHost

/// The language that rules are written in, and what is not in it.
@Suite("A Lua rule")
struct LuaRuleTests {
    struct Refused: Sendable, CustomTestStringConvertible {
        let rule: String
        let message: String
        var testDescription: String { rule }
    }

    static let refused = [
        Refused(rule: "while true do end", message: "rule.lua:1: a record used up its 100000 instructions"),
        Refused(rule: "local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(1000) .. i end", message: "used up its"),
        Refused(rule: "local s = ('x'):rep(1000000000)", message: "the rule used up its memory"),
        Refused(rule: "io.open('/etc/passwd')", message: "global 'io'"),
        Refused(rule: "os.time()", message: "global 'os'"),
        Refused(rule: "pcall(error)", message: "global 'pcall'"),
        Refused(rule: "coroutine.wrap(error)", message: "global 'coroutine'"),
        Refused(rule: "load('x = 1')", message: "global 'load'"),
        Refused(rule: "require('x')", message: "global 'require'"),
        Refused(rule: "math.random()", message: "field 'random'"),
        Refused(rule: "string.match('a', 'b')", message: "field 'match'"),
        Refused(rule: "('a'):gsub('b', 'c')", message: "method 'gsub'"),
        Refused(rule: "collectgarbage()", message: "global 'collectgarbage'"),
        Refused(rule: "getmetatable('').__index = nil", message: "global 'getmetatable'"),
        Refused(rule: "local x = dec('1.1') * 0.1", message: "rule.lua:1: a float is not exact"),
        Refused(rule: "local x = dec('1') / 3", message: "a quotient needs a scale and a rounding"),
        Refused(rule: "local x = dec('1,5')", message: "\"1,5\" is not a decimal number"),
        Refused(rule: "\u{1B}Lua", message: "attempt to load a binary chunk"),
        Refused(rule: "x = = 1", message: "rule.lua:1: unexpected symbol near '='"),
    ]

    @Test("cannot do what rules must not", arguments: refused)
    func refusal(_ one: Refused) throws {
        let fixture = try PluginFixture()
        fixture.lua("one", one.rule)
        let problem = try #require(try fixture.problem())
        #expect(problem.code == .load)
        #expect(problem.message.contains(one.message), "\(problem)")
    }

    static let values = [
        ("row.billingPreTaxTotal + 1", "11"),
        ("row.billingPreTaxTotal - dec '0.25'", "9.75"),
        ("-row.billingPreTaxTotal", "-10"),
        ("(row.billingPreTaxTotal * dec '0.333'):round(2, 'up')", "3.33"),
        ("row.billingPreTaxTotal:divide(3, 2, 'half_even')", "3.33"),
        ("row.billingPreTaxTotal:allocate({1, 1, 1}, 2)[1]", "3.34"),
        ("row.billingPreTaxTotal:multiply(dec '1.005', 2, 'half_even')", "10.05"),
        ("row.billingPreTaxTotal == dec '10.00' and dec '1' or dec '0'", "1"),
        ("row.billingPreTaxTotal < 11 and dec '1' or dec '0'", "1"),
        ("dec(tostring(row.billingPreTaxTotal) .. '.5')", "10.5"),
        ("dec(#('a,b,c'):split(',')) ", "3"),
        (
            "dec((function() local s = '' for k in pairs({c = 1, a = 1, [2] = 1}) do s = s .. k end return s == '2ac' and 1 or 0 end)())",
            "1"
        ),
        ("row.customerTenantId == nil and dec '1' or dec '2'", "1"),
    ]

    @Test("computes exactly", arguments: values)
    func value(expression: String, expected: String) throws {
        let fixture = try PluginFixture()
        fixture.lua("one", "function lines(row, out) out.price = \(expression) end", expected: expected)
        #expect(try fixture.problem() == nil)
    }

    @Test("rounds nothing by itself")
    func inexact() throws {
        let fixture = try PluginFixture()
        fixture.lua("one", "function lines(row, out) out.price = row.billingPreTaxTotal * dec '1.001' end")
        #expect(
            try fixture.problem()?.message.contains("price has 2 decimals, but this value has 3; round it first")
                == false)
        fixture.lua("one", "function lines(row, out) out.price = row.billingPreTaxTotal * dec '1.0001' end")
        #expect(
            try fixture.problem()?.message.contains("price has 2 decimals, but this value has 3; round it first")
                == true)
    }
}
