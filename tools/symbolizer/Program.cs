// Reads a serial log from standard input and writes it with C# lines; tools/symbolize is its command line.
using System;
using System.IO;
using Symbolizer;

if (args.Length != 1 || !File.Exists(args[0]))
{
    Console.Error.WriteLine("usage: tools/symbolize [KERNEL.elf] < serial.log");
    return 2;
}

CrashReport.Write(args[0], Console.In, Console.Out);
return 0;
