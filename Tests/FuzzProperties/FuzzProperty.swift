/// A promise about every possible input of one kind, checked on one input.
///
/// The fuzzer draws inputs and ends at the first violation; an ordinary test replays the inputs that once broke a promise.
/// To add one: write the property, list it in ``FuzzProperty/all``, and give it a folder of seeds in `Tests/Fuzzing/Corpus`.
public struct FuzzProperty: Sendable {
    /// The name, which is also that of its folder of seeds and of its regressions.
    public let name: String
    /// Throws ``PropertyViolation`` where the promise is broken.
    public let check: @Sendable ([UInt8]) throws -> Void

    /// Names a promise.
    public init(_ name: String, check: @escaping @Sendable ([UInt8]) throws -> Void) {
        self.name = name
        self.check = check
    }

    /// Everything that is read from files. The command line is parsed by another module and added by the fuzzer itself.
    public static let all: [FuzzProperty] = [.scenario, .plan, .number, .batch, .table]
}

/// A promise that an input broke.
public struct PropertyViolation: Error, CustomStringConvertible {
    /// What was promised and what happened.
    public let description: String

    /// A violation in words.
    public init(_ description: String) {
        self.description = description
    }
}

/// Throws if a promise is not kept.
func require(_ holds: Bool, _ message: @autoclosure () -> String) throws {
    if !holds { throw PropertyViolation(message()) }
}
