// What the fake xenstored answers (docs/misc/xenstore.txt), where needed as one daemon or the other does.
namespace Xen.Tests.Fakes;

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Drivers.Xen.Store;

public sealed partial class FakeStore
{
    private const string Home = "/local/domain/5";

    private readonly List<(string Path, string Token, bool IsRelative)> _watches = [];
    private string _permissions = "n5\0r0\0";

    /// <summary>Requests of each type that came.</summary>
    public Dictionary<StoreMessageType, int> Requests { get; } = [];

    /// <summary>Answers a request before anybody else; null: as usual. For words that a daemon might say.</summary>
    public Func<StoreHeader, string?>? Refuses { get; set; }

    /// <summary>Requests that are never answered.</summary>
    public Func<StoreHeader, bool>? Drops { get; set; }

    /// <summary>Whether the event that comes once at registration precedes the answer to it.</summary>
    public bool IsFirstEventEarly { get; set; }

    /// <summary>Called between a request and its answer.</summary>
    public Action? BeforeAnswer { get; set; }

    public int Watches => _watches.Count;

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    private static string Absolute(string path) => path.StartsWith('/') ? path : Home + "/" + path;

    private void Answer(StoreHeader header, byte[] payload)
    {
        Requests[header.Type] = Requests.GetValueOrDefault(header.Type) + 1;
        if (Drops?.Invoke(header) == true)
        {
            return;
        }

        BeforeAnswer?.Invoke();
        string? refusal = Refuses?.Invoke(header);
        (string? error, string reply) = refusal is not null ? (refusal, "")
            : !Tree.HasTransaction(header.Transaction) ? ("ENOENT", "")
            : Process(header, Text(payload).Split('\0'), payload);
        if (error == "quota")
        {
            error = _rules == StoreRules.Xenstored ? "ENOSPC" : "EQUOTA";
        }

        byte[] answer = Encoding.Latin1.GetBytes(error is null ? reply : error + "\0");
        Span<byte> bytes = new byte[StoreHeader.Bytes];
        StoreMessageType type = error is null ? header.Type : StoreMessageType.Error;
        new StoreHeader(type, header.Request, header.Transaction, (uint)answer.Length).Write(bytes);
        if (IsFirstEventEarly && header.Type == StoreMessageType.Watch && error is null)
        {
            Fire(_watches[^1], Absolute(_watches[^1].Path));
        }

        SendRaw(bytes);
        SendRaw(answer);
        if (!IsFirstEventEarly && header.Type == StoreMessageType.Watch && error is null)
        {
            Fire(_watches[^1], Absolute(_watches[^1].Path));
        }
    }

    private (string? Error, string Reply) Process(StoreHeader header, string[] words, byte[] payload)
    {
        string path = Absolute(words[0]);
        uint transaction = header.Transaction;
        switch (header.Type)
        {
            case StoreMessageType.Read:
                return Tree.Read(path, transaction) is { } value ? (null, value) : ("ENOENT", "");
            case StoreMessageType.Write:
                return (Tree.Write(path, Text(payload.AsSpan(words[0].Length + 1)), transaction), "OK\0");
            case StoreMessageType.MakeDirectory:
                return (Tree[path] is null ? Tree.Write(path, "", transaction) : null, "OK\0");
            case StoreMessageType.Remove:
                return (Tree.Remove(path, transaction), "OK\0");
            case StoreMessageType.Directory:
                return ListWhole(path);
            case StoreMessageType.DirectoryPart:
                return ListPart(path, int.Parse(words[1]));
            case StoreMessageType.GetPermissions:
                return Tree[path] is null ? ("ENOENT", "") : (null, _permissions);
            case StoreMessageType.SetPermissions:
                _permissions = Text(payload.AsSpan(words[0].Length + 1));
                return (null, "OK\0");
            case StoreMessageType.GetDomainPath:
                return (null, "/local/domain/" + words[0] + "\0");
            case StoreMessageType.TransactionStart:
                return (null, Tree.Begin() + "\0");
            case StoreMessageType.TransactionEnd:
                return Tree.End(transaction, words[0] == "T") switch { null => ("ENOENT", ""), false => ("EAGAIN", ""), _ => (null, "OK\0") };
            case StoreMessageType.Watch:
                if (_watches.Any(watch => watch.Path == words[0] && watch.Token == words[1]))
                {
                    return ("EEXIST", "");
                }

                _watches.Add((words[0], words[1], !words[0].StartsWith('/')));
                return (null, "OK\0");
            case StoreMessageType.Unwatch:
                return (_watches.RemoveAll(watch => watch.Path == words[0] && watch.Token == words[1]) == 0 ? "ENOENT" : null, "OK\0");
            case StoreMessageType.ResetWatches:
                _watches.Clear();
                return (null, "OK\0");
            default:
                return ("EINVAL", "");
        }
    }

    private (string? Error, string Reply) ListWhole(string path)
    {
        if (Tree[path] is null)
        {
            return ("ENOENT", "");
        }

        string names = string.Concat(Tree.Children(path).Select(name => name + "\0"));
        return names.Length > StoreClient.LongestPayload ? ("E2BIG", "") : (null, names);
    }

    private (string? Error, string Reply) ListPart(string path, int offset)
    {
        if (_rules == StoreRules.Oxenstored)
        {
            return ("ENOSYS", "");
        }

        string generation = Tree.Generation + "\0";
        string names = string.Concat(Tree.Children(path).Select(name => name + "\0"));
        if (offset >= names.Length)
        {
            return (null, generation + "\0");
        }

        string rest = names[offset..];
        int room = StoreClient.LongestPayload - generation.Length - 1;
        if (rest.Length <= room)
        {
            return (null, generation + rest + "\0");
        }

        return (null, generation + rest[..(rest.LastIndexOf('\0', room - 1) + 1)]);
    }

    private void FireWatches(string changed)
    {
        foreach (var watch in _watches)
        {
            string path = Absolute(watch.Path);
            if (changed == path || changed.StartsWith(path + "/", StringComparison.Ordinal) || path.StartsWith(changed + "/", StringComparison.Ordinal))
            {
                Fire(watch, changed);
            }
        }
    }

    private void Fire((string Path, string Token, bool IsRelative) watch, string changed)
    {
        string path = watch.IsRelative && changed.StartsWith(Home + "/", StringComparison.Ordinal) ? changed[(Home.Length + 1)..] : changed;
        Send((uint)StoreMessageType.WatchEvent, 0, Encoding.Latin1.GetBytes(path + "\0" + watch.Token + "\0"));
    }
}
