// Shows where two texts part, for the message of a failed comparison.
namespace Qemu.Tests.Oracle;

using System.Linq;
using System.Text;

internal static class Difference
{
    private const int ShownLines = 8;

    public static string Between(string expected, string actual)
    {
        string[] left = expected.Split('\n');
        string[] right = actual.Split('\n');
        int same = left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count();
        var text = new StringBuilder();
        text.Append($"the same for {same} lines, then\n");
        foreach (string line in left.Skip(same).Take(ShownLines))
        {
            text.Append($"  Linux: {line}\n");
        }

        foreach (string line in right.Skip(same).Take(ShownLines))
        {
            text.Append($"  guest: {line}\n");
        }

        return text.ToString();
    }
}
