// Where the processor enters the kernel on an exception or an interrupt: builds a TrapFrame (kernel/Arch/X64/TrapFrame.cs)
// and calls the C# export trap_dispatch. New threads and the slow way out of a syscall leave through trap_return.
        .intel_syntax noprefix
#include "TrapFrame.inc"

        // Offsets in TrapFrame.
        .equ TRAP_CS, 256 + 15 * 8 + 3 * 8

        .equ KERNEL_DATA, 0x10

        .text

// One stub per vector, 16 bytes apart (Idt.cs counts on it). Where the CPU pushes no error code the stub pushes a zero.
        .balign 16
trap_stubs:
        .set vector, 0
        .rept 256
        .balign 16
        .if !(vector == 8 || (vector >= 10 && vector <= 14) || vector == 17 || vector == 21 || vector == 29 || vector == 30)
        push 0
        .endif
        push vector
        jmp trap_common
        .set vector, vector + 1
        .endr

// Stack: ss rsp rflags cs rip error vector, 16-byte aligned minus 8.
        .balign 16
trap_common:
        save_registers
        push 2                          // RFLAGS: DF off for C#, and AC off, which would suspend SMAP (Intel SDM volume 3, 4.6)
        popfq
        // From ring 3 SS is null here, after SYSCALL it is not, and TCG keeps what it has translated apart by that: all that
        // both ways share would be translated twice.
        mov eax, KERNEL_DATA
        mov ss, eax
        mov rdi, rsp
        call trap_dispatch
        test byte ptr [rsp + TRAP_CS], 3
        jz trap_return
        mov rdi, rsp
        call trap_before_user

// rsp points to a TrapFrame; continues what it describes.
        .globl trap_return
trap_return:
        restore_preserved_registers
        pop r11
        pop r10
        pop r9
        pop r8
        pop rax
        pop rcx
        pop rdx
        pop rsi
        pop rdi
        add rsp, 16                     // vector, error
        iretq

// What the process layer does before ring 3 goes on (C#: void trap_before_user(TrapFrame*)); nothing when it is not linked in.
        .weak trap_before_user
trap_before_user:
        ret

// ulong trap_stub_address()
        .globl trap_stub_address
trap_stub_address:
        lea rax, [rip + trap_stubs]
        ret

        .section .note.GNU-stack, "", @progbits
