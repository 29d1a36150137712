import CommandUnderTest
import FuzzProperties

// One binary for all properties; `--property=NAME` says which.

/// Every property that can be fuzzed.
private let properties = FuzzProperty.all + [.command]

nonisolated(unsafe) private var property = FuzzProperty.scenario

extension FuzzProperty {
    /// Any arguments, one a line, are accepted, answered with help, or refused as wrong usage with a message.
    static let command = FuzzProperty("command") { bytes in
        let arguments = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        guard case .refused(let status, let message) = CommandLineProbe.parse(arguments) else { return }
        guard status == 64, !message.isEmpty else {
            throw PropertyViolation("refused with \(status): \(message)")
        }
    }
}

/// Called by the fuzzer before anything else.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>>>
) -> Int32 {
    let flag = "--property="
    for index in 1..<max(Int(count.pointee), 1) {
        let argument = String(cString: arguments.pointee[index])
        guard argument.hasPrefix(flag) else { continue }
        guard let found = properties.first(where: { $0.name == argument.dropFirst(flag.count) }) else {
            fatalError("\(argument) is none of \(properties.map(\.name))")
        }
        property = found
    }
    return 0
}

/// Called by the fuzzer with every input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    do {
        try property.check(bytes)
    } catch {
        fatalError("\(property.name): \(error)")
    }
    return 0
}
