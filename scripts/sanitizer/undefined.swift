// Has C add to the largest number, `control outside`, or to a small one, `control inside`. What C leaves undefined must end the process.
import CUndefined

@main struct Undefined {
    static func main() {
        print(undefined_next(CommandLine.arguments.dropFirst().first == "outside" ? .max : 1))
    }
}
