import OffloadModel
import ScenarioFiles

/// How far the users' entries of a scenario scatter from seed to seed.
///
/// Every entry x of a user becomes x·(1 + J·u), with u uniform in [−1, 1) and drawn anew for every seed, entry and user;
/// a column that all share becomes one number each. The draws of an entry depend on the seed alone, not on the point of a
/// sweep nor on which other entries scatter, so that neighbouring points and all methods see the same users.
public struct SweepJitter: Sendable, Equatable {
    /// J of the entries without one of their own, 0 ≤ J < 1.
    public let general: Double
    /// J of single entries.
    public let fields: [UserField: Double]

    /// No jitter.
    public static let none = SweepJitter()

    private init() {
        general = 0
        fields = [:]
    }

    /// Checks and takes the widths.
    ///
    /// - Parameters:
    ///   - general: J of all entries that the scenario gives.
    ///   - fields: J of entries that differ from that.
    /// - Throws: `SettingError` if a width is not within 0 ≤ J < 1.
    public init(_ general: Double, fields: [UserField: Double] = [:]) throws(SettingError) {
        let named = UserField.allCases.compactMap { field in fields[field].map { ("\(field.path)=", $0) } }
        for (name, width) in [("", general)] + named {
            guard width >= 0, width < 1 else {
                throw SettingError(
                    setting: "jitter", value: "\(name)\(exact: width)",
                    allowed: "a number from 0 up to, but not including, 1")
            }
        }
        self.general = general
        self.fields = fields
    }

    /// Reads entries such as `0.3` for all entries and `users.errorDecay=0.1` for one.
    ///
    /// - Throws: `SettingError` that names what cannot be read or is out of range.
    public init(_ entries: [String]) throws(SettingError) {
        var general: Double?
        var fields: [UserField: Double] = [:]
        for entry in entries {
            let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let last = parts.last, let width = Double(last) else {
                throw SettingError(setting: "jitter", value: "'\(entry)'", allowed: "J or FIELD=J with a number J")
            }
            guard parts.count == 2 else {
                guard general == nil else {
                    throw SettingError(setting: "jitter", value: "given twice", allowed: "one J for all entries")
                }
                general = width
                continue
            }
            guard let field = UserField.allCases.first(where: { $0.path == parts[0] }), fields[field] == nil else {
                throw SettingError(
                    setting: "jitter", value: "'\(entry)'",
                    allowed: "each of these once: " + UserField.allCases.map(\.path).joined(separator: ", "))
            }
            fields[field] = width
        }
        try self.init(general ?? 0, fields: fields)
    }

    /// True if nothing scatters.
    public var isZero: Bool { general == 0 && fields.values.allSatisfy { $0 == 0 } }

    /// The columns of a scenario as a seed has them.
    ///
    /// A floor of the error that would exceed the initial error is lowered to it.
    public func applied(to scenario: Scenario, seed: UInt64) -> UserColumns {
        var users = scenario.users
        for (position, field) in UserField.allCases.enumerated() {
            let width = fields[field] ?? (users[field] == nil ? 0 : general)
            guard width > 0 else { continue }
            // A word of its own for every entry: the sequences of neighbouring seeds would be the same one, shifted.
            var mixer = SplitMix64(seed: seed)
            let start = mixer.next() ^ (UInt64(position + 1) &* 0xd1b5_4a32_d192_ed03)
            var random = SplitMix64(seed: start)
            let column = scenario[field]
            users[field] = .perUser((0..<scenario.count).map { column[$0] * (1 + random.uniform(-width, width)) })
        }
        for (floor, start) in [(UserField.errorFloor, UserField.initialError), (.edgeErrorFloor, .edgeInitialError)] {
            guard users[floor] != nil else { continue }
            let (floors, starts) = (users.effective(floor), users.effective(start))
            let exceeds = (0..<scenario.count).contains { floors[$0] > starts[$0] }
            if exceeds { users[floor] = .perUser((0..<scenario.count).map { min(floors[$0], starts[$0]) }) }
        }
        return users
    }
}
