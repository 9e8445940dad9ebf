import MediaModel

extension DateRange {
    var line: String {
        var list = AttributeList()
        list.append("ID", .quoted(id))
        if let category { list.append("CLASS", .quoted(category)) }
        list.append("START-DATE", .quoted("\(start)"))
        switch end {
        case .onNext: list.append("END-ON-NEXT", .plain("YES"))
        case .after(let duration): list.append("DURATION", .plain(duration.decimalSeconds))
        case .at(let instant): list.append("END-DATE", .quoted("\(instant)"))
        case .unknown: break
        }
        if let plannedDuration { list.append("PLANNED-DURATION", .plain(plannedDuration.decimalSeconds)) }
        for attribute in attributes {
            switch attribute.value {
            case .text(let text): list.append(attribute.name, .quoted(text))
            case .bytes(let bytes): list.append(attribute.name, .plain(Self.hexadecimal(bytes)))
            case .number(let number): list.append(attribute.name, .plain(number.text))
            }
        }
        return "#EXT-X-DATERANGE:\(list.text)"
    }

    /// Reads a tag's attributes; those of others' standards (`SCTE35-…`) are passed over.
    init(_ list: AttributeList) throws(AttributeList.Failure) {
        let id = try list.uri("ID")
        let category = try list.quoted("CLASS")
        let start = try list.required("START-DATE", list.date("START-DATE"))
        let duration = try list.duration("DURATION")
        let endDate = try list.date("END-DATE")
        let endsOnNext = try list.plain("END-ON-NEXT")
        var attributes: [Attribute] = []
        for name in list.names where name.hasPrefix("X-") {
            guard let value = list[name] else { continue }
            attributes.append(Attribute(name, try Self.value(name, value)))
        }

        let end: End
        switch (endsOnNext, duration, endDate) {
        case ("YES", nil, nil):
            guard category != nil else { throw AttributeList.Failure(message: "END-ON-NEXT without CLASS") }
            end = .onNext
        case (nil, nil, nil): end = .unknown
        case (nil, let duration?, nil): end = .after(duration)
        case (nil, let duration, let endDate?):
            guard endDate >= start else { throw AttributeList.Failure(message: "END-DATE is before START-DATE") }
            // 4.4.5.1: both say the same. To the millisecond that dates are written to.
            if let duration, start.advanced(by: duration) != endDate {
                throw AttributeList.Failure(message: "END-DATE isn't START-DATE plus DURATION")
            }
            end = .at(endDate)
        default:
            throw AttributeList.Failure(message: "END-ON-NEXT is YES, and without DURATION and END-DATE")
        }
        self.init(
            id: id, category: category, start: start, end: end,
            plannedDuration: try list.duration("PLANNED-DURATION"), attributes: attributes)
    }

    private static func value(_ name: String, _ value: AttributeList.Value) throws(AttributeList.Failure) -> Value {
        switch value {
        case .quoted(let text):
            guard AttributeList.canBeQuoted(text) else { throw AttributeList.Failure(message: "\(name): \"\(text)\"") }
            return .text(text)
        case .plain(let text):
            if let bytes = bytes(text) { return .bytes(bytes) }
            if let number = DecimalNumber(parsing: text) { return .number(number) }
            throw AttributeList.Failure(message: "\(name): \"\(text)\" is neither quoted, nor hexadecimal, nor decimal")
        }
    }

    /// `0x`, then two capital digits a byte (RFC 8216bis 4.2).
    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        "0x"
            + bytes.map { String($0 >> 4, radix: 16, uppercase: true) + String($0 & 15, radix: 16, uppercase: true) }
            .joined()
    }

    /// `nil` for what is no hexadecimal-sequence; an odd number of digits begins with half a byte.
    private static func bytes(_ text: String) -> [UInt8]? {
        guard text.hasPrefix("0x") || text.hasPrefix("0X") else { return nil }
        var digits: [UInt8] = []
        for character in text.dropFirst(2) {
            guard character.isASCII, let digit = character.hexDigitValue else { return nil }
            digits.append(UInt8(digit))
        }
        if digits.count % 2 == 1 { digits.insert(0, at: 0) }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}

extension AttributeList {
    fileprivate func date(_ name: String) throws(Failure) -> ProgramDateTime? {
        guard let text = try quoted(name) else { return nil }
        guard let instant = ProgramDateTime(parsing: text) else {
            throw Failure(message: "\(name): \"\(text)\" is no date")
        }
        return instant
    }
}
