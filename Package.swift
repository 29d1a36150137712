// swift-tools-version: 6.2
import PackageDescription

// The kernels are compiled once per instruction set from the same source files (symbolic links), each set as a
// target of its own with its own code generation flags.
#if arch(x86_64)
    let instructionSets: [(name: String, flags: [String])] = [
        ("VectorKernelsBaseline", []),
        ("VectorKernelsAVX2", ["-Xcc", "-march=x86-64-v3"]),
        ("VectorKernelsAVX512", ["-Xcc", "-march=x86-64-v4"]),
    ]
#else
    let instructionSets: [(name: String, flags: [String])] = [("VectorKernelsBaseline", [])]
#endif

// Kernels and the oracles of the tests are optimised in debug, too, where tests would otherwise not end in minutes. Overflow and
// exclusive access are checked all the same.
let alwaysOptimised = ["-O", "-whole-module-optimization", "-disable-batch-mode", "-num-threads", "2"]

let kernelTargets: [Target] = instructionSets.map { set in
    .target(
        name: set.name,
        dependencies: ["VectorKernelsABI", "CVectorMemory", "CVectorLanes"],
        swiftSettings: [
            .unsafeFlags(set.flags + ["-Xcc", "-fno-math-errno"]),
            .unsafeFlags(alwaysOptimised, .when(configuration: .debug)),
        ])
}

let package = Package(
    name: "stepwell",
    products: [
        .library(name: "Stepwell", targets: ["Stepwell"]),
        // Apart from the rest, for it is the only one that needs Foundation.
        .library(name: "StepwellReporting", targets: ["Reporting"]),
        .executable(name: "stepwell", targets: ["StepwellCommand"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    ],
    targets: kernelTargets + [
        .target(name: "OffloadModel"),
        .target(name: "ProcessResources"),
        // Only their headers are used: with pkg-config's flags everything would be linked against the libraries, which are loaded
        // when they are first used.
        .systemLibrary(name: "COpenBLAS", path: "CModules/COpenBLAS", providers: [.apt(["libopenblas-dev"])]),
        .systemLibrary(name: "CLAPACKE", path: "CModules/CLAPACKE", providers: [.apt(["liblapacke-dev"])]),
        .target(
            name: "CLinearAlgebra", dependencies: ["COpenBLAS", "CLAPACKE"], path: "CModules/CLinearAlgebra",
            linkerSettings: [.linkedLibrary("m"), .linkedLibrary("dl", .when(platforms: [.linux]))]),
        .target(name: "LinearAlgebra", dependencies: ["CLinearAlgebra"]),
        .target(name: "InteriorPoint", dependencies: ["OffloadModel", "LinearAlgebra"]),
        .target(name: "CAllocation", path: "CModules/CAllocation"),
        .target(name: "CInstructionSet", path: "CModules/CInstructionSet"),
        .target(name: "CVectorMemory", path: "CModules/CVectorMemory"),
        .target(name: "CVectorLanes", path: "CModules/CVectorLanes"),
        .target(name: "VectorKernelsABI"),
        .target(
            name: "VectorKernels",
            dependencies: ["OffloadModel", "VectorKernelsABI", "CInstructionSet", "ProcessResources"]
                + instructionSets.map { .init(stringLiteral: $0.name) }),
        .target(name: "CertifiedSolving", dependencies: ["OffloadModel", "VectorKernels", "ProcessResources"]),
        .target(name: "SuccessiveConvex", dependencies: ["OffloadModel", "VectorKernels"]),
        .target(
            name: "CrossChecking",
            dependencies: [
                "InteriorPoint", "LinearAlgebra", "SuccessiveConvex", "CertifiedSolving", "OffloadModel",
                "VectorKernels",
            ]),
        .target(name: "ScenarioFiles", dependencies: ["OffloadModel", "ProcessResources"]),
        .target(
            name: "BatchSolving",
            dependencies: ["OffloadModel", "CertifiedSolving", "ScenarioFiles", "ProcessResources"]),
        .target(
            name: "Plotting",
            dependencies: [.product(name: "Subprocess", package: "swift-subprocess")]),
        .target(
            name: "Experiments",
            dependencies: [
                "OffloadModel", "VectorKernels", "CertifiedSolving", "SuccessiveConvex", "ScenarioFiles",
                "BatchSolving", "LinearAlgebra", "Plotting",
            ]),
        .target(
            name: "Reporting",
            dependencies: [
                "OffloadModel", "CertifiedSolving", "SuccessiveConvex", "CrossChecking", "ScenarioFiles",
                "Experiments", "Plotting", .product(name: "Mustache", package: "swift-mustache"),
            ],
            resources: [.embedInCode("Templates")]),
        .target(
            name: "Stepwell",
            dependencies: [
                "OffloadModel", "VectorKernels", "CertifiedSolving", "SuccessiveConvex", "LinearAlgebra",
                "InteriorPoint", "CrossChecking", "ScenarioFiles", "BatchSolving", "Experiments", "Plotting",
            ]),
        .executableTarget(
            name: "StepwellCommand",
            dependencies: [
                "Stepwell", "Reporting", "ProcessResources", "CAllocation",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        .target(
            name: "TestSupport", dependencies: ["OffloadModel"], path: "Tests/TestSupport",
            resources: [.copy("Reference"), .copy("Hard")],
            swiftSettings: [.unsafeFlags(alwaysOptimised, .when(configuration: .debug))]),
        .testTarget(name: "OffloadModelTests", dependencies: ["OffloadModel", "TestSupport"]),
        .testTarget(name: "ProcessResourcesTests", dependencies: ["ProcessResources", "TestSupport"]),
        .testTarget(name: "LinearAlgebraTests", dependencies: ["LinearAlgebra", "TestSupport"]),
        .testTarget(
            name: "InteriorPointTests", dependencies: ["InteriorPoint", "LinearAlgebra", "TestSupport"]),
        .testTarget(name: "VectorKernelsTests", dependencies: ["VectorKernels", "OffloadModel", "TestSupport"]),
        .testTarget(
            name: "CertifiedSolvingTests",
            dependencies: ["CertifiedSolving", "OffloadModel", "VectorKernels", "TestSupport"]),
        .target(
            name: "FuzzProperties",
            dependencies: ["OffloadModel", "CertifiedSolving", "ScenarioFiles", "BatchSolving", "Experiments"],
            path: "Tests/FuzzProperties"),
        .testTarget(name: "FuzzReplayTests", dependencies: ["FuzzProperties", "TestSupport"]),
        .testTarget(
            name: "NumericFuzzTests",
            dependencies: ["CertifiedSolving", "SuccessiveConvex", "VectorKernels", "OffloadModel", "TestSupport"],
            resources: [.copy("Regressions")]),
        .testTarget(
            name: "BatchSolvingTests",
            dependencies: ["BatchSolving", "CertifiedSolving", "ScenarioFiles", "OffloadModel", "TestSupport"]),
        .testTarget(
            name: "ScenarioFilesTests", dependencies: ["ScenarioFiles", "OffloadModel", "TestSupport"]),
        .testTarget(
            name: "StepwellCommandTests",
            dependencies: ["StepwellCommand", "ScenarioFiles", "OffloadModel", "VectorKernels", "TestSupport"]),
        .testTarget(
            name: "CrossCheckingTests",
            dependencies: [
                "CrossChecking", "InteriorPoint", "SuccessiveConvex", "CertifiedSolving", "ScenarioFiles",
                "OffloadModel", "VectorKernels", "TestSupport",
            ],
            resources: [.copy("Scenarios")]),
        .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
        .testTarget(
            name: "SuccessiveConvexTests",
            dependencies: ["SuccessiveConvex", "OffloadModel", "VectorKernels", "TestSupport", "CAllocationCounter"]),
        .testTarget(name: "PlottingTests", dependencies: ["Plotting"]),
        // Its Snippets are links to the code that the tutorials of the documentation show.
        .testTarget(name: "StepwellTests", dependencies: ["Stepwell"]),
        .testTarget(
            name: "ReportingTests",
            dependencies: [
                "Reporting", "Plotting", "Experiments", "CrossChecking", "CertifiedSolving", "SuccessiveConvex",
                "ScenarioFiles", "OffloadModel", "TestSupport",
            ]),
        .testTarget(
            name: "ExperimentsTests",
            dependencies: [
                "Experiments", "CertifiedSolving", "SuccessiveConvex", "ScenarioFiles", "OffloadModel",
                "LinearAlgebra", "Plotting", "TestSupport",
            ]),
    ],
    swiftLanguageModes: [.v6]
)

// Tests only call the libraries. Optimised they would run no faster and take minutes more to build.
for target in package.targets where target.type == .test {
    target.swiftSettings = [.unsafeFlags(["-Onone"], .when(configuration: .release))]
}

// The fuzzer is built apart, with other flags than the rest: see `make fuzz`. The command's sources are compiled into it by a
// symbolic link, and their entry point is given another name, since the fuzzer has its own.
if Context.environment["STEPWELL_FUZZ"] != nil {
    package.targets += [
        .target(
            name: "CommandUnderTest",
            dependencies: [
                "Stepwell", "Reporting", "ProcessResources", "CAllocation",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/Fuzzing/CommandUnderTest",
            swiftSettings: [
                .unsafeFlags([
                    "-parse-as-library", "-Xfrontend", "-entry-point-function-name", "-Xfrontend", "command_main",
                ])
            ]),
        .executableTarget(
            name: "StepwellFuzz", dependencies: ["CommandUnderTest", "FuzzProperties"],
            path: "Tests/Fuzzing/StepwellFuzz", swiftSettings: [.unsafeFlags(["-parse-as-library"])]),
    ]
}

// A list of targets in STEPWELL_TARGETS leaves out all that these do not need: a build under a sanitizer, which starts from
// nothing, then takes a part of the time. See Tests/sanitized.sh.
if let wanted = Context.environment["STEPWELL_TARGETS"] {
    var needed: Set<String> = []
    var open = wanted.split(separator: ",").map(String.init)
    while let name = open.popLast() {
        guard needed.insert(name).inserted, let target = package.targets.first(where: { $0.name == name }) else {
            continue
        }
        for case .byNameItem(let dependency, _) in target.dependencies { open.append(dependency) }
    }
    package.targets.removeAll { !needed.contains($0.name) }
    package.products.removeAll { product in
        let targets = (product as? Product.Executable)?.targets ?? (product as? Product.Library)?.targets ?? []
        return !needed.isSuperset(of: targets)
    }
}
