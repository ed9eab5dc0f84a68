// exceptions [THROWN [FAULTS [END]]]: throws and catches that many through ten frames, turns that many faults of the
// processor into exceptions, and ends as END says: crash, overflow, violation, failfast, or orderly.
int thrown = args.Length > 0 ? int.Parse(args[0]) : 5000;
int faults = args.Length > 1 ? int.Parse(args[1]) : 1000;
string end = args.Length > 2 ? args[2] : "orderly";

AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.WriteLine("exit handler");
Console.WriteLine($"thrown {Thrown.ThroughFrames(thrown)}");
Console.WriteLine($"null {Faults.NullReferences(faults)} {Faults.NullReferenceOfAnotherThread()} {Faults.WriteToPageZero()}");
Console.WriteLine($"division {Faults.Divisions(faults / 2)} {Faults.Overflow()}");
Console.WriteLine($"library {Thrown.ByTheLibrary()}");
Console.WriteLine($"lines {Thrown.LinesOfNested()}");
Ends.By(end);
Console.WriteLine("exceptions OK");
