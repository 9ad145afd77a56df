internal import Credit
internal import JSON
internal import Store

/// The list of the parts that an asynchronous export of usage consists of, as Partner Center gives it.
/// - Source: files.md section 3.2, step 3.
struct ExportManifest {
    /// When the export was made: what it is older or newer by.
    let createdAt: Instant?
    /// Names of the parts without their folders.
    let parts: [String]

    /// - Returns: nil for JSON that is no manifest.
    init?(_ document: JSONValue) {
        guard let object = document.object, let blobs = object["blobs"]?.array,
            object["partitionType"] != nil || object["dataFormat"] != nil || object["rootFolder"] != nil
        else { return nil }
        parts = blobs.compactMap { blob in
            (blob.object?["name"]?.string).flatMap { $0.split(separator: "/").last.map(String.init) }
        }
        // The page's sample spells it without the a.
        let text = object["utcCreatedDateTime"]?.string ?? object["utcCretedDateTime"]?.string
        createdAt = text.flatMap { try? Instant(parsingFileTime: $0) }
    }
}

extension ImportRun {
    /// Makes the parts that manifests name one export each, of the time of its manifest, and reports the manifests.
    /// - Returns: the files that are left: of a manifest with a part that was not given, none.
    func sortByManifest(_ manifests: [(path: String, manifest: ExportManifest)], _ files: [ImportFile]) -> [ImportFile]
    {
        var files = files
        for (path, manifest) in manifests {
            let named = Set(manifest.parts)
            let given = Set(files.map(\.source.name)).intersection(named)
            if let missing = named.subtracting(given).min() {
                let failure = ImportFailure.option(
                    "the manifest names \(named.count) parts, of which \(missing) was not given; give all of them in one command"
                )
                report(ImportReport(file: path, kind: .dailyRatedUsage, failure: failure))
                for file in files where named.contains(file.source.name) {
                    report(ImportReport(file: file.path, kind: .dailyRatedUsage, failure: failure))
                }
                files.removeAll { named.contains($0.source.name) }
                continue
            }
            for index in files.indices where named.contains(files[index].source.name) {
                files[index].export = "manifest:\(path)"
                files[index].asOf = options.asOf ?? manifest.createdAt ?? files[index].asOf
            }
            var told = ImportReport(file: path, state: .done)
            told.kind = .dailyRatedUsage
            told.isDryRun = options.isDryRun
            told.message = "the manifest of an export of \(named.count) parts, which are one set"
            report(told)
        }
        return files
    }
}
