import ProcessResources

/// Waiting for the program that draws figures.
enum Drawing {
    /// Runs what draws to its end.
    ///
    /// - Throws: What the body throws; `MemoryNeed.Shortage` or `AsynchronousWork.NoThreads` where limits do not leave what it takes.
    static func result<Value: Sendable>(of body: @escaping @Sendable () async throws -> Value) throws -> Value {
        try MemoryNeed.expectDrawing()
        return try AsynchronousWork.result(of: body)
    }
}
