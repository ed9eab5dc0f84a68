// Types that appear only in signatures, as custom modifiers.
namespace System.Runtime.CompilerServices;

public static class IsVolatile
{
}

public static class IsExternalInit
{
}

public class CallConvCdecl
{
}

public class CallConvSuppressGCTransition
{
}
