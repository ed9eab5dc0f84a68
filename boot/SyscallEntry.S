// Where SYSCALL enters the kernel: builds the same TrapFrame as boot/Interrupts.S on the thread's kernel stack, calls the C#
// export syscall_dispatch and leaves by SYSRET, or by trap_return when the frame's registers must be restored exactly.
        .intel_syntax noprefix
#include "TrapFrame.inc"

        .equ USER_STACK, 0x20 | 3
        .equ USER_CODE, 0x28 | 3
        .equ SYSCALL_VECTOR, 0x100

        .text

// The CPU has put rip in rcx and rflags in r11 and masked IF, TF, DF and AC (SyscallEntry.cs). One CPU: globals need no gs.
        .balign 16
syscall_entry:
        mov [rip + syscall_user_stack], rsp
        mov rsp, [rip + syscall_kernel_stack]
        push USER_STACK
        push qword ptr [rip + syscall_user_stack]
        push r11
        push USER_CODE
        push rcx
        push rax                        // orig_rax: the number
        push SYSCALL_VECTOR
        save_registers
        mov rdi, rsp
        call syscall_dispatch
        test eax, eax
        jnz trap_return

        restore_preserved_registers
        add rsp, 8                      // r11 is rflags below
        pop r10
        pop r9
        pop r8
        pop rax
        add rsp, 8                      // rcx is rip below
        pop rdx
        pop rsi
        pop rdi
        // No page is mapped at or above 0x7FFFFFFFF000, so rip is canonical and SYSRET cannot fault in ring 0.
        mov rcx, [rsp + 16]
        mov r11, [rsp + 32]
        mov rsp, [rsp + 40]
        sysretq

// ulong syscall_entry_address()
        .globl syscall_entry_address
syscall_entry_address:
        lea rax, [rip + syscall_entry]
        ret

// void syscall_set_stack(ulong top): the kernel stack of the thread that runs from now on.
        .globl syscall_set_stack
syscall_set_stack:
        mov [rip + syscall_kernel_stack], rdi
        ret

        .bss
        .balign 8
syscall_user_stack:
        .skip 8
syscall_kernel_stack:
        .skip 8

        .section .note.GNU-stack, "", @progbits
