/// The beginning of a long text, read to see whether the rest is worth reading.
package enum TextHead {
    /// How much of a text is looked at.
    package static let size = 1 << 16
    /// Texts shorter than this are simply read.
    package static let threshold = 1 << 20

    /// Throws what reading the whole text would throw if its beginning alone shows it.
    ///
    /// The beginning is read twice, to its end and to its middle. Where the text is cut there is an error of its own; an
    /// error that is the same both times lies before both cuts.
    ///
    /// - Parameters:
    ///   - text: the text as far as it is known, at least ``size`` bytes.
    ///   - reading: reads a whole text.
    package static func check(_ text: ArraySlice<UInt8>, by reading: ([UInt8]) throws -> Void) throws {
        guard text.count >= size else { return }
        do {
            try reading(Array(text.prefix(size / 2)))
        } catch let first {
            do {
                try reading(Array(text.prefix(size)))
            } catch  where "\(error)" == "\(first)" {
                throw error
            } catch {}
        }
    }
}
