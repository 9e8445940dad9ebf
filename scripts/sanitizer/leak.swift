// Forgets memory, `leak lost`, or gives it back, `leak returned`: two objects that hold each other, and what C code allocated. The leak
// sanitizer must tell them apart, though the process ends as Tatecast's does: by `_exit`, which runs nothing at exit.
import Glibc

final class Holder {
    var other: Holder?
    let memory = malloc(1_000)
    deinit { free(memory) }
}

@main struct Leak {
    @inline(never) static func make(isLost: Bool) {
        let (first, second) = (Holder(), Holder())
        (first.other, second.other) = (second, first)
        if !isLost { second.other = nil }
    }

    static func main() {
        // The last one may still stand in a register or on the stack.
        for _ in 0..<16 { make(isLost: CommandLine.arguments.dropFirst().first == "lost") }
        _exit(0)
    }
}
