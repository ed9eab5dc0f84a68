// Instructions that C# cannot express, one function each, in the System V calling convention. Kernel.Arch.X64 wraps them.
        .intel_syntax noprefix
        .text

        .macro  function name
        .globl  \name
        .type   \name, @function
\name:
        .endm

function cpu_in8
        mov     edx, edi
        xor     eax, eax
        in      al, dx
        ret

function cpu_in16
        mov     edx, edi
        xor     eax, eax
        in      ax, dx
        ret

function cpu_in32
        mov     edx, edi
        in      eax, dx
        ret

function cpu_out8
        mov     edx, edi
        mov     eax, esi
        out     dx, al
        ret

function cpu_out16
        mov     edx, edi
        mov     eax, esi
        out     dx, ax
        ret

function cpu_out32
        mov     edx, edi
        mov     eax, esi
        out     dx, eax
        ret

function cpu_rdmsr
        mov     ecx, edi
        rdmsr
        shl     rdx, 32
        or      rax, rdx
        ret

function cpu_wrmsr
        mov     ecx, edi
        mov     eax, esi
        mov     rdx, rsi
        shr     rdx, 32
        wrmsr
        ret

function cpu_rdtsc
        rdtsc
        shl     rdx, 32
        or      rax, rdx
        ret

// void cpu_cpuid(uint leaf, uint subleaf, uint* eax_ebx_ecx_edx)
function cpu_cpuid
        push    rbx
        mov     r8, rdx
        mov     eax, edi
        mov     ecx, esi
        cpuid
        mov     [r8], eax
        mov     [r8 + 4], ebx
        mov     [r8 + 8], ecx
        mov     [r8 + 12], edx
        pop     rbx
        ret

function cpu_read_cr2
        mov     rax, cr2
        ret

function cpu_read_cr3
        mov     rax, cr3
        ret

function cpu_read_cr4
        mov     rax, cr4
        ret

function cpu_write_cr3
        mov     cr3, rdi
        ret

function cpu_invlpg
        invlpg  [rdi]
        ret

// Loads a descriptor table pointer and reloads every segment register for the layout that STAR needs. There is no local table.
function cpu_lgdt
        lgdt    [rdi]
        xor     eax, eax
        lldt    ax
        mov     eax, 0x10
        mov     ss, eax
        xor     eax, eax
        mov     ds, eax
        mov     es, eax
        pop     rax
        push    0x08
        push    rax
        retfq

function cpu_lidt
        lidt    [rdi]
        ret

function cpu_ltr
        ltr     di
        ret

// Sleeps until an interrupt: sti takes effect after hlt has begun, so that none is lost in between.
function cpu_sti_hlt_cli
        sti
        hlt
        cli
        ret

function cpu_pause
        pause
        ret

function cpu_xgetbv
        mov     ecx, edi
        xgetbv
        shl     rdx, 32
        or      rax, rdx
        ret

// void cpu_xsave(void* area, ulong mask): area is 64-byte aligned.
function cpu_xsave
        mov     eax, esi
        mov     rdx, rsi
        shr     rdx, 32
        xsave64 [rdi]
        ret

function cpu_xrstor
        mov     eax, esi
        mov     rdx, rsi
        shr     rdx, 32
        xrstor64 [rdi]
        ret

// The same for a CPU without XSAVE: area is 512 bytes, 16-byte aligned.
function cpu_fxsave
        fxsave64 [rdi]
        ret

function cpu_fxrstor
        fxrstor64 [rdi]
        ret

// byte cpu_rdrand(ulong* value): 1 when the CPU had a number to give.
function cpu_rdrand
        xor     eax, eax
        rdrand  rdx
        setc    al
        mov     [rdi], rdx
        ret

// Resets the machine by a triple fault: an exception without an IDT to handle it.
function cpu_reset
        push    0
        push    0
        lidt    [rsp]
        int3
        hlt
        add     rsp, 16
        ret

// The caller's frame pointer, where a backtrace begins.
function cpu_frame_pointer
        mov     rax, rbp
        ret

        .section .note.GNU-stack, "", @progbits
