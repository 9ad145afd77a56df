import Credit
import JSON

/// The custom scalars: which texts they take.
enum Scalars {
    /// `2026-10-31` and nothing else.
    static func day(_ text: String) -> Day? {
        guard text.utf8.count == 10 else { return nil }
        return try? Day(parsing: text)
    }
}
