// One vector of tests/vectors/ninep: a message as the trace writes it and as it is on the wire.
namespace NinePFs.Tests.Messages;

using System;
using System.Collections.Generic;
using System.IO;
using NinePFs.Wire;

public sealed record MessageVector(string File, string Text, byte[] Bytes)
{
    public MessageType Type => (MessageType)Bytes[4];

    /// <summary>Lines that begin with a letter are text, indented ones hex; '#' begins a comment.</summary>
    public static List<MessageVector> ReadAll()
    {
        var vectors = new List<MessageVector>();
        foreach (string path in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "vectors"), "*.txt"))
        {
            string text = "";
            string hex = "";
            foreach (string line in (string[])[.. System.IO.File.ReadAllLines(path), "end"])
            {
                if (line.StartsWith(' '))
                {
                    hex += line.Replace(" ", "");
                }
                else if (line.Length != 0 && line[0] != '#')
                {
                    if (hex.Length != 0)
                    {
                        vectors.Add(new MessageVector(Path.GetFileName(path), text, Convert.FromHexString(hex)));
                    }

                    text = line;
                    hex = "";
                }
            }
        }

        return vectors;
    }

    public override string ToString() => $"{File}: {Text}";
}
