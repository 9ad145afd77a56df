internal import Credit
internal import Store

/// What a worker made of some blocks.
struct UsageOutput: Sendable {
    /// Where in the file: outputs of one worker ascend.
    struct Position: Sendable, Comparable {
        /// The block in which it was finished; what is left at the end of the file comes behind all blocks.
        let block: Int
        let worker: Int
        let sequence: Int

        static func < (a: Position, b: Position) -> Bool {
            (a.block, a.worker, a.sequence) < (b.block, b.worker, b.sequence)
        }
    }

    let worker: Int
    let position: Position
    var groups: [EncodedGroup] = []
    var problems: [RowProblem] = []
    var blankLines: [UsageFileFormat.BlankLine] = []
    var rows = 0
    /// Rows, not problems: a row may have several.
    var rejected = 0
}
