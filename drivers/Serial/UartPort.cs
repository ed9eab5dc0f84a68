// The eight registers of a 16550, however they are reached: PortUart in the kernel, a scripted one in the tests.
namespace Drivers.Serial;

public abstract class UartPort
{
    /// <param name="register">0 to 7.</param>
    public abstract byte Read(int register);

    public abstract void Write(int register, byte value);
}
