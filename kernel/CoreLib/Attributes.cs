// Attributes of namespace System.
namespace System
{
    public class Attribute
    {
    }

    [Flags]
    public enum AttributeTargets
    {
        Assembly = 1,
        Module = 2,
        Class = 4,
        Struct = 8,
        Enum = 0x10,
        Constructor = 0x20,
        Method = 0x40,
        Property = 0x80,
        Field = 0x100,
        Event = 0x200,
        Interface = 0x400,
        Parameter = 0x800,
        Delegate = 0x1000,
        ReturnValue = 0x2000,
        GenericParameter = 0x4000,
        All = 0x7FFF,
    }

    public sealed class AttributeUsageAttribute(AttributeTargets validOn) : Attribute
    {
        public AttributeTargets ValidOn => validOn;

        public bool AllowMultiple { get; set; }

        public bool Inherited { get; set; }
    }

    public sealed class FlagsAttribute : Attribute
    {
    }

    public sealed class ParamArrayAttribute : Attribute
    {
    }

    public sealed class ObsoleteAttribute(string? message) : Attribute
    {
        public string? Message => message;
    }
}

namespace System.Reflection
{
    public sealed class DefaultMemberAttribute(string memberName) : Attribute
    {
        public string MemberName => memberName;
    }
}

namespace System.Diagnostics
{
    public sealed class ConditionalAttribute(string conditionString) : Attribute
    {
        public string ConditionString => conditionString;
    }
}

namespace System.Diagnostics.CodeAnalysis
{
    public sealed class DoesNotReturnAttribute : Attribute
    {
    }

    public sealed class NotNullAttribute : Attribute
    {
    }

    public sealed class NotNullWhenAttribute(bool returnValue) : Attribute
    {
        public bool ReturnValue => returnValue;
    }

    public sealed class MaybeNullWhenAttribute(bool returnValue) : Attribute
    {
        public bool ReturnValue => returnValue;
    }

    public sealed class MemberNotNullAttribute(string member) : Attribute
    {
        public string Member => member;
    }

    public sealed class SetsRequiredMembersAttribute : Attribute
    {
    }

    public sealed class UnscopedRefAttribute : Attribute
    {
    }

    public sealed class AllowNullAttribute : Attribute
    {
    }
}
