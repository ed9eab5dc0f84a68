// Carries requests to a server in the same process, and lets a test put its own answer in place of the server's.
namespace NinePFs.Tests.Transports;

using System;
using Kernel.Abi;
using NinePFs.Requests;
using NinePFs.Tests.Server;
using NinePFs.Wire;

public sealed class LoopbackTransport(MemoryServer server, int messageSize = 512 << 10, int requestLimit = 64)
    : TestTransport(messageSize, requestLimit)
{
    /// <summary>Answers instead of the server, which does not see the message. Null: the server answers after all.</summary>
    public Func<MessageType, byte[], Delivery?>? Instead { get; set; }

    /// <summary>Changes what the server has answered.</summary>
    public Func<MessageType, byte[], Delivery>? Afterwards { get; set; }

    /// <summary>Whoever waits for the answer to a message of this type is killed.</summary>
    public MessageType? KillsAt { get; set; }

    /// <summary>Waits of threads that were killed; the one that was killed at <see cref="KillsAt"/> stays so.</summary>
    public int Kills { get; private set; }

    /// <summary>Replaces the next answer to one type, once.</summary>
    public void Replace(MessageType type, Func<byte[], Delivery> answer)
    {
        Afterwards = (sent, reply) =>
        {
            if (sent != type)
            {
                return new Delivery(reply);
            }

            Afterwards = null;
            return answer(reply);
        };
    }

    /// <summary>As <see cref="Replace"/>, but the server never sees the message.</summary>
    public void ReplaceUnseen(MessageType type, Func<byte[], Delivery> answer)
    {
        Instead = (sent, message) =>
        {
            if (sent != type)
            {
                return null;
            }

            Instead = null;
            return answer(message);
        };
    }

    /// <summary>The device breaks while it has the next message of a type, which the server has handled or not.</summary>
    public void BreakAt(MessageType type, bool isHandled = false)
    {
        if (isHandled)
        {
            Replace(type, _ => Break());
        }
        else
        {
            ReplaceUnseen(type, _ => Break());
        }
    }

    /// <summary>The session ends, as with a device that needs a reset.</summary>
    public Delivery Break()
    {
        Requests.Poison(PoisonReason.DeviceNeedsReset);
        return Delivery.Lost;
    }

    protected override bool IsCallerKilled => Kills != 0 && KillsAt is not null;

    protected override Errno Wait(Request request, WaitLimit limit)
    {
        if (limit != WaitLimit.Death || request.Type != KillsAt)
        {
            return base.Wait(request, limit);
        }

        Kills++;
        return Errno.EINTR;
    }

    protected override Delivery Answer(ReadOnlySpan<byte> message)
    {
        var type = (MessageType)message[4];
        Delivery? instead = Instead?.Invoke(type, message.ToArray());
        if (instead is not null)
        {
            return instead;
        }

        byte[] reply = server.Handle(message);
        return Afterwards is null ? new Delivery(reply) : Afterwards(type, reply);
    }
}
