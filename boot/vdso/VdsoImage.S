// The vDSO as the build has linked it from boot/vdso, for kernel/Process/Vdso.cs to copy into the app.
        .intel_syntax noprefix
        .text

// ulong* vdso_image(): where it begins and ends.
        .globl  vdso_image
vdso_image:
        lea     rax, vdso_bounds[rip]
        ret

        .section .rodata
        .balign 8
vdso_bounds:
        .quad   vdso_start
        .quad   vdso_end
        .balign 16
vdso_start:
        .incbin "obj/kernel/vdso.so"
vdso_end:

        .section .note.GNU-stack, "", @progbits
