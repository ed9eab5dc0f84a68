// Every file and folder that a document of the project names is there.
namespace Gates.Tests;

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using global::Tests.Shared;
using Xunit;

public sealed partial class DocumentPathTests
{
    private static readonly string Root = SampleCompiler.Root;

    public static TheoryData<string> Documents =>
        new(Directory.GetFiles(Root, "*.md").Concat(Directory.GetFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Root, path)));

    [Theory]
    [MemberData(nameof(Documents))]
    public void NamesNothingThatIsNotThere(string document)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Root, document))!;
        string text = File.ReadAllText(Path.Combine(Root, document));
        IEnumerable<string> links = Link().Matches(text).Select(match => Path.Combine(folder, match.Groups[1].Value));
        IEnumerable<string> paths = SourcePath().Matches(text).Select(match => Path.Combine(Root, match.Groups[1].Value));
        Assert.Empty(links.Concat(paths).Where(path => !Path.Exists(path)).Select(path => Path.GetRelativePath(Root, path)));
    }

    /// <summary>The target of a link within the project.</summary>
    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)")]
    private static partial Regex Link();

    /// <summary>A source file in backquotes, from the root of the project.</summary>
    [GeneratedRegex(@"`((?:boot|drivers|kernel|ninepfs|samples|tests|tools|vfs)/[A-Za-z0-9_./-]+\.(?:S|cs|sh|ld|txt|md|csproj))`")]
    private static partial Regex SourcePath();
}
