// What only a runtime with a JIT can do: code made while the program runs, by expressions, reflection and patterns; and
// the things around it: tiers, generics over values, threads, collections, exceptions.
using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;

Console.WriteLine($"hello from {Path.GetFileName(Environment.ProcessPath)} {string.Join(',', args)}");

ParameterExpression x = Expression.Parameter(typeof(int));
Func<int, int> square = Expression.Lambda<Func<int, int>>(Expression.Multiply(x, x), x).Compile();
Console.WriteLine($"expression {square(12)}");

var method = new DynamicMethod("Add", typeof(long), [typeof(long), typeof(long)]);
ILGenerator code = method.GetILGenerator();
code.Emit(OpCodes.Ldarg_0);
code.Emit(OpCodes.Ldarg_1);
code.Emit(OpCodes.Add);
code.Emit(OpCodes.Ret);
Console.WriteLine($"emitted {method.CreateDelegate<Func<long, long, long>>()(40, 2)}");

var pattern = new Regex(@"\b(\w)\w*\1\b", RegexOptions.Compiled);
Console.WriteLine($"pattern {pattern.Count("level noon words refer others")}");

object list = Activator.CreateInstance(typeof(List<>).MakeGenericType(typeof(DateTime)))!;
list.GetType().GetMethod("Add")!.Invoke(list, [DateTime.UnixEpoch]);
Console.WriteLine($"reflected {list.GetType().GetProperty("Count")!.GetValue(list)} {typeof(Program).Assembly.GetTypes().Length > 0}");

long sum = 0;
for (int round = 0; round < 200; round++)
{
    sum += Tiers(round); // often enough to be compiled again, better
}

Console.WriteLine($"tiers {sum}");
long total = 0;
Parallel.For(0, 1000, number => Interlocked.Add(ref total, Enumerable.Range(0, number).Sum()));
Console.WriteLine($"parallel {total}");
Console.WriteLine($"task {await Task.Run(async () => { await Task.Delay(5); return 7; })}");

var garbage = new List<byte[]>();
for (int index = 0; index < 20_000; index++)
{
    garbage.Add(new byte[1000]);
    if (garbage.Count == 1000)
    {
        garbage.Clear();
    }
}

GC.Collect();
Console.WriteLine($"collected {GC.CollectionCount(0) > 0}");
int caught = 0;
for (int index = 0; index < 100; index++)
{
    try
    {
        throw new InvalidOperationException();
    }
    catch (InvalidOperationException)
    {
        caught++;
    }

    try
    {
        caught += Length(index < 0 ? "" : null);
    }
    catch (NullReferenceException)
    {
        caught++;
    }
}

Console.WriteLine($"caught {caught}");
return 5;

static long Tiers(int seed)
{
    long state = seed;
    for (int index = 0; index < 10_000; index++)
    {
        state = (state * 31) + index;
    }

    return state & 0xff;
}

static int Length(string? text) => text!.Length;
