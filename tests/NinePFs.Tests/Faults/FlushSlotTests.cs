// Which slot a Tflush takes, and what happens when there is none (T10, T11).
namespace NinePFs.Tests.Faults;

using System.Collections.Generic;
using Kernel.Abi;
using NinePFs.Requests;
using NinePFs.Tests.Requests;
using NinePFs.Tests.Transports;
using Xunit;

public sealed class FlushSlotTests
{
    [Fact]
    public void T10_TflushTakesATagThatDoesNotWaitBehindItsTarget()
    {
        for (int before = 0; before < 6; before++)
        {
            var transport = new FlushTransport(paths: 3);
            RequestTable table = new(transport, 16, null);
            for (int i = 0; i < before; i++)
            {
                table.Take();
            }

            Request request = TestRequests.Send(table);
            transport.WhileFlushing = () =>
            {
                Assert.NotEqual(request.Tag % 3, transport.Flush.Tag % 3);
                transport.Answer(transport.Flush);
            };

            Assert.Equal(Errno.EINTR, table.Wait(request));
            table.Return(request);
            Assert.Equal(before, table.InUse);
        }
    }

    [Fact]
    public void T10_WithASinglePathTflushIsSentAllTheSame()
    {
        var transport = new FlushTransport(paths: 1);
        RequestTable table = new(transport, 16, null);
        Request request = TestRequests.Send(table);
        transport.WhileFlushing = () => transport.Answer(transport.Flush);

        Assert.Equal(Errno.EINTR, table.Wait(request));
    }

    [Fact]
    public void T11_WithoutAFreeSlotOnAnotherPathOneIsWaitedFor()
    {
        var transport = new FlushTransport(requestLimit: 8);
        RequestTable table = new(transport, 8, null);
        var others = new List<Request>();
        Request request = TestRequests.Send(table);
        while (table.TryTakeReserved() is { } other)
        {
            others.Add(other);
        }

        int waits = 0;
        transport.WhileFull = () =>
        {
            // First one of the same path, which is of no use.
            Request back = others.Find(other => (other.Tag - request.Tag) % 2 == waits % 2)!;
            waits++;
            others.Remove(back);
            back.State = RequestState.Failed;
            table.Return(back);
        };
        transport.WhileFlushing = () => transport.Answer(transport.Flush);

        Assert.Equal(Errno.EINTR, table.Wait(request));
        Assert.Equal(2, waits);
        table.Return(request);
        Assert.Equal(others.Count, table.InUse);
    }

    [Fact]
    public void T11_TheRequestMayBeAnsweredWhileItsFlushWaitsForASlot()
    {
        var transport = new FlushTransport(requestLimit: 8);
        RequestTable table = new(transport, 8, null);
        Request request = TestRequests.Send(table);
        while (table.TryTakeReserved() is not null)
        {
        }

        transport.WhileFull = () => transport.Answer(request, new byte[153]);
        Assert.Equal(Errno.None, table.Wait(request));
        Assert.Equal(0, table.Flushed);
    }

    [Fact]
    public void T11_WithoutASlotForTheFlushInTimeTheSessionEnds()
    {
        var transport = new FlushTransport(requestLimit: 8);
        RequestTable table = new(transport, 8, null);
        Request request = TestRequests.Send(table);
        while (table.TryTakeReserved() is not null)
        {
        }

        Assert.Equal(Errno.EIO, table.Wait(request));
        Assert.Equal(PoisonReason.FlushUnanswered, table.Broken);
        Assert.Equal(0, table.Flushed);
    }
}
