// Changes the thread: kernel/Scheduling/ThreadSwitch.cs calls thread_switch, new threads begin at thread_begin.
        .intel_syntax noprefix
        .text

// void thread_switch(ulong* savedStack, ulong nextStack): saves what a SysV function must preserve, goes on where the next left off.
        .globl thread_switch
thread_switch:
        push rbp
        push rbx
        push r12
        push r13
        push r14
        push r15
        mov [rdi], rsp
        mov rsp, rsi
        pop r15
        pop r14
        pop r13
        pop r12
        pop rbx
        pop rbp
        ret

// Where the first switch to a new thread returns to; rsp points to its TrapFrame.
thread_begin:
        xor ebp, ebp
        mov rdi, rsp
        call thread_started
        mov rdi, rsp
        call trap_before_user
        jmp trap_return

// ulong thread_begin_address()
        .globl thread_begin_address
thread_begin_address:
        lea rax, [rip + thread_begin]
        ret

        .section .note.GNU-stack, "", @progbits
