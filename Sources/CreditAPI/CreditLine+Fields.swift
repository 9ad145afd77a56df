import Catalogue
import Credit
import CreditLedger
import GraphQLExecution
import LineTransforms
import PluginHost
import Store

enum CreditLineFields {
    @ObjectBuilder<RequestContext> static var objects: [BoundObject<RequestContext>] {
        linePageBindings("CreditLine", of: CreditLineKey.self)
        Object<CreditLineKey>("CreditLine", key: CreditLineKey.self) {
            Leaf("id") { level in
                let keys = level.keys
                return { row, out in
                    let line = keys[row].line
                    out.plain { line.batch.id(.creditLine, line.row).write(into: &$0) }
                }
            }
            One("usage") { key, _ in key.line }
            decided("eligible") { decision, out in out.boolean(decision.isEligible) }
            decided("reason") { decision, out in out.string(decision.reason.code) }
            decided("rate") { decision, out in out.decimal(decision.rate) }
            decided("agrees") { decision, out in out.boolean(decision.agrees) }
            money("unitPrice", .unitPrice)
            money("effectiveUnitPrice", .effectiveUnitPrice)
            money("pricingPreTaxTotal", .pricingPreTaxTotal)
            money("billingPreTaxTotal", .billingPreTaxTotal)
            money("earned", .earned)
            money("earnedList", .earnedList)
            money("missed", .missed)
            money("missedList", .missedList)
            Many("transforms", waits: true) { level in
                let plugins = level.context.plugins
                let found = try batches(level.keys.map(\.line)).map { batch in
                    let transforms = try batch.transforms(plugins)
                    batch.needBefore(transforms)
                    return (batch, transforms)
                }
                var lists = Lists<TransformStepKey>(parents: level.keys.count)
                for key in level.keys {
                    let transforms = found.first { $0.0 === key.line.batch }?.1 ?? []
                    lists.append(try key.line.batch.steps(key.line.row, transforms))
                }
                return lists
            }
            One("explanation", waits: true) { level -> [ExplanationKey] in
                if level.context.snapshot.decision == nil { throw APIError.missingFact(APITexts.noPartner) }
                let lines = level.keys.map(\.line)
                for batch in batches(lines) { batch.need(LineRow.factColumns) }
                let texts = level.context.texts(level.arguments)
                var check = level.stopCheck
                return try lines.map { line in
                    try check.step()
                    guard let facts = line.batch.ledger.decision else {
                        throw APIError.missingFact(APITexts.noPartner)
                    }
                    return ExplanationKey(
                        facts.explain(try line.batch.facts(line.row)).explanation, texts: texts, line: line)
                }
            }
        }
    }

    private static func decided(
        _ name: String, _ write: @escaping @Sendable (StoredDecision, inout ResponseWriter) -> Void
    ) -> Leaf<RequestContext, CreditLineKey> {
        Leaf(name) { level in
            let keys = level.keys
            for batch in batches(keys.map(\.line)) { batch.needDecisions() }
            return { (row, out) throws(FieldError) in
                write(try keys[row].line.batch.decision(keys[row].line.row), &out)
            }
        }
    }

    private static func money(_ name: String, _ amount: LineAmount) -> One<RequestContext, CreditLineKey> {
        One(name) { level -> [MoneyKey] in
            for batch in batches(level.keys.map(\.line)) {
                batch.need(LineRow.amountColumns.union([.pricingCurrency, .billingCurrency]))
                batch.needDecisions()
            }
            return level.keys.map { .computed($0.line, amount) }
        }
    }
}
