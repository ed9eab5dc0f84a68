// Where linker.ld put the parts of the kernel image, for the page tables that C# makes (kernel/Memory/ImageLayout.cs).
        .intel_syntax noprefix
        .text

// ImageLayout* image_layout()
        .globl  image_layout
image_layout:
        lea     rax, image_bounds[rip]
        ret

        .section .rodata
        .balign 8
image_bounds:
        .quad   __text_start
        .quad   __text_end
        .quad   __rodata_start
        .quad   __rodata_end
        .quad   __data_start
        .quad   __kernel_end
        .quad   boot_stack_guard
        .quad   boot_stack_end

        .section .note.GNU-stack, "", @progbits
