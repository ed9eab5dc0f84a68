// The nodes and states of a backend, without its device: what a frontend of any kind meets in the store.
namespace Xen.Tests.Fakes;

using System;
using Drivers.Xen.Bus;

public sealed class FakeBackend
{
    public const string Front = "/local/domain/5/device/9pfs/0", Back = "/local/domain/3/backend/9pfs/5/0";

    private readonly FakeStore _store;

    public FakeBackend(FakeStore store)
    {
        _store = store;
        store.Tree[Front + "/backend"] = Back;
        store.Tree[Front + "/backend-id"] = "3";
        store.Tree[Front + "/state"] = "1";
        store.Tree[Front + "/tag"] = "share0";
        store.Tree[Back + "/versions"] = "1";
        store.Tree[Back + "/max-rings"] = "8";
        store.Tree.Changed += path =>
        {
            if (path == Front + "/state")
            {
                Follow(FrontState);
            }
        };
    }

    public XenbusState FrontState => (XenbusState)int.Parse(_store.Tree[Front + "/state"]!);

    /// <summary>What it does when the frontend has gone to a state; as QEMU does when null.</summary>
    public Action<XenbusState>? Follows { get; set; }

    public XenbusState? State
    {
        get => _store.Tree[Back + "/state"] is { } text ? (XenbusState)int.Parse(text) : null;
        set => _store.Tree[Back + "/state"] = value is null ? null : ((int)value).ToString();
    }

    public void Vanish() => _store.Tree[Back] = null;

    private void Follow(XenbusState front)
    {
        if (Follows is not null)
        {
            Follows(front);
        }
        else if (front == XenbusState.Initialised)
        {
            State = XenbusState.Connected;
        }
        else if (front is XenbusState.Closing or XenbusState.Closed)
        {
            State = front;
        }
    }
}
