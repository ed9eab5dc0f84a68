// Introduces the user and makes a fid of the root of the export.
namespace NinePFs.Messages;

using System;
using Kernel.Abi;
using NinePFs.Wire;

/// <summary><c>size[4] Tattach tag[2] fid[4] afid[4] uname[s] aname[s] n_uname[4]</c></summary>
public readonly ref struct Tattach(
    uint fid, uint authenticationFid, ReadOnlySpan<byte> userName, ReadOnlySpan<byte> attachName, uint userId)
    : IMessage<Tattach>
{
    public readonly uint Fid = fid;
    public readonly uint AuthenticationFid = authenticationFid;
    public readonly ReadOnlySpan<byte> UserName = userName;
    public readonly ReadOnlySpan<byte> AttachName = attachName;
    public readonly uint UserId = userId;

    public static MessageType Type => MessageType.Tattach;

    public bool TryEncode(ref WireWriter writer) =>
        writer.TryWriteUInt32(Fid) & writer.TryWriteUInt32(AuthenticationFid) & writer.TryWriteString(UserName)
            & writer.TryWriteString(AttachName) & writer.TryWriteUInt32(UserId);

    public static bool TryDecode(scoped ref WireReader reader, out Tattach message)
    {
        bool isWhole = reader.TryReadUInt32(out uint fid) & reader.TryReadUInt32(out uint authenticationFid)
            & reader.TryReadString(out ReadOnlySpan<byte> userName) & reader.TryReadString(out ReadOnlySpan<byte> attachName)
            & reader.TryReadUInt32(out uint userId);
        message = new Tattach(fid, authenticationFid, userName, attachName, userId);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendNumber(ref text, " fid "u8, Fid);
        FieldText.AppendNumber(ref text, " afid "u8, AuthenticationFid);
        FieldText.AppendString(ref text, " uname "u8, UserName);
        FieldText.AppendString(ref text, " aname "u8, AttachName);
        FieldText.AppendNumber(ref text, " n_uname "u8, UserId);
    }
}

/// <summary><c>size[4] Rattach tag[2] qid[13]</c></summary>
public readonly struct Rattach(Qid qid) : IMessage<Rattach>
{
    public readonly Qid Qid = qid;

    public static MessageType Type => MessageType.Rattach;

    public bool TryEncode(ref WireWriter writer) => writer.TryWriteQid(Qid);

    public static bool TryDecode(scoped ref WireReader reader, out Rattach message)
    {
        bool isWhole = reader.TryReadQid(out Qid qid);
        message = new Rattach(qid);
        return isWhole;
    }

    public void AppendTo(ref TextBuilder text)
    {
        FieldText.AppendQid(ref text, " qid "u8, Qid);
    }
}
