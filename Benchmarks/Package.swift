// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "stepwell-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "stepwell", path: ".."),
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "Solvers",
            dependencies: [
                .product(name: "Stepwell", package: "stepwell"), .product(name: "Benchmark", package: "benchmark"),
            ],
            path: "Benchmarks/Solvers", plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
    ],
    swiftLanguageModes: [.v6]
)
