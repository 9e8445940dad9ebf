extension EventTimeline {
    /// The timeline without what changes nothing of what is offered, as hearts and comments, which are nearly all that there is of a show.
    ///
    /// What has an id stays, as a second event of the same id isn't applied.
    public var ofOffers: EventTimeline {
        EventTimeline(events.filter { $0.id != nil || $0.action.changesOffers }, gaps: gaps)
    }
}

extension ShowEvent.Action {
    fileprivate var changesOffers: Bool {
        switch self {
        case .hearts, .comment, .stamp, .caption, .focus, .bed: false
        default: true
        }
    }
}
