// The options of a 9P mount as Linux writes them in rootflags= and mount -o; ShareMounts parses, NinePFileSystem.Mount uses them.
namespace NinePFs;

using System;
using Kernel.Abi;
using NinePFs.Wire;

/// <summary>Parsed options; the names borrow the text they were parsed from.</summary>
public ref struct MountOptions
{
    /// <summary>The largest msize to ask for in bytes; 0 leaves it to the transport.</summary>
    public uint MessageSize;

    public ReadOnlySpan<byte> UserName;
    public ReadOnlySpan<byte> AttachName;

    /// <summary>Tattach's n_uname: dfltuid=, or the number in access=.</summary>
    public uint UserId;

    /// <summary>dfltgid=: the group of what is created.</summary>
    public uint GroupId;

    public bool IsReadOnly;

    /// <summary>After EINVAL: the word that is not an option, or has a value that we do not support.</summary>
    public ReadOnlySpan<byte> Offending;

    /// <summary>What a mount without options gets.</summary>
    public static MountOptions Default => new() { UserName = "root"u8 };

    /// <summary>Parses comma-separated words. EINVAL at the first bad one, which is then in <see cref="Offending"/>.</summary>
    public static Errno Parse(ReadOnlySpan<byte> text, out MountOptions options)
    {
        options = Default;
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)',');
            ReadOnlySpan<byte> word = end < 0 ? text : text.Slice(0, end);
            text = end < 0 ? default : text.Slice(end + 1);
            if (!word.IsEmpty && !options.TryTake(word))
            {
                options.Offending = word;
                return Errno.EINVAL;
            }
        }

        return Errno.None;
    }

    private bool TryTake(ReadOnlySpan<byte> word)
    {
        int equals = word.IndexOf((byte)'=');
        if (equals < 0)
        {
            return TryTakeFlag(word);
        }

        ReadOnlySpan<byte> key = word.Slice(0, equals);
        ReadOnlySpan<byte> value = word.Slice(equals + 1);
        if (key.SequenceEqual("msize"u8))
        {
            return TryParse(value, out MessageSize) && MessageSize >= Wire9P.MinimumMessageSize;
        }

        if (key.SequenceEqual("uname"u8))
        {
            UserName = value;
            return value.Length is > 0 and <= Limits.Name;
        }

        if (key.SequenceEqual("aname"u8))
        {
            AttachName = value;
            return value.Length < Limits.Path;
        }

        if (key.SequenceEqual("dfltuid"u8))
        {
            return TryParse(value, out UserId);
        }

        if (key.SequenceEqual("dfltgid"u8))
        {
            return TryParse(value, out GroupId);
        }

        return TryTakeFixed(key, value);
    }

    /// <summary>Options of which we have only one value: one user, one transport per device, no cache.</summary>
    private bool TryTakeFixed(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("trans"u8))
        {
            return value.SequenceEqual("virtio"u8) || value.SequenceEqual("xen"u8);
        }

        if (key.SequenceEqual("version"u8))
        {
            return value.SequenceEqual("9p2000.L"u8) || value.SequenceEqual("9P2000.L"u8);
        }

        if (key.SequenceEqual("cache"u8))
        {
            return value.SequenceEqual("none"u8);
        }

        if (key.SequenceEqual("access"u8))
        {
            return value.SequenceEqual("any"u8) || value.SequenceEqual("user"u8) || value.SequenceEqual("client"u8)
                || TryParse(value, out UserId);
        }

        return false;
    }

    private bool TryTakeFlag(ReadOnlySpan<byte> word)
    {
        if (word.SequenceEqual("ro"u8) || word.SequenceEqual("rw"u8))
        {
            IsReadOnly = word[1] == (byte)'o';
            return true;
        }

        // The defaults of mount(8), which a line of fstab may spell out.
        return word.SequenceEqual("nosuid"u8) || word.SequenceEqual("nodev"u8) || word.SequenceEqual("noatime"u8)
            || word.SequenceEqual("relatime"u8) || word.SequenceEqual("directio"u8) || word.SequenceEqual("ignoreqv"u8);
    }

    private static bool TryParse(ReadOnlySpan<byte> digits, out uint value)
    {
        value = 0;
        if (digits.IsEmpty || digits.Length > 10)
        {
            return false;
        }

        ulong number = 0;
        for (int index = 0; index < digits.Length; index++)
        {
            uint digit = (uint)digits[index] - '0';
            if (digit > 9)
            {
                return false;
            }

            number = number * 10 + digit;
        }

        value = (uint)number;
        return number <= uint.MaxValue;
    }
}
