// The file systems that every app finds besides its share: /dev, /proc and /sys. KernelMain mounts them over the root.
namespace Kernel.Boot;

using System;
using Kernel.Abi;
using Kernel.Process;
using Vfs;
using Vfs.Device;

public sealed class SystemMounts
{
    private const int NodeCapacity = 64;

    private readonly FileTables _tables;
    private readonly AppSession _app;
    private readonly DeviceFileSystem _devices;

    public SystemMounts(Machine machine, FileTables tables, AppSession app, Consoles consoles, EntropySource random)
    {
        _tables = tables;
        _app = app;
        _devices = new DeviceFileSystem(NodeCapacity, consoles.Standard, consoles.Errors, random, tables.Clock);
    }

    public void Mount(CommandLine options)
    {
        MountAt("/dev"u8, _devices, "devtmpfs"u8);
    }

    private void MountAt(ReadOnlySpan<byte> path, FileSystem fileSystem, ReadOnlySpan<byte> source)
    {
        Result<Mount> mount = _tables.Mounts.MountAt(_app.Process.Context, path, fileSystem, isReadOnly: false, source, default);
        if (mount.IsError)
        {
            BootFailure.Stop(BootFailure.Status, path, "cannot be mounted: the share has something else by that name"u8);
        }
    }
}
