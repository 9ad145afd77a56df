/// The kinds of lexical tokens; comments are skipped by the lexer.
enum TokenKind: UInt8, Sendable {
    case bang, dollar, ampersand, parenOpen, parenClose, spread, colon, equals, at
    case bracketOpen, bracketClose, braceOpen, pipe, braceClose
    case name, int, float, string, blockString, endOfFile

    /// As error messages name it: punctuators in quotes.
    var label: String {
        switch self {
        case .bang: "\"!\""
        case .dollar: "\"$\""
        case .ampersand: "\"&\""
        case .parenOpen: "\"(\""
        case .parenClose: "\")\""
        case .spread: "\"...\""
        case .colon: "\":\""
        case .equals: "\"=\""
        case .at: "\"@\""
        case .bracketOpen: "\"[\""
        case .bracketClose: "\"]\""
        case .braceOpen: "\"{\""
        case .pipe: "\"|\""
        case .braceClose: "\"}\""
        case .name: "Name"
        case .int: "Int"
        case .float: "Float"
        case .string: "String"
        case .blockString: "BlockString"
        case .endOfFile: "<EOF>"
        }
    }
}

/// A token as a range of bytes; its text is made only where it is asked for.
struct Token: Sendable {
    let kind: TokenKind
    let start: Int
    let end: Int
}
