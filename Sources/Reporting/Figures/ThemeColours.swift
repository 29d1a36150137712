/// The colours of the figures on a page: every pair of a light and a dark one becomes a CSS variable.
package struct ThemeColours: Equatable {
    /// A colour in either theme, as `#rrggbb`.
    package struct Pair: Hashable {
        package let light: String
        package let dark: String
    }

    package private(set) var pairs: [Pair] = []
    private var indices: [Pair: Int] = [:]

    /// How a pair is written as the value of an attribute.
    package mutating func reference(light: String, dark: String) -> String {
        guard light != dark else { return light }
        let pair = Pair(light: light, dark: dark)
        let index = indices[pair] ?? pairs.count
        if index == pairs.count {
            pairs.append(pair)
            indices[pair] = index
        }
        return "var(--figure-\(index))"
    }

    /// No colour yet.
    package init() {}

    /// The declarations of all variables in one theme.
    package func declarations(_ colour: KeyPath<Pair, String>) -> String {
        pairs.enumerated().map { "--figure-\($0.offset):\($0.element[keyPath: colour]);" }.joined()
    }
}
