// The pool of all fids of a session, and the Tclunks that nobody waits for. NinePClient's callers take fids here.
namespace NinePFs.Fids;

using Kernel.Abi;
using NinePFs.Messages;
using NinePFs.Requests;
using NinePFs.Wire;

/// <summary>
/// A fixed number of fids. A number is used again only when the server has confirmed the Tclunk; when it answers with an
/// error the fid is gone all the same (clunk(5)), but the slot goes on under a number never used before, because not every
/// server keeps to that (C1).
/// </summary>
public sealed class FidTable : UnattendedReplies
{
    private readonly RequestTable _requests;
    private readonly Fid[] _clunked;
    private Fid? _free;
    private Fid? _deferredFirst;
    private Fid? _deferredLast;
    private uint _nextNumber;

    /// <param name="capacity">Fids that can be in use at once: one per node that is held and one per opening.</param>
    public FidTable(RequestTable requests, int capacity)
    {
        _requests = requests;
        _clunked = new Fid[requests.Capacity];
        Capacity = capacity;
        for (int number = capacity - 1; number >= 0; number--)
        {
            _free = new Fid(this, (uint)number) { Next = _free };
        }

        _nextNumber = (uint)capacity;
        requests.SetUnattended(this);
    }

    public int Capacity { get; }

    /// <summary>Fids not free, those whose Tclunk has not been answered among them.</summary>
    public int InUse { get; private set; }

    /// <summary>Tclunks put off because every request was in use.</summary>
    public int Deferred { get; private set; }

    /// <summary>Tclunks sent and not yet answered.</summary>
    public int Clunking { get; private set; }

    /// <summary>Tclunks that the server answered with an error (C1).</summary>
    public int FailedClunks { get; private set; }

    /// <summary>A fid in state Reserved with one reference; ENFILE when none is left.</summary>
    public Result<Fid> Take()
    {
        Fid? fid = _free;
        if (fid is null)
        {
            return Errno.ENFILE;
        }

        _free = fid.Next;
        fid.Start(_requests.Generation);
        InUse++;
        return fid;
    }

    public override void Answered(Request request, Errno error)
    {
        Fid fid = _clunked[request.Tag];
        Clunking--;
        if (error != Errno.None)
        {
            FailedClunks += request.State == RequestState.Received ? 1 : 0;
            Renumber(fid);
        }

        Free(fid);
    }

    public override void SendDeferred()
    {
        while (_deferredFirst is not null)
        {
            Fid fid = _deferredFirst;
            Request? request = _requests.TryTakeReserved();
            if (request is null && !_requests.IsBroken)
            {
                return;
            }

            _deferredFirst = fid.Next;
            fid.Next = null;
            Deferred--;
            Clunk(fid, request);
        }
    }

    /// <summary>Sleeps until every Tclunk has been answered: the end of a session.</summary>
    public void Drain()
    {
        SendDeferred();
        while (Clunking + Deferred > 0 && !_requests.IsBroken)
        {
            _requests.WaitForReturn();
            SendDeferred();
        }
    }

    /// <summary>Nobody refers to <paramref name="fid"/> any more.</summary>
    internal void Retire(Fid fid)
    {
        if (fid.State == FidState.Reserved || fid.Generation != _requests.Generation)
        {
            Free(fid);
            return;
        }

        fid.State = FidState.Clunking;
        Request? request = _requests.TryTakeReserved();
        if (request is null && !_requests.IsBroken)
        {
            Defer(fid);
            return;
        }

        // Not kicked: it goes along with the next request.
        Clunk(fid, request);
    }

    /// <summary>Sends the Tclunk; without a request the session is over, and with it every fid.</summary>
    private void Clunk(Fid fid, Request? request)
    {
        if (request is null)
        {
            Free(fid);
            return;
        }

        Result<int> length = WireWriter.Encode(request.Message.Bytes, request.Tag, new Tclunk(fid.Number), 0);
        request.Type = MessageType.Tclunk;
        request.MessageLength = length.Value;
        request.ReplyHeaderLength = RequestTable.ReplyRoom;
        request.IsForgotten = true;
        _clunked[request.Tag] = fid;
        Clunking++;
        if (_requests.Submit(request) != Errno.None)
        {
            Clunking--;
            _requests.Return(request);
            Renumber(fid);
            Free(fid);
        }
    }

    private void Defer(Fid fid)
    {
        if (_deferredFirst is null)
        {
            _deferredFirst = fid;
        }
        else
        {
            _deferredLast!.Next = fid;
        }

        _deferredLast = fid;
        Deferred++;
    }

    /// <summary>Numbers count up and skip NOFID; 2^32 failed clunks later they meet again.</summary>
    private void Renumber(Fid fid)
    {
        if (_nextNumber == Wire9P.NoFid)
        {
            _nextNumber = (uint)Capacity;
        }

        fid.Number = _nextNumber++;
    }

    private void Free(Fid fid)
    {
        fid.State = FidState.Free;
        fid.Next = _free;
        _free = fid;
        InUse--;
    }
}
