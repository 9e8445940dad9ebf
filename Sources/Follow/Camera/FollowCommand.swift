public import Show

/// What a producer, or an event, tells the camera to do.
public enum FollowCommand: Hashable, Sendable {
    /// Go to this place and stay, in shares of the source along the axis that has room. A place too near the edge means the nearest that
    /// the window can have.
    case lock(Double)
    /// Stay where the window is now: it comes to rest.
    case lockHere
    /// Follow subjects of this kind, until ``auto``.
    case subject(FollowPreset.SubjectChoice)
    /// Follow one person of several, until ``auto`` or until that person is gone. It ends a lock.
    case person(Person)
    /// Follow as the preset says: neither lock nor person, and the preset's kind of subject.
    case auto
    /// Something at this place is to be seen for so long, a product on the table say. A lock is stronger.
    case focus(x: Double, seconds: Double)
    /// What was said by the last ``focus(x:seconds:)`` holds no more.
    case endFocus

    /// One of several people, as the source's picture shows them. Where it is taller than the window, left is above and right below.
    public enum Person: String, CaseIterable, Sendable {
        case left, right
        /// The one to the right of who is followed now; after the last, the first.
        case next
    }
}
