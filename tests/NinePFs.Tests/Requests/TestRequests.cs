// Requests as a caller of RequestTable sends them, for tests of the table itself.
namespace NinePFs.Tests.Requests;

using Kernel.Abi;
using NinePFs.Messages;
using NinePFs.Requests;
using NinePFs.Wire;
using Xunit;

public static class TestRequests
{
    /// <summary>A Tgetattr, given to the transport.</summary>
    public static Request Send(RequestTable table, uint fid = 1)
    {
        Request request = table.Take().Value;
        request.Type = MessageType.Tgetattr;
        request.MessageLength = WireWriter.Encode(request.Message.Bytes, request.WireTag, new Tgetattr(fid, GetattrMask.Basic), 0).Value;
        request.ReplyHeaderLength = RequestTable.ReplyRoom;
        Assert.Equal(Errno.None, table.Submit(request));
        return request;
    }
}
