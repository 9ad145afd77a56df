import GraphQLLanguage

/// The fragments of a document by name, and by number where rules keep something for each: an array by number costs a
/// tenth of a dictionary by name, and is read in the order of the document, which is the order in memory.
struct FragmentTable {
    /// In the order of the document, those too whose name is taken again.
    let definitions: [FragmentDefinition]
    private let numbers: [String: Int]

    init(_ document: Document) {
        var definitions: [FragmentDefinition] = []
        for case .fragment(let fragment) in document.definitions { definitions.append(fragment) }
        var numbers: [String: Int] = [:]
        numbers.reserveCapacity(definitions.count)
        for (number, fragment) in definitions.enumerated() { numbers[fragment.name.text] = number }
        self.definitions = definitions
        self.numbers = numbers
    }

    var isEmpty: Bool { definitions.isEmpty }
    /// Numbers are 0 to `count` − 1.
    var count: Int { definitions.count }

    /// Whether a name is taken twice.
    var hasDuplicates: Bool { numbers.count < definitions.count }

    /// The fragment that counts under a name: the last.
    func number(of name: String) -> Int? { numbers[name] }

    subscript(name: String) -> FragmentDefinition? { numbers[name].map { definitions[$0] } }
}

/// A set of numbers of fragments that is emptied in no time.
struct FragmentMarks {
    private var marks: [UInt32]
    private var current: UInt32 = 1

    init(_ fragments: FragmentTable) { marks = Array(repeating: 0, count: fragments.count) }

    mutating func removeAll() {
        current += 1
    }

    /// - Returns: whether it was not there.
    mutating func insert(_ number: Int) -> Bool {
        if marks[number] == current { return false }
        marks[number] = current
        return true
    }

    mutating func remove(_ number: Int) { marks[number] = 0 }

    func contains(_ number: Int) -> Bool { marks[number] == current }
}
