/// The numbers that a setting may be: an interval, each of whose ends belongs to it or not. NaN and ±∞ never do.
public struct SettingRange<Value: SettingNumber>: Sendable, Equatable {
    /// The lower end.
    public let least: Value
    /// True if the lower end itself is allowed.
    public let includesLeast: Bool
    /// The upper end; the largest number there is where there is no other.
    public let most: Value
    /// True if the upper end itself is allowed.
    public let includesMost: Bool

    private init(_ least: Value, _ includesLeast: Bool, _ most: Value, _ includesMost: Bool) {
        self.least = least
        self.includesLeast = includesLeast
        self.most = most
        self.includesMost = includesMost
    }

    /// Every number from `least` on.
    public static func from(_ least: Value) -> Self { Self(least, true, .largest, true) }

    /// Every number above `least`.
    public static func above(_ least: Value) -> Self { Self(least, false, .largest, true) }

    /// The numbers of this range up to `most`, which belongs to it.
    public func to(_ most: Value) -> Self { Self(least, includesLeast, most, true) }

    /// The numbers of this range below `most`.
    public func below(_ most: Value) -> Self { Self(least, includesLeast, most, false) }

    /// True if a number is in the range.
    public func contains(_ value: Value) -> Bool {
        (includesLeast ? value >= least : value > least) && (includesMost ? value <= most : value < most)
    }

    /// True if no upper end was given.
    public var isUnbounded: Bool { includesMost && most == .largest }

    /// The range in words, such as `from 1 to 1000`, `at least 1`, or `greater than 0 and less than 1`.
    public var text: String {
        if includesLeast, includesMost, !isUnbounded { return "from \(least.settingText) to \(most.settingText)" }
        let lower = (includesLeast ? "at least " : "greater than ") + least.settingText
        return isUnbounded ? lower : lower + (includesMost ? " and at most " : " and less than ") + most.settingText
    }
}
