/// The text of a statement; made only under Statements/ and Migrations/.
struct SQLText: Sendable {
    let text: StaticString

    init(_ text: StaticString) { self.text = text }
}
