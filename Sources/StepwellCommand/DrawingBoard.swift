import Stepwell

extension Gnuplot {
    /// The program that draws, once it has shown that it can draw in these formats.
    ///
    /// - Throws: `PlotError` if it is missing or draws nothing, in time for nothing to have been computed.
    static func drawing(_ formats: [ImageFormat]) throws -> Gnuplot {
        let board = try Gnuplot()
        try Drawing.result { try await board.expectDrawing(formats) }
        return board
    }
}
