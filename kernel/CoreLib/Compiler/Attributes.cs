// Attributes that the C# compiler writes and ILC reads.
namespace System.Runtime.CompilerServices;

public sealed class IntrinsicAttribute : Attribute
{
}

[Flags]
public enum MethodImplOptions
{
    Unmanaged = 4,
    NoInlining = 8,
    ForwardRef = 0x10,
    Synchronized = 0x20,
    NoOptimization = 0x40,
    PreserveSig = 0x80,
    AggressiveInlining = 0x100,
    AggressiveOptimization = 0x200,
    InternalCall = 0x1000,
}

public sealed class MethodImplAttribute(MethodImplOptions options) : Attribute
{
    public MethodImplOptions Value => options;
}

public sealed class IndexerNameAttribute(string indexerName) : Attribute
{
    public string Name => indexerName;
}

public sealed class IsReadOnlyAttribute : Attribute
{
}

public sealed class IsByRefLikeAttribute : Attribute
{
}

public sealed class IsUnmanagedAttribute : Attribute
{
}

public sealed class RequiresLocationAttribute : Attribute
{
}

public sealed class ScopedRefAttribute : Attribute
{
}

public sealed class RefSafetyRulesAttribute(int version) : Attribute
{
    public int Version => version;
}

public sealed class ExtensionAttribute : Attribute
{
}

public sealed class CompilerGeneratedAttribute : Attribute
{
}

public sealed class InlineArrayAttribute(int length) : Attribute
{
    public int Length => length;
}

public sealed class FixedBufferAttribute(Type elementType, int length) : Attribute
{
    public Type ElementType => elementType;

    public int Length => length;
}

public sealed class UnsafeValueTypeAttribute : Attribute
{
}

public sealed class CollectionBuilderAttribute(Type builderType, string methodName) : Attribute
{
    public Type BuilderType => builderType;

    public string MethodName => methodName;
}

public sealed class RequiredMemberAttribute : Attribute
{
}

public sealed class CompilerFeatureRequiredAttribute(string featureName) : Attribute
{
    public string FeatureName => featureName;
}

public sealed class SkipLocalsInitAttribute : Attribute
{
}

public sealed class ParamCollectionAttribute : Attribute
{
}

public sealed class OverloadResolutionPriorityAttribute(int priority) : Attribute
{
    public int Priority => priority;
}

public sealed class EagerStaticClassConstructionAttribute : Attribute
{
}

public sealed class CallerArgumentExpressionAttribute(string parameterName) : Attribute
{
    public string ParameterName => parameterName;
}

public sealed class TupleElementNamesAttribute(string?[] transformNames) : Attribute
{
    public string?[] TransformNames => transformNames;
}
