import Credit
import Store

/// A line that belongs on a page, and where it is.
struct LineHit {
    let cursor: LineCursor
    let header: LineGroupHeader
    let directory: LineDirectory
    let row: Int
}
