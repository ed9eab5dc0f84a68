// The type byte of every 9P2000.L message that this client knows; a reply's type is its request's plus one.
namespace NinePFs.Wire;

/// <summary>Message types (diod protocol.md; intro(5) for those from 100 on).</summary>
public enum MessageType : byte
{
    None = 0,
    Rlerror = 7,
    Tstatfs = 8, Rstatfs = 9,
    Tlopen = 12, Rlopen = 13,
    Tlcreate = 14, Rlcreate = 15,
    Tsymlink = 16, Rsymlink = 17,
    Tmknod = 18, Rmknod = 19,
    Trename = 20, Rrename = 21,
    Treadlink = 22, Rreadlink = 23,
    Tgetattr = 24, Rgetattr = 25,
    Tsetattr = 26, Rsetattr = 27,
    Treaddir = 40, Rreaddir = 41,
    Tfsync = 50, Rfsync = 51,
    Tlink = 70, Rlink = 71,
    Tmkdir = 72, Rmkdir = 73,
    Trenameat = 74, Rrenameat = 75,
    Tunlinkat = 76, Runlinkat = 77,
    Tversion = 100, Rversion = 101,
    Tattach = 104, Rattach = 105,
    Tflush = 108, Rflush = 109,
    Twalk = 110, Rwalk = 111,
    Tread = 116, Rread = 117,
    Twrite = 118, Rwrite = 119,
    Tclunk = 120, Rclunk = 121,
    Tremove = 122, Rremove = 123,
}

/// <summary>Sizes and special values of the wire format.</summary>
public static class Wire9P
{
    /// <summary>size[4] type[1] tag[2].</summary>
    public const int HeaderLength = 7;

    /// <summary>Where the data of an Rread or Rreaddir begins: header and count[4].</summary>
    public const int ReadReplyHeaderLength = HeaderLength + 4;

    /// <summary>What an I/O message needs besides its data: the P9_IOHDRSZ of Linux, also the base of QEMU's iounit.</summary>
    public const int IoHeaderLength = 24;

    /// <summary>Bytes of a qid.</summary>
    public const int QidLength = 13;

    /// <summary>The smallest msize that QEMU accepts, and that we do.</summary>
    public const int MinimumMessageSize = 4096;

    /// <summary>The tag of Tversion.</summary>
    public const ushort NoTag = 0xFFFF;

    /// <summary>"No fid": the afid of an attach without authentication.</summary>
    public const uint NoFid = 0xFFFFFFFF;
}
