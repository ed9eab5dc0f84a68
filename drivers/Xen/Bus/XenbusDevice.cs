// Our half of a device that is split between two domains: its nodes in the store, its backend's nodes, and the states by which both get
// together and apart (xen/include/public/io/xenbus.h). Xenbus finds them, a driver connects one.
namespace Drivers.Xen.Bus;

using System;
using Drivers.Xen.Store;
using Kernel.Abi;
using Kernel.Diagnostics;

/// <summary>
/// A driver calls <see cref="AwaitOffer"/>, reads what the backend offers, grants its memory, fills <see cref="Nodes"/>, calls
/// <see cref="Connect"/>; later it asks <see cref="IsAlive"/>, and at the end calls <see cref="Close"/>. All waits are bounded.
/// </summary>
public sealed class XenbusDevice
{
    /// <summary>Nanoseconds that a backend has for the next state: it may be a program that the host starts just now.</summary>
    public const ulong ConnectPatience = 30_000_000_000;

    /// <summary>Nanoseconds that a backend has to let go.</summary>
    public const ulong ClosePatience = 5_000_000_000;

    private const int LongestPath = 320;

    private readonly StoreClient _store;
    private readonly byte[] _path;
    private readonly byte[] _backendPath;
    private StoreWatch? _watch;
    private bool _wasSeen;
    private bool _isLost;

    /// <param name="path">Our folder: <c>device/9pfs/0</c>.</param>
    /// <param name="backendPath">The backend's folder, from the root of the store.</param>
    public XenbusDevice(StoreClient store, ReadOnlySpan<byte> path, ReadOnlySpan<byte> backendPath, ushort backendDomain)
    {
        _store = store;
        _path = new byte[path.Length];
        path.CopyTo(_path);
        _backendPath = new byte[backendPath.Length];
        backendPath.CopyTo(_backendPath);
        BackendDomain = backendDomain;
        Nodes = new NodeBatch(path);
    }

    /// <summary>Our folder in the store, from this domain's own.</summary>
    public ReadOnlySpan<byte> Path => _path;

    public ReadOnlySpan<byte> BackendPath => _backendPath;

    /// <summary>The domain that grants and event channels are for.</summary>
    public ushort BackendDomain { get; }

    /// <summary>What <see cref="Connect"/> tells the backend; its driver fills it.</summary>
    public NodeBatch Nodes { get; }

    /// <summary>Our state, as it was written last.</summary>
    public XenbusState State { get; private set; } = XenbusState.Initialising;

    /// <summary>The backend's state, as it was read last.</summary>
    public XenbusState BackendState { get; private set; }

    /// <summary>Reads a node of our folder.</summary>
    public Result<int> Read(ReadOnlySpan<byte> name, Span<byte> value)
    {
        var path = new TextBuilder(stackalloc byte[LongestPath]);
        return Join(ref path, _path, name) ? _store.Read(path.Text, value) : Errno.ENAMETOOLONG;
    }

    /// <summary>Reads a node of the backend's folder. ERANGE when it is longer than <paramref name="value"/>.</summary>
    public Result<int> ReadBackend(ReadOnlySpan<byte> name, Span<byte> value)
    {
        var path = new TextBuilder(stackalloc byte[LongestPath]);
        return Join(ref path, _backendPath, name) ? _store.Read(path.Text, value) : Errno.ENAMETOOLONG;
    }

    /// <summary>Reads a number of the backend's folder. EINVAL when it is none, or not of 32 bits.</summary>
    public Result<uint> ReadBackendNumber(ReadOnlySpan<byte> name)
    {
        var path = new TextBuilder(stackalloc byte[LongestPath]);
        return Join(ref path, _backendPath, name) ? _store.ReadNumber(path.Text) : Errno.ENAMETOOLONG;
    }

    /// <summary>Waits until the backend's folder says what it offers.</summary>
    public XenbusFailure AwaitOffer()
    {
        if (_watch is null)
        {
            var path = new TextBuilder(stackalloc byte[LongestPath]);
            Result<StoreWatch> watch = Join(ref path, _backendPath, "state"u8) ? _store.Watch(path.Text) : Errno.ENAMETOOLONG;
            if (watch.IsError)
            {
                return XenbusFailure.Store;
            }

            _watch = watch.Value;
        }

        return Await(XenbusPhase.AwaitingOffer, ConnectPatience);
    }

    /// <summary>Writes all <see cref="Nodes"/> at once, says that we are ready, and waits until the backend is.</summary>
    public XenbusFailure Connect()
    {
        if (_store.Update(Nodes) != Errno.None || SwitchTo(XenbusState.Initialised) != Errno.None)
        {
            return XenbusFailure.Store;
        }

        XenbusFailure failure = Await(XenbusPhase.AwaitingConnection, ConnectPatience);
        return failure == XenbusFailure.None && SwitchTo(XenbusState.Connected) != Errno.None ? XenbusFailure.Store : failure;
    }

    /// <summary>
    /// Whether the backend still is what it was when it connected. Costs nothing until the store tells of a change, and one call then.
    /// Once false it stays so. A store that was given up says nothing of the backend.
    /// </summary>
    public bool IsAlive
    {
        get
        {
            if (_watch is not null && _watch.TakeChange() && !ReadState())
            {
                _watch.Mark();
            }

            _isLost |= XenbusSteps.For(XenbusPhase.Connected, BackendState, _wasSeen) == XenbusStep.GiveUp;
            return !_isLost;
        }
    }

    /// <summary>
    /// Says that we close and waits, a bounded time, until the backend has let go of our memory. Then grants can be ended, and
    /// <see cref="Closed"/> called. False when it has not let go.
    /// </summary>
    public bool Close()
    {
        if (State is XenbusState.Closed)
        {
            return true;
        }

        if (_watch is null || SwitchTo(XenbusState.Closing) != Errno.None)
        {
            return _watch is null;
        }

        return Await(XenbusPhase.Closing, ClosePatience) == XenbusFailure.None;
    }

    /// <summary>Everything of ours is taken back: the last word about this device.</summary>
    public void Closed()
    {
        if (State == XenbusState.Closed)
        {
            return;
        }

        SwitchTo(XenbusState.Closed);
        if (_watch is not null)
        {
            var path = new TextBuilder(stackalloc byte[LongestPath]);
            Join(ref path, _backendPath, "state"u8);
            _store.Unwatch(path.Text, _watch);
            _watch = null;
        }
    }

    private XenbusFailure Await(XenbusPhase phase, ulong patience)
    {
        ulong deadline = _store.Now + patience;
        while (true)
        {
            // Before reading: a change after it is news.
            _watch!.TakeChange();
            if (!ReadState())
            {
                return XenbusFailure.Store;
            }

            switch (XenbusSteps.For(phase, BackendState, _wasSeen))
            {
                case XenbusStep.Proceed:
                    return XenbusFailure.None;
                case XenbusStep.GiveUp:
                    return BackendState is XenbusState.Unknown or XenbusState.Closing or XenbusState.Closed
                        ? XenbusFailure.BackendClosed
                        : XenbusFailure.WrongState;
            }

            if (_store.Now >= deadline || !_store.WaitForChange(_watch!, deadline))
            {
                return _store.IsBroken ? XenbusFailure.Store : XenbusFailure.TimedOut;
            }
        }
    }

    /// <summary>Reads the backend's state. False when the store does not answer, true when there is no such node.</summary>
    private bool ReadState()
    {
        Result<uint> read = ReadBackendNumber("state"u8);
        if (read.IsError && read.Error is not (Errno.ENOENT or Errno.EACCES or Errno.EINVAL))
        {
            return false;
        }

        bool isState = !read.IsError && read.Value <= (uint)XenbusState.Reconfigured;
        BackendState = isState ? (XenbusState)read.Value : XenbusState.Unknown;
        _wasSeen |= BackendState != XenbusState.Unknown;
        return true;
    }

    private Errno SwitchTo(XenbusState state)
    {
        var path = new TextBuilder(stackalloc byte[LongestPath]);
        var value = new TextBuilder(stackalloc byte[4]);
        value.AppendDecimal((ulong)state);
        Errno error = Join(ref path, _path, "state"u8) ? _store.Write(path.Text, value.Text) : Errno.ENAMETOOLONG;
        if (error == Errno.None)
        {
            State = state;
            return error;
        }

        var line = new TextBuilder(stackalloc byte[LongestPath + 64]);
        line.Append("xenbus: "u8);
        line.Append(_path);
        line.Append(": the state cannot be written, errno "u8);
        line.AppendDecimal((ulong)error);
        Log.Write(LogLevel.Warning, line.Text);
        return error;
    }

    private static bool Join(ref TextBuilder path, ReadOnlySpan<byte> folder, ReadOnlySpan<byte> name)
    {
        path.Append(folder);
        path.Append((byte)'/');
        path.Append(name);
        return !path.IsFull;
    }
}
