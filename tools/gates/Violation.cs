// What a gate finds; a step prints them in the form that MSBuild takes for errors.
namespace Gates;

using System;
using System.Collections.Generic;

/// <param name="Rule">The rule's short name, as CONTRIBUTING.md lists it.</param>
/// <param name="Where">The function or file.</param>
/// <param name="What">What is wrong there and what to do about it.</param>
public sealed record Violation(string Rule, string Where, string What)
{
    /// <summary>Prints all and returns the process's exit code.</summary>
    public static int Report(IReadOnlyCollection<Violation> violations)
    {
        foreach (Violation violation in violations)
        {
            Console.WriteLine($"{violation.Where} : error {violation.Rule}: {violation.What}");
        }

        return violations.Count == 0 ? 0 : 1;
    }
}
