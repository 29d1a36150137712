// swift-tools-version: 6.2
import PackageDescription

// A package of its own that uses the library as others do: through its products, without @testable, optimised.
let package = Package(
    name: "client",
    dependencies: [.package(name: "stepwell", path: "../..")],
    targets: [
        .executableTarget(
            name: "Client",
            dependencies: [
                .product(name: "Stepwell", package: "stepwell"),
                .product(name: "StepwellReporting", package: "stepwell"),
            ]),
        .executableTarget(name: "FourLines", dependencies: [.product(name: "Stepwell", package: "stepwell")]),
        // Written by extract-code.py from the documents; what they show must compile.
        .target(
            name: "DocumentedCode",
            dependencies: [
                .product(name: "Stepwell", package: "stepwell"),
                .product(name: "StepwellReporting", package: "stepwell"),
            ],
            path: ".documented",
            swiftSettings: [.unsafeFlags(["-suppress-warnings"])]),
    ],
    swiftLanguageModes: [.v6]
)
