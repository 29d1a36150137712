/// A kind of number that a setting can be: real or whole.
public protocol SettingNumber: Comparable, Sendable {
    /// The number that a text says, nil if it says none of this kind.
    init?(settingText text: String)
    /// The number as it is typed: a whole number has no decimal point.
    var settingText: String { get }
    /// The kind in words, `a number` or `a whole number`.
    static var kind: String { get }
    /// The largest finite number of the kind.
    static var largest: Self { get }
}

extension Double: SettingNumber {
    /// The number that a text says, `nan` and `inf` included, which no range has.
    public init?(settingText text: String) { self.init(text) }
    /// The number with the fewest digits that read back to it, without `.0` at the end.
    public var settingText: String { DecimalText.exact(self) }
    /// `a number`.
    public static var kind: String { "a number" }
    /// The largest finite number.
    public static var largest: Double { .greatestFiniteMagnitude }
}

extension SettingNumber where Self: FixedWidthInteger {
    /// Takes digits, and also a decimal number that is whole, such as `1e5`.
    public init?(settingText text: String) {
        if let number = Self(text) {
            self = number
        } else if let number = Double(text), let whole = Self(exactly: number) {
            self = whole
        } else {
            return nil
        }
    }

    /// The digits.
    public var settingText: String { "\(self)" }
    /// `a whole number`.
    public static var kind: String { "a whole number" }
    /// The largest number of the type.
    public static var largest: Self { .max }
}

extension Int: SettingNumber {}
extension UInt64: SettingNumber {}
