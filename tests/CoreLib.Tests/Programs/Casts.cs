// is, as, casts and covariant stores among classes.
namespace Sample;

using System.Runtime.CompilerServices;

public abstract class Node
{
    public virtual int Kind => 1;

    public abstract int Size();
}

public class Folder : Node
{
    public override int Kind => 2;

    public override int Size() => 20;
}

public sealed class Root : Folder
{
    public override int Size() => base.Size() + 1;
}

public sealed class Leaf(int size) : Node
{
    public override int Size() => size;
}

public interface INamed
{
    int Name();
}

public sealed class Named : Node, INamed
{
    public override int Size() => 5;

    public int Name() => 6;
}

public static class Casts
{
    public static ulong Run()
    {
        Digest digest = default;
        Node[] nodes = [new Folder(), new Root(), new Leaf(4), new Named()];
        Node[] folders = new Folder[2];
        folders[0] = nodes[1];
        object[] objects = nodes;
        objects[0] = Pick(nodes, 2);
        foreach (Node node in nodes)
        {
            Look(node, ref digest);
        }

        Look(folders[0], ref digest);
        digest.Add(folders[1] is null);
        digest.Add(ReferenceEquals(objects[0], nodes[2]));
        digest.Add(((Folder)folders[0]).Kind);
        digest.Add((objects as Node[])!.Length);
        Node?[][] jagged = new Node?[3][];
        jagged[1] = nodes;
        digest.Add(jagged[1]![3]!.Size());
        return digest.Value;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static object Pick(object[] from, int index) => from[index];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Look(object value, ref Digest digest)
    {
        digest.Add(value is Node);
        digest.Add(value is Folder);
        digest.Add(value is Root);
        digest.Add(value is INamed);
        digest.Add((value as Folder)?.Kind ?? 77);
        digest.Add((value as Leaf)?.Size() ?? 78);
        digest.Add(value is object[]);
        digest.Add(((Node)value).Size());
        digest.Add(value switch
        {
            Root => 1,
            Folder { Kind: 2 } => 2,
            Leaf leaf when leaf.Size() > 3 => 3,
            INamed named => named.Name(),
            _ => 9,
        });
    }
}
