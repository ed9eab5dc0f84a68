// PVH entry (xen/docs/misc/pvh.pandoc): 32-bit, paging off, ebx = hvm_start_info. Calls run() of kernel.c.
        .code32
        .section .text.entry, "ax"
        .globl  entry
entry:
        lgdt    gdt_pointer
        ljmp    $8, $1f
1:      mov     $16, %eax
        mov     %eax, %ds
        mov     %eax, %es
        mov     %eax, %ss
        mov     $stack_top, %esp
        push    %ebx
        call    run

        .section .rodata
        .balign 8
gdt:    .quad   0, 0x00cf9a000000ffff, 0x00cf92000000ffff
gdt_pointer:
        .word   . - gdt - 1
        .long   gdt

        .section .note.pvh, "a", @note
        .long   4, 4, 18                // XEN_ELFNOTE_PHYS32_ENTRY
        .asciz  "Xen"
        .long   entry

        .bss
        .balign 16
        .skip   4096
stack_top:

        .section .note.GNU-stack, "", @progbits
