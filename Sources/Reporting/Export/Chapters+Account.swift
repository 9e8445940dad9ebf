public import Show

extension Chapters {
    /// Those of a show that is reported of.
    public init(_ account: ShowAccount, language: ReportLanguage) {
        self.init(
            account.products.map { Span(title: $0.product.name, start: $0.start, end: $0.end) },
            duration: account.duration, language: language.rawValue)
    }
}
