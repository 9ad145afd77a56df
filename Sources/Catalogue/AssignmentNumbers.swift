/// The rows and events of each assignment, by its id without regard to case.
struct AssignmentNumbers: Sendable {
    private var numbers: [String: Int] = [:]
    private var byFolded: [String: Int] = [:]
    private var folded: [String] = []
    private var rows = Chains()
    private var events = Chains()

    var count: Int { folded.count }

    mutating func add(row: Int, of id: String) { rows.add(row, to: number(of: id)) }
    mutating func add(event: Int, of id: String) { events.add(event, to: number(of: id)) }

    /// All assignments in the order of their ids in lower case.
    func inOrder() -> [Int] { folded.indices.sorted { folded[$0] < folded[$1] } }

    /// In the order in which they were added.
    func rows(of number: Int, into found: inout [Int]) { rows.read(number, into: &found) }
    func events(of number: Int, into found: inout [Int]) { events.read(number, into: &found) }

    private mutating func number(of id: String) -> Int {
        if let known = numbers[id] { return known }
        let lower = id.lowercased()
        let number = byFolded[lower] ?? folded.count
        if number == folded.count {
            byFolded[lower] = number
            folded.append(lower)
        }
        numbers[id] = number
        return number
    }

    /// A list of places for each number, in one array.
    private struct Chains: Sendable {
        /// First and last place of each number; −1 for none.
        private var ends: [(first: Int, last: Int)] = []
        private var next: [Int] = []

        mutating func add(_ place: Int, to number: Int) {
            while ends.count <= number { ends.append((-1, -1)) }
            while next.count <= place { next.append(-1) }
            if ends[number].last < 0 {
                ends[number] = (place, place)
            } else {
                next[ends[number].last] = place
                ends[number].last = place
            }
        }

        func read(_ number: Int, into found: inout [Int]) {
            found.removeAll(keepingCapacity: true)
            guard number < ends.count else { return }
            var place = ends[number].first
            while place >= 0 {
                found.append(place)
                place = next[place]
            }
        }
    }
}
