// The way into Xen and the two pages that it fills in. Drivers.Xen.Hypercalls.Hypercall calls it.
        .intel_syntax noprefix

        // Xen writes a stub of 32 bytes for each hypercall here (xen/docs/misc/pvh.pandoc). In the image, for only its code may run.
        .section .text.xen, "ax"
        .balign 4096
hypercall_page:
        .fill   4096, 1, 0xCC

        .text
// long cpu_hypercall(nuint number, nuint a1, nuint a2, nuint a3, nuint a4): 64-bit calls take rdi, rsi, rdx, r10.
        .globl  cpu_hypercall
cpu_hypercall:
        lea     r11, hypercall_page[rip]
        shl     rdi, 5
        add     r11, rdi
        mov     rdi, rsi
        mov     rsi, rdx
        mov     rdx, rcx
        mov     r10, r8
        jmp     r11

// void* cpu_hypercall_page()
        .globl  cpu_hypercall_page
cpu_hypercall_page:
        lea     rax, hypercall_page[rip]
        ret

// void* cpu_xen_shared_info(): a page of ours that Xen puts its own in the place of, so that it is mapped from the start.
        .globl  cpu_xen_shared_info
cpu_xen_shared_info:
        lea     rax, shared_info[rip]
        ret

        .bss
        .balign 4096
shared_info:            .skip 4096

        .section .note.GNU-stack, "", @progbits
