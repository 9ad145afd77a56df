/// Takes the files of a sample, one after the other.
package protocol SampleSink: AnyObject {
    /// Begins a file; `name` has no directory.
    func begin(_ name: String) throws(SampleError)
    /// The next bytes of the file that was begun. The span is valid for the call only.
    func write(_ bytes: borrowing RawSpan) throws(SampleError)
    /// The file is complete.
    func end() throws(SampleError)
}
