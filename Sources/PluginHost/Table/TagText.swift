import JSON

/// Values of the columns that hold a JSON object of texts: tags, additionalInfo.
enum TagText {
    /// The text under a key; nil where it is not there or the column is no JSON object. Names of tags are the same in either
    /// case, as Azure has it.
    static func value(of name: String, in json: String) -> String? {
        guard let object = (try? JSONValue(parsing: json))?.object else { return nil }
        let wanted = name.lowercased()
        return object.members.first { $0.key == name }?.value.string
            ?? object.members.first { $0.key.lowercased() == wanted }?.value.string
    }
}
