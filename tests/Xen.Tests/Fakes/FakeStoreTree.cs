// The nodes of a fake xenstored: paths and values, quotas, transactions with conflicts. FakeStore answers from it, tests look at it.
namespace Xen.Tests.Fakes;

using System;
using System.Collections.Generic;
using System.Linq;

/// <summary>Paths are absolute. Values are text of Latin-1, a byte a character.</summary>
public sealed class FakeStoreTree
{
    private readonly SortedDictionary<string, string> _nodes = new(StringComparer.Ordinal) { ["/"] = "" };
    private readonly Dictionary<uint, Transaction> _transactions = [];
    private ulong _generation;
    private uint _lastTransaction;

    /// <summary>Told of every change, with its path: for backends that react, and watches.</summary>
    public event Action<string>? Changed;

    /// <summary>Commits that fail with EAGAIN although nobody came in between.</summary>
    public int ConflictsToCome { get; set; }

    /// <summary>Paths that may not be written.</summary>
    public HashSet<string> ReadOnly { get; } = [];

    public int MostNodes { get; set; } = int.MaxValue;

    /// <summary>Changes whenever the tree does.</summary>
    public ulong Generation => _generation;

    public int OpenTransactions => _transactions.Count;

    public int Commits { get; private set; }

    public string? this[string path]
    {
        get => _nodes.GetValueOrDefault(path);
        set
        {
            if (value is null)
            {
                Remove(path, 0);
            }
            else
            {
                Write(path, value, 0);
            }
        }
    }

    public uint Begin()
    {
        _transactions.Add(++_lastTransaction, new Transaction(_generation));
        return _lastTransaction;
    }

    /// <summary>Null when there is no such transaction, else whether it was committed or given up as wanted.</summary>
    public bool? End(uint number, bool isCommitted)
    {
        if (!_transactions.Remove(number, out Transaction? transaction))
        {
            return null;
        }

        if (!isCommitted)
        {
            return true;
        }

        if (ConflictsToCome > 0)
        {
            ConflictsToCome--;
            return false;
        }

        if (transaction.Began != _generation)
        {
            return false;
        }

        Commits++;
        foreach ((string path, string? value) in transaction.Writes)
        {
            Apply(path, value);
        }

        return true;
    }

    public bool HasTransaction(uint number) => number == 0 || _transactions.ContainsKey(number);

    public string? Read(string path, uint transaction) =>
        transaction != 0 && _transactions[transaction].Writes.TryGetValue(path, out string? value) ? value : this[path];

    /// <summary>The word of the error, or null.</summary>
    public string? Write(string path, string value, uint transaction)
    {
        if (ReadOnly.Contains(path))
        {
            return "EACCES";
        }

        if (!_nodes.ContainsKey(path) && _nodes.Count >= MostNodes)
        {
            return "quota";
        }

        if (transaction != 0)
        {
            _transactions[transaction].Writes[path] = value;
            return null;
        }

        Apply(path, value);
        return null;
    }

    public string? Remove(string path, uint transaction)
    {
        if (!_nodes.ContainsKey(path))
        {
            return _nodes.ContainsKey(Parent(path)) ? null : "ENOENT";
        }

        if (transaction != 0)
        {
            _transactions[transaction].Writes[path] = null;
            return null;
        }

        Apply(path, null);
        return null;
    }

    /// <summary>The names right below a node.</summary>
    public List<string> Children(string path)
    {
        string prefix = path == "/" ? "/" : path + "/";
        return _nodes.Keys.Where(node => node.Length > prefix.Length && node.StartsWith(prefix, StringComparison.Ordinal))
            .Select(node => node[prefix.Length..].Split('/')[0]).Distinct().ToList();
    }

    private static string Parent(string path) => path.LastIndexOf('/') is var at && at <= 0 ? "/" : path[..at];

    private void Apply(string path, string? value)
    {
        _generation++;
        if (value is null)
        {
            foreach (string below in _nodes.Keys.Where(node => node == path || node.StartsWith(path + "/", StringComparison.Ordinal)).ToList())
            {
                _nodes.Remove(below);
            }
        }
        else
        {
            for (string above = Parent(path); !_nodes.ContainsKey(above); above = Parent(above))
            {
                _nodes[above] = "";
            }

            _nodes[path] = value;
        }

        Changed?.Invoke(path);
    }

    private sealed class Transaction(ulong began)
    {
        public ulong Began => began;

        public Dictionary<string, string?> Writes { get; } = [];
    }
}
