extension [String] {
    /// The values of an option that may be given several times; several in one word, as a variable has them, have spaces between them.
    var words: [String] { flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) } }
}
