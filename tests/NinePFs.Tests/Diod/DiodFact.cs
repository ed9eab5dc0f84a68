// A test that needs the real 9P server of Debian's package diod, and says so where it is not installed.
namespace NinePFs.Tests.Diod;

using System.IO;
using System.Linq;
using Xunit;

public sealed class DiodFact : FactAttribute
{
    public static readonly string? Program = new[] { "/usr/sbin/diod", "/usr/bin/diod", "/usr/local/sbin/diod" }.FirstOrDefault(File.Exists);

    public DiodFact()
    {
        if (Program is null)
        {
            Skip = "diod is not installed (Debian package diod)";
        }
    }
}
