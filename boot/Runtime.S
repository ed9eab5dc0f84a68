// The symbols that ILC's code calls (Rhp*), for the object layout of ILC 10. What is missing here is forbidden: a throw,
// a finalizer or an interface call that needs dispatch leaves an undefined symbol, and the link names the function.
        .intel_syntax noprefix
        .text

        .globl  RhpReversePInvoke, RhpReversePInvokeReturn
RhpReversePInvoke:
RhpReversePInvokeReturn:
        ret

// Stores of references need no barrier without a garbage collector. Only rdi and rsi may change, as ILC assumes.
        .globl  RhpAssignRef, RhpCheckedAssignRef, RhpByRefAssignRef
RhpAssignRef:
RhpCheckedAssignRef:
        mov     [rdi], rsi
        ret

// Copies one reference inside a struct and advances both pointers.
RhpByRefAssignRef:
        mov     rcx, [rsi]
        mov     [rdi], rcx
        add     rdi, 8
        add     rsi, 8
        ret

// object RhpNewFast(MethodTable*): BaseSize is the second field.
        .globl  RhpNewFast
RhpNewFast:
        mov     esi, [rdi + 4]
        jmp     boot_heap_take

// array RhpNew*ArrayFast(MethodTable*, nint length): the element size is the first field, the length follows the method table.
        .globl  RhpNewArrayFast, RhpNewPtrArrayFast
RhpNewArrayFast:
RhpNewPtrArrayFast:
        mov     r8, rsi
        shr     rsi, 31
        jnz     boot_heap_fail
        movzx   esi, word ptr [rdi]
        imul    rsi, r8
        mov     eax, [rdi + 4]
        add     rsi, rax
        call    boot_heap_take
        mov     [rax + 8], r8d
        ret

// Takes rsi bytes, zeroed, and stores the method table rdi at their start. Keeps r8. There are thousands of small objects, so
// whole pages are zeroed ahead of them.
boot_heap_take:
        mov     rax, boot_heap_next[rip]
        add     rsi, 15
        and     rsi, -16
        lea     rdx, [rax + rsi]
        cmp     rdx, boot_heap_zeroed[rip]
        ja      1f
        mov     boot_heap_next[rip], rdx
        mov     [rax], rdi
        ret
1:      mov     rsi, boot_heap_limit[rip]
        cmp     rdx, rsi
        ja      boot_heap_fail
        mov     boot_heap_next[rip], rdx
        mov     rcx, boot_heap_zeroed[rip]
        cmp     rcx, rax
        cmovb   rcx, rax
        add     rdx, 4095
        and     rdx, -4096
        cmp     rdx, rsi
        cmova   rdx, rsi
        mov     boot_heap_zeroed[rip], rdx
        xorps   xmm0, xmm0
        lea     rsi, [rdx - 64]
        jmp     3f
2:      movaps  [rcx], xmm0
        movaps  [rcx + 16], xmm0
        movaps  [rcx + 32], xmm0
        movaps  [rcx + 48], xmm0
        add     rcx, 64
3:      cmp     rcx, rsi
        jbe     2b
        jmp     5f
4:      movaps  [rcx], xmm0
        add     rcx, 16
5:      cmp     rcx, rdx
        jb      4b
        mov     [rax], rdi
        ret

// void* cpu_boot_heap_take(nuint length): 16-byte aligned, not zeroed.
        .globl  cpu_boot_heap_take
cpu_boot_heap_take:
        mov     rax, boot_heap_next[rip]
        add     rdi, 15
        and     rdi, -16
        add     rdi, rax
        cmp     rdi, boot_heap_limit[rip]
        ja      boot_heap_fail
        mov     boot_heap_next[rip], rdi
        ret

// After the seal nothing may be allocated; before it, the heap is too small.
boot_heap_fail:
        mov     edi, 9                          // RuntimeFailure.BootHeapExhausted
        jmp     runtime_stop

        .globl  RhpFallbackFailFast
RhpFallbackFailFast:
        mov     edi, 10                         // RuntimeFailure.StackOverrun
runtime_stop:
        push    rbp
        mov     rbp, rsp
        and     rsp, -16
        call    runtime_fail
1:      cli
        hlt
        jmp     1b

// void cpu_set_boot_heap(void* start, void* limit): where objects come from; equal pointers seal the heap. 16-byte aligned.
        .globl  cpu_set_boot_heap
cpu_set_boot_heap:
        mov     boot_heap_next[rip], rdi
        mov     boot_heap_limit[rip], rsi
        mov     boot_heap_zeroed[rip], rdi
        ret

// void* cpu_boot_heap_next(): the end of what has been taken.
        .globl  cpu_boot_heap_next
cpu_boot_heap_next:
        mov     rax, boot_heap_next[rip]
        ret

// ulong* image_bounds(): where the code and the symbol table of the image begin and end.
        .globl  image_bounds
image_bounds:
        lea     rax, bounds[rip]
        ret

        .section .rodata
        .balign 8
bounds:                 .quad __text_start, __text_end, __symbols_start, __symbols_end

        .globl  __security_cookie
        .data
        .balign 8
__security_cookie:      .quad 0
boot_heap_next:         .quad boot_arena
boot_heap_limit:        .quad boot_arena_end

// What lies between next and this is zero; with less than next, nothing is.
boot_heap_zeroed:       .quad boot_arena

// Enough for what is made before physical memory is known.
        .bss
        .balign 16
boot_arena:             .skip 32768
boot_arena_end:

        .section .note.GNU-stack, "", @progbits
