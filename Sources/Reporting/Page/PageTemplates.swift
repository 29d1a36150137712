import Mustache

/// The templates of the page, which are compiled into the program: it stays a single file that can be moved.
struct PageTemplates {
    private let library: MustacheLibrary

    /// The templates, read once.
    static let shared = PageTemplates()

    private init() {
        MustacheContentTypes.register(PageText(), named: PageText.name)
        let sources: [(name: String, text: [UInt8])] = [
            ("page", PackageResources.page_mustache),
            ("section", PackageResources.section_mustache),
            ("figure", PackageResources.figure_mustache),
            ("bars", PackageResources.bars_mustache),
            ("table", PackageResources.table_mustache),
            ("style", PackageResources.style_mustache),
        ]
        do {
            library = MustacheLibrary(
                templates: try Dictionary(
                    uniqueKeysWithValues: sources.map { source in
                        (source.name, try MustacheTemplate(string: String(decoding: source.text, as: UTF8.self)))
                    }))
        } catch {
            preconditionFailure("a template of the page is broken: \(error)")
        }
    }

    /// The page.
    func render(_ view: PageView) -> String {
        guard let text = library.render(view, withTemplate: "page") else {
            preconditionFailure("the page has no template")
        }
        return text
    }
}
