/// Counts the members of all objects that an event's readers have seen.
final class MemberCounter {
    private(set) var count = 0

    func add(_ members: Int) { count += members }
}
