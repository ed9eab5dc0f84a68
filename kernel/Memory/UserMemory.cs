// Reads and writes the app's memory for the syscalls: numbers, structs, paths. A bad pointer is EFAULT; the kernel never follows one.
namespace Kernel.Memory;

using System;
using System.Runtime.CompilerServices;
using Kernel.Abi;
using Kernel.Arch.X64;

/// <summary>Every address is translated page by page and copied through the direct map, so alignment and page boundaries do not matter.</summary>
public sealed unsafe class UserMemory
{
    private readonly AddressSpace _space;

    public UserMemory(AddressSpace space)
    {
        _space = space;
    }

    /// <summary>Makes the page of an address present, so that accesses right behind it do not sleep. EFAULT, ENOMEM.</summary>
    public Result<PhysicalAddress> Resolve(ulong user, MemoryAccess access) => _space.Resolve(user, access);

    public Errno Read<T>(ulong user, out T value)
        where T : unmanaged
    {
        value = default;
        return CopyIn(user, new Span<byte>(Unsafe.AsPointer(ref value), sizeof(T)));
    }

    public Errno Write<T>(ulong user, in T value)
        where T : unmanaged
    {
        T copy = value;
        return CopyOut(user, new ReadOnlySpan<byte>(&copy, sizeof(T)));
    }

    /// <summary>From the app to the kernel.</summary>
    /// <returns>EFAULT or ENOMEM; bytes before the bad page have been copied then.</returns>
    public Errno CopyIn(ulong user, Span<byte> destination)
    {
        fixed (byte* start = destination)
        {
            for (int done = 0; done < destination.Length;)
            {
                Result<PhysicalAddress> source = _space.Resolve(user + (ulong)done, MemoryAccess.Read);
                if (source.IsError)
                {
                    return source.Error;
                }

                int count = CountInPage(user + (ulong)done, destination.Length - done);
                Cpu.Copy(start + done, source.Value.Pointer, (nuint)count);
                done += count;
            }
        }

        return Errno.None;
    }

    /// <summary>From the kernel to the app.</summary>
    /// <returns>EFAULT or ENOMEM; bytes before the bad page have been copied then.</returns>
    public Errno CopyOut(ulong user, ReadOnlySpan<byte> source)
    {
        fixed (byte* start = source)
        {
            for (int done = 0; done < source.Length;)
            {
                Result<PhysicalAddress> destination = _space.Resolve(user + (ulong)done, MemoryAccess.Write);
                if (destination.IsError)
                {
                    return destination.Error;
                }

                int count = CountInPage(user + (ulong)done, source.Length - done);
                Cpu.Copy(destination.Value.Pointer, start + done, (nuint)count);
                done += count;
            }
        }

        return Errno.None;
    }

    /// <summary>Copies a text with its NUL; reads no page beyond it.</summary>
    /// <returns>The length without the NUL; EFAULT; ENAMETOOLONG when there is no NUL in as many bytes as <paramref name="text"/> has.</returns>
    public Result<int> CopyString(ulong user, Span<byte> text)
    {
        for (int done = 0; done < text.Length;)
        {
            Result<PhysicalAddress> source = _space.Resolve(user + (ulong)done, MemoryAccess.Read);
            if (source.IsError)
            {
                return source.Error;
            }

            int count = CountInPage(user + (ulong)done, text.Length - done);
            ReadOnlySpan<byte> part = new(source.Value.Pointer, count);
            int end = part.IndexOf((byte)0);
            part.Slice(0, end < 0 ? count : end + 1).CopyTo(text.Slice(done));
            if (end >= 0)
            {
                return done + end;
            }

            done += count;
        }

        return Errno.ENAMETOOLONG;
    }

    private static int CountInPage(ulong user, int limit)
    {
        return Math.Min(limit, PageSize.Bytes - (int)(user & PageSize.OffsetMask));
    }
}
