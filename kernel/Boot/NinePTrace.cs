// trace=9p: every 9P message as a line of the log. ninepfs writes to it.
namespace Kernel.Boot;

using System;
using Kernel.Diagnostics;
using NinePFs;

public sealed class NinePTrace : MessageTrace
{
    protected override void Write(ReadOnlySpan<byte> line) => Log.Write(LogLevel.Error, line);
}
