#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The places of a command's outputs: none is the place of another, of an input, or of a standard stream.
package struct OutputPlaces {
    /// True if an output goes where standard output goes, so that nothing else should.
    package let takeStandardOutput: Bool

    /// Compares all outputs with each other, with the inputs, and with the files that standard output and standard error
    /// are redirected to: what is written there would be lost under a new file.
    ///
    /// Paths that name nothing are compared by their folder and their name in it, however they are spelled.
    ///
    /// - Parameters:
    ///   - outputs: paths, `-` for standard output.
    ///   - inputs: paths, `-` for standard input.
    /// - Throws: ``PlaceConflict``.
    package init(_ outputs: [String], inputs: [String]) throws(PlaceConflict) {
        let read = inputs.map { FilePlace(input: $0) }.filter { $0.identity?.isRegular == true }
        let streams = [
            (name: "standard output", place: FilePlace(output: "/dev/stdout")),
            (name: "standard error", place: FilePlace(output: "/dev/stderr")),
        ]
        for stream in streams {
            guard let input = read.first(where: { $0.isSameFile(as: stream.place) }) else { continue }
            throw .inputAndOutput(path: input.path, other: stream.name)
        }
        var written: [FilePlace] = []
        var takesStandardOutput = false
        for place in outputs.map({ FilePlace(output: $0) }) {
            if let input = read.first(where: { $0.isSameFile(as: place) }) {
                throw .inputAndOutput(path: place.path, other: input.path)
            }
            if let other = written.first(where: { $0.collides(with: place) }) {
                throw .twoOutputs(path: place.path, other: other.path)
            }
            // A stream that joins a standard one has its place in it; a new file would take the place away.
            let stream = place.descriptor == nil ? streams.first { $0.place.collides(with: place) } : nil
            if let stream, place.identity?.isRegular == true {
                throw .twoOutputs(path: place.path, other: stream.name)
            }
            takesStandardOutput = takesStandardOutput || Self.joinsStandardOutput(place, streams[0].place)
            written.append(place)
        }
        takeStandardOutput = takesStandardOutput
    }

    /// True if an output ends up in the same stream as standard output.
    private static func joinsStandardOutput(_ place: FilePlace, _ output: FilePlace) -> Bool {
        guard let descriptor = place.descriptor else { return place.collides(with: output) }
        // Moving anything to standard error would not part it from what goes there.
        guard descriptor != STDERR_FILENO else { return false }
        return descriptor == STDOUT_FILENO || place.identity != nil && place.identity == output.identity
    }
}
