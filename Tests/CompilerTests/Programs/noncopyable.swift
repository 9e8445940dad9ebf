// Tells which parts of a noncopyable struct are freed, and in which order: `noncopyable EXAMPLE` prints their numbers.
//
// Each example makes a value of two parts, 1 and 2, and lets it go. Whatever is printed but "1 2" is a fault of the compiler's.

nonisolated(unsafe) var freed: [Int] = []

/// It has no memory of its own, so that freeing one that was never made is told rather than a crash.
struct Part: ~Copyable {
    let number: Int

    @inline(never) init(_ number: Int) { self.number = number }

    deinit { note(number) }
}

@inline(never) func note(_ number: Int) { freed.append(number) }

/// What no optimiser can foresee.
@inline(never) func condition() -> Bool { CommandLine.arguments.count < 9 }

/// What `&&` does, out of the optimiser's sight.
@inline(never) func both(_ first: Bool, _ second: @autoclosure () -> Bool) -> Bool { first ? second() : false }

/// The autoclosure reads a property of `self` while the parts aren't there yet.
struct ReadsBeforeItsParts: ~Copyable {
    let isFirst, isSecond, areBoth: Bool
    let one, two: Part

    init() {
        isFirst = condition()
        isSecond = condition()
        areBoth = both(isFirst, isSecond)
        one = Part(1)
        two = Part(2)
    }
}

/// `&&` makes an autoclosure of its right side.
struct Joins: ~Copyable {
    let isFirst, isSecond, areBoth: Bool
    let one, two: Part

    init() {
        isFirst = condition()
        isSecond = condition()
        areBoth = isFirst && isSecond
        one = Part(1)
        two = Part(2)
    }
}

/// The same when one part is there.
struct ReadsBetweenItsParts: ~Copyable {
    let isFirst, isSecond, areBoth: Bool
    let one, two: Part

    init() {
        isFirst = condition()
        isSecond = condition()
        one = Part(1)
        areBoth = both(isFirst, isSecond)
        two = Part(2)
    }
}

/// `??` is another function that takes an autoclosure.
struct FallsBackOnItself: ~Copyable {
    let isFirst: Bool?
    let isSecond, isEither: Bool
    let one, two: Part

    init() {
        isFirst = condition() ? nil : true
        isSecond = condition()
        isEither = isFirst ?? isSecond
        one = Part(1)
        two = Part(2)
    }
}

struct ReadsAfterItsParts: ~Copyable {
    let isFirst, isSecond, areBoth: Bool
    let one, two: Part

    init() {
        isFirst = condition()
        isSecond = condition()
        one = Part(1)
        two = Part(2)
        areBoth = isFirst && isSecond
    }
}

struct ReadsVariables: ~Copyable {
    let isFirst, isSecond, areBoth: Bool
    let one, two: Part

    init() {
        let (first, second) = (condition(), condition())
        (isFirst, isSecond, areBoth) = (first, second, first && second)
        one = Part(1)
        two = Part(2)
    }
}

/// A branch reads `self` as well, but not from an autoclosure.
struct Branches: ~Copyable {
    let isFirst, isSecond, areBoth: Bool
    let one, two: Part

    init() {
        isFirst = condition()
        isSecond = condition()
        areBoth = isFirst ? isSecond : false
        one = Part(1)
        two = Part(2)
    }
}

/// What an initialiser throws away isn't freed twice.
struct GivesUp: ~Copyable {
    struct Refusal: Error {}

    let one, two: Part

    init(early: Bool) throws {
        one = Part(1)
        if early { throw Refusal() }
        two = Part(2)
    }
}

@inline(never) func call(_ body: () -> Int) -> Int { body() }

@main struct Program {
    static func main() throws {
        switch CommandLine.arguments[1] {
        case "before its parts": _ = ReadsBeforeItsParts()
        case "between its parts": _ = ReadsBetweenItsParts()
        case "joins": _ = Joins()
        case "falls back": _ = FallsBackOnItself()
        case "after its parts": _ = ReadsAfterItsParts()
        case "variables": _ = ReadsVariables()
        case "branches": _ = Branches()
        case "throws":
            _ = try? GivesUp(early: true)
            freed.append(2)
        case "captured":
            let value = ReadsVariables()
            if call({ value.one.number + value.two.number }) != 3 { freed = [] }
        default: freed = [-1]
        }
        print(freed.map(String.init).joined(separator: " "))
    }
}
