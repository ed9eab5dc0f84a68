// Runs a generic action with the struct that belongs to a message type, so that one test covers all of them.
namespace NinePFs.Tests.Messages;

using System;
using NinePFs.Messages;
using NinePFs.Wire;

public interface IMessageAction
{
    void Run<TMessage>()
        where TMessage : struct, IMessage<TMessage>, allows ref struct;
}

public static class MessageDispatch
{
    public static void Run(MessageType type, IMessageAction action)
    {
        switch (type)
        {
            case MessageType.Rlerror: action.Run<Rlerror>(); break;
            case MessageType.Tstatfs: action.Run<Tstatfs>(); break;
            case MessageType.Rstatfs: action.Run<Rstatfs>(); break;
            case MessageType.Tlopen: action.Run<Tlopen>(); break;
            case MessageType.Rlopen: action.Run<Rlopen>(); break;
            case MessageType.Tlcreate: action.Run<Tlcreate>(); break;
            case MessageType.Rlcreate: action.Run<Rlcreate>(); break;
            case MessageType.Tsymlink: action.Run<Tsymlink>(); break;
            case MessageType.Rsymlink: action.Run<Rsymlink>(); break;
            case MessageType.Tmknod: action.Run<Tmknod>(); break;
            case MessageType.Rmknod: action.Run<Rmknod>(); break;
            case MessageType.Trename: action.Run<Trename>(); break;
            case MessageType.Rrename: action.Run<Rrename>(); break;
            case MessageType.Tremove: action.Run<Tremove>(); break;
            case MessageType.Rremove: action.Run<Rremove>(); break;
            case MessageType.Treadlink: action.Run<Treadlink>(); break;
            case MessageType.Rreadlink: action.Run<Rreadlink>(); break;
            case MessageType.Tgetattr: action.Run<Tgetattr>(); break;
            case MessageType.Rgetattr: action.Run<Rgetattr>(); break;
            case MessageType.Tsetattr: action.Run<Tsetattr>(); break;
            case MessageType.Rsetattr: action.Run<Rsetattr>(); break;
            case MessageType.Treaddir: action.Run<Treaddir>(); break;
            case MessageType.Rreaddir: action.Run<Rreaddir>(); break;
            case MessageType.Tfsync: action.Run<Tfsync>(); break;
            case MessageType.Rfsync: action.Run<Rfsync>(); break;
            case MessageType.Tlink: action.Run<Tlink>(); break;
            case MessageType.Rlink: action.Run<Rlink>(); break;
            case MessageType.Tmkdir: action.Run<Tmkdir>(); break;
            case MessageType.Rmkdir: action.Run<Rmkdir>(); break;
            case MessageType.Trenameat: action.Run<Trenameat>(); break;
            case MessageType.Rrenameat: action.Run<Rrenameat>(); break;
            case MessageType.Tunlinkat: action.Run<Tunlinkat>(); break;
            case MessageType.Runlinkat: action.Run<Runlinkat>(); break;
            case MessageType.Tversion: action.Run<Tversion>(); break;
            case MessageType.Rversion: action.Run<Rversion>(); break;
            case MessageType.Tattach: action.Run<Tattach>(); break;
            case MessageType.Rattach: action.Run<Rattach>(); break;
            case MessageType.Tflush: action.Run<Tflush>(); break;
            case MessageType.Rflush: action.Run<Rflush>(); break;
            case MessageType.Twalk: action.Run<Twalk>(); break;
            case MessageType.Rwalk: action.Run<Rwalk>(); break;
            case MessageType.Tread: action.Run<Tread>(); break;
            case MessageType.Rread: action.Run<Rread>(); break;
            case MessageType.Twrite: action.Run<Twrite>(); break;
            case MessageType.Rwrite: action.Run<Rwrite>(); break;
            case MessageType.Tclunk: action.Run<Tclunk>(); break;
            case MessageType.Rclunk: action.Run<Rclunk>(); break;
            default: throw new ArgumentOutOfRangeException(nameof(type), $"no struct for type {type}");
        }
    }
}
